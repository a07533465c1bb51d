"""What is prescribed ends with treatment, with its reason: no prescription is left behind."""

from datetime import date

from django.db import transaction

from accounts.models import User
from patients.models import Answer, Patient
from prescribing.actions import lock
from prescribing.actions.states import close
from prescribing.models import Prescription, State


@transaction.atomic
def end_what_is_prescribed(
    *,
    patient: Patient,
    on: date,
    state: str,
    stop_reason: str,
    why: str,
    by: User | None,
    patient_agreed: str = Answer.NOT_ASKED,
    their_words: str = "",
    has_risk_plan: bool = False,
    second_clinician: User | None = None,
    to_service: str = "",
) -> list[Prescription]:
    """Every prescription that has not ended does, on this day or, when something was recorded for
    a later one, on that. A draft was never given, so it only stops."""
    ended = []
    for found in Prescription.objects.filter(patient=patient, ended_on=None).order_by("started_on"):
        now = lock.locked(found)
        points = lock.points(now)
        was_given = any(point.state != State.DRAFT for point in points)
        close(
            now,
            state=state if was_given else State.STOPPED,
            on=max([on, now.started_on, *(point.on for point in points)]),
            by=by,
            stop_reason=stop_reason,
            why=why,
            patient_agreed=patient_agreed,
            their_words=their_words,
            has_risk_plan=has_risk_plan,
            second_clinician=second_clinician,
            to_service=to_service if was_given else "",
        )
        ended.append(now)
    return ended
