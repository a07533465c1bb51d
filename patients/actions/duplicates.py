"""Somebody is registered although a like record was shown: who decided so, and why, is kept."""

from collections.abc import Sequence

from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.models import Patient, PossibleDuplicate


@transaction.atomic
def keep_apart(
    *, patient: Patient, like: Sequence[Patient], reason: str, by: User
) -> PossibleDuplicate | None:
    """Asked for twice, as a form posted twice does, it is kept once."""
    if not like or PossibleDuplicate.objects.filter(patient=patient).exists():
        return None
    kept = facts.add(
        PossibleDuplicate,
        patient=patient,
        by=by,
        like=[other.pk for other in like],
        reason=reason[:300],
    )
    trail.record(
        "kept apart from a like record",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        of=len(like),
    )
    return kept
