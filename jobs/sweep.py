"""What makes every job end: told again when the word was lost, taken up when its worker died, given
up in words after the last attempt. Run often, by as many as like; the rows decide."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from jobs import queue
from jobs.kinds import nightly_hooks
from jobs.models import Job
from jobs.querysets import MOST_ATTEMPTS
from jobs.words import NOT_AGAIN


def sweep(at: datetime) -> None:
    give_up()
    for hook in nightly_hooks():
        hook(at)
    tell_again()


def give_up() -> int:
    begun = Job.objects.begun_and_left().update(
        state=Job.State.FAILED,
        reason=f"Its worker stopped on the way. {NOT_AGAIN}",
        finished_at=Now(),
        lease_until=None,
    )
    return begun + Job.objects.given_up().update(
        state=Job.State.FAILED,
        reason=f"Its worker stopped {MOST_ATTEMPTS} times on the way. Nothing was changed.",
        finished_at=Now(),
        lease_until=None,
    )


def tell_again() -> int:
    """Two sweeps at once tell of different jobs: each stamps what it takes before it sends."""
    with transaction.atomic():
        rows = list(
            Job.objects.to_send()
            .select_for_update(skip_locked=True)
            .order_by("created_at")
            .values_list("pk", "queue")[:200]
        )
        Job.objects.filter(pk__in=[pk for pk, _ in rows]).update(sent_at=Now())
    for position, (pk, name) in enumerate(rows):
        if not queue.tell(pk, name):
            # Away: the rest is sent when it is back, without waiting for each in turn.
            later = [pk for pk, _ in rows[position:]]
            Job.objects.filter(pk__in=later).update(sent_at=None)
            return position
    return len(rows)
