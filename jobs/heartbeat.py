"""A sign of life while the work runs, on a connection of its own: the work's transaction is closed
to everybody else, so neither its lease nor its progress could be seen from there."""

import logging
import threading
from types import TracebackType
from uuid import UUID

from django.db import Error, connections

from jobs import lease
from jobs.models import Job

logger = logging.getLogger(__name__)
RENEW_EVERY_S = 5
SHOW_AT_MOST_EVERY_S = 0.3


class Heartbeat:
    """Renews the lease every five seconds, and shows progress soon after it is reported."""

    def __init__(self, job: Job, holder: UUID) -> None:
        self._job_id, self._holder = job.pk, holder
        self._progress: dict[str, int | str] = {}
        self._has_news = threading.Event()
        self._is_over = threading.Event()
        self._is_lost = False
        self._thread = threading.Thread(target=self._beat, name=f"job {job.pk}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._has_news.set()
        self._thread.join()

    def report(self, percent: int, words: str = "") -> None:
        """Raises LeaseLost as soon as it is known that the work is no longer ours."""
        if self._is_lost:
            raise lease.LeaseLost
        self._progress = {
            "progress": max(0, min(100, percent)),
            "progress_words": words[:200],
        }
        self._has_news.set()

    def _beat(self) -> None:
        try:
            while True:
                self._has_news.wait(RENEW_EVERY_S)
                if self._is_over.is_set():
                    return
                self._has_news.clear()
                self._renew()
                self._is_over.wait(SHOW_AT_MOST_EVERY_S)
        finally:
            connections.close_all()

    def _renew(self) -> None:
        try:
            self._is_lost = not lease.renew(self._job_id, self._holder, **self._progress)
        except Error:
            # The database is away for now. The lease runs out if it stays away; `finish` decides.
            logger.warning("the lease of job %s could not be renewed", self._job_id)
