"""Who holds a job, and until when.

A claim gives the job to one holder for twenty seconds. The holder renews while it works; one that
falls silent loses the job to the next claim. Every write of a holder says `WHERE holder = mine`, so
one that was only asleep can no longer finish what another has taken up.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from jobs.models import Job
from jobs.querysets import LEASE, MOST_ATTEMPTS


class LeaseLost(Exception):
    """Another holder has the job now. Nothing of this one's work may stay."""


def claim(job_id: UUID, holder: UUID) -> Job | None:
    """The job, now held by `holder`; None when it is held, done or given up."""
    claimed = (
        Job.objects.claimable()
        .filter(pk=job_id)
        .update(
            state=Job.State.RUNNING,
            holder=holder,
            attempts=F("attempts") + 1,
            started_at=Now(),
            lease_until=Now() + LEASE,
            progress=0,
            progress_words="",
            reason="",
        )
    )
    if not claimed:
        return None
    return Job.objects.select_related("service", "requested_by").get(pk=job_id)


def renew(job_id: UUID, holder: UUID, **progress: Any) -> bool:
    """Hold on for another lease, and show how far it is. False once another holder has it."""
    renewed = (
        Job.objects.held_by(holder).filter(pk=job_id).update(lease_until=Now() + LEASE, **progress)
    )
    # A row this connection cannot see yet was not taken by anybody.
    return bool(renewed) or not Job.objects.filter(pk=job_id).exists()


def finish(job: Job, holder: UUID, result: dict[str, Any]) -> None:
    """Done. Called last, inside the work's own transaction: both stay, or neither does."""
    done = (
        Job.objects.held_by(holder)
        .filter(pk=job.pk)
        .update(
            state=Job.State.DONE,
            result=result,
            finished_at=Now(),
            lease_until=None,
            progress=100,
            progress_words="",
        )
    )
    if not done:
        raise LeaseLost


def let_go(job: Job, holder: UUID, reason: str) -> None:
    """The work was interrupted by a fault: another attempt follows, if one is left."""
    held = Job.objects.held_by(holder).filter(pk=job.pk)
    held.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Job.State.FAILED,
        reason=f"{reason} It was tried {MOST_ATTEMPTS} times. Nothing was changed.",
        finished_at=Now(),
        lease_until=None,
    )
    held.filter(attempts__lt=MOST_ATTEMPTS).update(
        state=Job.State.QUEUED, reason=reason, sent_at=Now(), lease_until=None, holder=None
    )


def refuse(job: Job, holder: UUID, reason: str, result: Mapping[str, Any] | None = None) -> None:
    """The work cannot be done as asked: no further attempt."""
    Job.objects.held_by(holder).filter(pk=job.pk).update(
        state=Job.State.FAILED,
        reason=reason,
        result=dict(result or {}),
        finished_at=Now(),
        lease_until=None,
    )
