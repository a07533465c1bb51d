"""Asking for a job. The same request twice joins the job that is already there."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts import trail
from accounts.models import Service, User
from jobs import queue as queues
from jobs.kinds import kind as kind_of
from jobs.models import Job


def request(
    kind: str,
    key: str,
    service: Service | None,
    by: User | None,
    arguments: Mapping[str, Any] | None = None,
    is_once: bool = False,
    queue: str = "default",
) -> Job:
    """The job for this key: a new one, or the live one that somebody asked for before.

    `is_once`: one that is done answers for every later request too. Workers are told after the
    commit; where the queue is away the row waits, and is sent when the queue is back.
    """
    job, is_new = put_down(kind, key, service, by, arguments, is_once, queue)
    if is_new:
        transaction.on_commit(lambda: queues.tell(job.pk, job.queue), robust=True)
    return job


@transaction.atomic
def put_down(
    kind: str,
    key: str,
    service: Service | None,
    by: User | None,
    arguments: Mapping[str, Any] | None = None,
    is_once: bool = False,
    queue: str = "default",
) -> tuple[Job, bool]:
    """As `request`, but nobody is told: for what is run in place (`jobs.in_place`).

    The unique key decides, not a check before the write: of two requests at the same moment one
    waits for the other's commit and joins it. The loop is for a job that ended in between.
    """
    kind_of(kind)
    while True:
        job = Job(
            kind=kind,
            key=key,
            service=service,
            requested_by=by,
            arguments=dict(arguments or {}),
            is_once=is_once,
            queue=queue,
        )
        Job.objects.bulk_create([job], ignore_conflicts=True)
        found = (
            Job.objects.filter(key=key)
            .filter(Q(state__in=["queued", "running"]) | Q(is_once=True, state="done"))
            .first()
        )
        if found is None:
            continue
        is_new = found.pk == job.pk
        if is_new:
            trail.record(
                "asked for a job",
                by=by,
                service_id=service.pk if service else None,
                about=kind,
                job=str(found.pk),
            )
        return found, is_new


def again(*, job: Job, by: User) -> Job:
    """Ask afresh for a job that stopped. The one that stopped stays as it is, with its reason."""
    return request(
        job.kind, job.key, job.service, by, job.arguments, is_once=job.is_once, queue=job.queue
    )


@transaction.atomic
def cancel(*, job: Job, by: User) -> bool:
    """Nobody works on a job that has not begun. False where it has: then it goes on."""
    is_cancelled = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED,
        reason=f"{by.full_name} cancelled it before it began.",
        finished_at=Now(),
    )
    if is_cancelled:
        trail.record(
            "cancelled a job", by=by, service_id=job.service_id, about=job.kind, job=str(job.pk)
        )
    return bool(is_cancelled)
