"""The queue: it carries only the word that there is work. The jobs table is the truth.

A task is acknowledged when it is done, and may come twice: the job row's lease decides. Beat sends
one entry, `jobs.tasks.tick`; what must run tonight is worked out from the table, so a second beat
or a lost queue changes nothing.
"""

import ctypes
import logging.config
import os
import signal
import sys
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, before_task_publish, setup_logging, worker_process_init
from django.conf import settings
from kombu.entity import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rodt.settings")

TICK_EVERY_S = 8
LONGEST_JOB_S = 30 * 60
"""No job may run longer: Redis hands an unacknowledged one out again after twice this."""

_PR_SET_PDEATHSIG = 1

app = Celery("rodt")
app.config_from_object(
    {
        "broker_url": settings.BROKER_URL,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_default_queue": "default",
        "task_queues": [Queue("default"), Queue("pdf")],
        "task_soft_time_limit": LONGEST_JOB_S - 60,
        "task_time_limit": LONGEST_JOB_S,
        "broker_transport_options": {
            "visibility_timeout": 2 * LONGEST_JOB_S,
            "socket_connect_timeout": 2,
            "socket_timeout": 5,
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # a page that sends a task waits no longer than this for a queue that is away
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.2},
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_max_memory_per_child": 1_000_000,
        "worker_send_task_events": False,
        "timezone": "Europe/London",
        "beat_scheduler": "celery.beat:Scheduler",
        "beat_schedule": {
            "tick": {
                "task": "jobs.tasks.tick",
                "schedule": TICK_EVERY_S,
                "options": {"expires": 4 * TICK_EVERY_S},
            }
        },
    }
)
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_app_does(**unused: Any) -> None:
    """Celery's own set-up would print a failed task's exception with its words."""
    logging.config.dictConfig(settings.LOGGING)


@worker_process_init.connect
def _end_with_the_worker(**unused: Any) -> None:
    """A pool process whose worker was killed outright ends too, so that its job is not done by
    two at once for long. Its lease runs out, and another worker takes the job up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


@beat_init.connect
def _show_that_beat_is_alive(**unused: Any) -> None:
    """In beat's own process: a file is touched at each send, for the container's health check."""
    if name := os.environ.get("BEAT_ALIVE_FILE"):
        path = Path(name)
        before_task_publish.connect(lambda **_: path.touch(), weak=False)
