"""A night that was held for a look is released: somebody looked, and says why it may be written."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from jobs import actions as jobs
from jobs.models import Job
from reviews.night_jobs import RELEASE, waiting_for_a_look

RUN_AGAIN_NOW = "This night is being run again just now. Look at it once more in a minute."


@transaction.atomic
def release_night(*, job: Job, reason: str, by: User) -> Job:
    """The same night once more, not held this time; the attempt that was held stays as it is.

    Raises ValidationError where it is not held any more, or is just being run again.
    """
    assert job.service is not None
    if not waiting_for_a_look(job.service).filter(pk=job.pk).exists():
        raise ValidationError(
            "This night is not held any more: it was released, or is being run again."
        )
    released = jobs.request(
        job.kind,
        job.key,
        job.service,
        by,
        {**job.arguments, RELEASE: reason.strip()},
        is_once=job.is_once,
        queue=job.queue,
    )
    if RELEASE not in released.arguments:
        raise ValidationError(RUN_AGAIN_NOW)
    trail.record(
        "released a held night",
        by=by,
        service_id=job.service.pk,
        about=f"day {job.arguments['on']}",
        job=str(released.pk),
    )
    return released
