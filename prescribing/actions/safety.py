"""What somebody answered to a safety check. Kept and counted, never changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.models import Patient
from prescribing.actions.steps import change_dose
from prescribing.models import DoseStep, Prescription, SafetyAnswer
from prescribing.safety.table import BY_CODE, Warning


@transaction.atomic
def answer_check(
    *,
    patient: Patient,
    check_code: str,
    triggers: Sequence[str],
    threshold_version: int,
    on: date,
    outcome: str,
    reason: str,
    by: User | None,
    entry_id: UUID | None = None,
) -> list[SafetyAnswer]:
    """One answer to everything that fired the check; it holds for that and no longer."""
    made = facts.posted_before(SafetyAnswer, patient=patient, entry_id=entry_id)
    if made is not None:
        return [made]
    if check_code not in BY_CODE:
        raise ValidationError("There is no such check.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why"})
    if not triggers:
        raise ValidationError("Nothing fires this check any more: there is nothing to answer.")
    answers = [
        facts.add(
            SafetyAnswer,
            patient=patient,
            by=by,
            entry_id=entry_id if number == 0 else None,
            check_code=check_code,
            trigger=trigger,
            threshold_version=threshold_version,
            on=on,
            outcome=SafetyAnswer.Outcome(outcome),
            reason=reason.strip()[:300],
        )
        for number, trigger in enumerate(triggers)
    ]
    trail.record(
        "answered a safety check",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(answers[0].pk),
        check=check_code,
        outcome=outcome,
    )
    return answers


@transaction.atomic
def change_dose_looked_at(
    *,
    prescription: Prescription,
    warnings: Sequence[Warning],
    threshold_version: int,
    on: date,
    by: User | None,
    check_reason: str = "",
    seen: str = "",
    **said: Any,
) -> DoseStep:
    """A dose, recorded after its checks were shown. Where a reason was given it answers them; where
    none was, they stand on the person's pages until somebody answers."""
    step = change_dose(prescription=prescription, by=by, **said)
    for warning in warnings if check_reason.strip() else ():
        answer_check(
            patient=prescription.patient,
            check_code=warning.check.code,
            triggers=warning.triggers,
            threshold_version=threshold_version,
            on=on,
            outcome=SafetyAnswer.Outcome.ACCEPTED,
            reason=check_reason,
            by=by,
        )
    return step
