"""How a job stands, in words."""

from datetime import timedelta

from jobs.models import Job
from rodt.words import count

QUEUE_AWAY = (
    "The queue cannot be reached just now. The job is kept, and starts by itself when it is back."
)
NOBODY_ASKED = "A command or the clock"
"""Who asked for what nobody asked for by a page."""
NOT_AGAIN = "It may have gone out, so it is not tried again."


def standing(job: Job) -> str:
    """The line under the bar of a job that has not ended."""
    if job.state == Job.State.QUEUED:
        if job.reason:
            return f"{job.reason} Another attempt follows by itself."
        if job.sent_at is None:
            return QUEUE_AWAY
        return "Waiting for its turn. You may leave this page."
    step = f"{job.progress_words}. " if job.progress_words else ""
    again = f"Attempt {job.attempts}. " if job.attempts > 1 else ""
    return f"{again}{step}You may leave this page."


def took(job: Job) -> str:
    """3 seconds, 2 minutes; nothing for a job that never ran or has not ended."""
    if job.started_at is None or job.finished_at is None:
        return ""
    spent: timedelta = job.finished_at - job.started_at
    seconds = max(1, round(spent.total_seconds()))
    return count(seconds, "second") if seconds < 120 else count(round(seconds / 60), "minute")
