"""What a person agrees to: each answer with its day. The last for a matter stands; taking it back
is another answer."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.models import Answer, Consent, Patient


@transaction.atomic
def record_consent(
    *,
    patient: Patient,
    on: date,
    about: str,
    answer: str,
    by: User | None,
    note: str = "",
    entry_id: UUID | None = None,
) -> Consent:
    if answer not in Answer.values:
        raise ValidationError({"answer": "Choose what they said"})
    facts.after_birth(patient, on)
    said = facts.add(
        Consent,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        about=about,
        answer=answer,
        note=note.strip(),
    )
    trail.record(
        "recorded what they agree to",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        about=about,
        answer=answer,
    )
    return said
