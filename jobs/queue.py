"""Telling the workers that there is work. What is lost on the way does no harm: the row stays
queued, and `jobs.sweep` tells them again."""

import logging
from typing import Any
from uuid import UUID

from django.db.models.functions import Now
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from jobs.models import Job
from rodt.celery import app

logger = logging.getLogger(__name__)
RUN = "jobs.tasks.run"
LONGEST_WAIT_S = 2


def _connection() -> Any:
    """One of its own for each word: a page waits seconds for a queue that hangs, not as long as a
    worker does; and a queue that was emptied since is declared afresh."""
    connection = app.connection_for_write()
    connection.transport_options = {
        **connection.transport_options,
        "socket_connect_timeout": LONGEST_WAIT_S,
        "socket_timeout": LONGEST_WAIT_S,
        "max_retries": 1,
        "interval_start": 0.1,
    }
    return connection


def tell(job_id: UUID, queue: str) -> bool:
    """Send the word, and note when. False when the queue could not be reached."""
    try:
        with _connection() as connection:
            app.send_task(RUN, args=[str(job_id)], queue=queue, connection=connection, retry=False)
    except (OperationalError, RedisError, OSError):
        logger.warning("the queue could not be reached for job %s", job_id)
        Job.objects.filter(pk=job_id).update(sent_at=None)
        return False
    Job.objects.filter(pk=job_id).update(sent_at=Now())
    return True
