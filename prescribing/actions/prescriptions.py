"""Recording a new prescription, and what it replaces."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from patients import facts
from patients.models import Answer, Episode, Patient
from prescribing.actions import lock
from prescribing.actions.scripts import add_script
from prescribing.actions.states import close
from prescribing.actions.steps import refuse_slip
from prescribing.models import (
    DoseStep,
    Medicine,
    Prescription,
    State,
    StateChange,
    StopReason,
    SupervisionStep,
)
from prescribing.safety.limits import PRODUCT, Limits
from rodt.dates import ONE_DAY
from rodt.words import nhs_date


@transaction.atomic
def start_prescription(
    *,
    patient: Patient,
    episode: Episode,
    medicine: Medicine,
    started_on: date,
    dose_mg: Decimal | int,
    supervision: str,
    by: User | None,
    prescriber: User | None = None,
    state: str = State.INDUCTION,
    why: str = "",
    patient_agreed: str = Answer.NOT_ASKED,
    collection_days: Sequence[int] = (),
    supervision_reason: str = "",
    supervision_review_on: date | None = None,
    pharmacy: str = "",
    script_from_on: date | None = None,
    script_to_on: date | None = None,
    replaces: Prescription | None = None,
    alongside_reason: str = "",
    is_right: bool = False,
    limits: Limits = PRODUCT,
    entry_id: UUID | None = None,
) -> Prescription:
    """Record what is now prescribed. `dose_mg` is the daily dose; of a depot, of each injection.

    Raises ValidationError when another substitution medicine is still recorded as running, unless
    this one `replaces` it or `alongside_reason` says why both are right: two prescriptions by
    mistake have killed.
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    made = facts.posted_before(Prescription, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    if started_on < episode.started_on:
        raise ValidationError(
            {"started_on": f"This is before treatment starts, {nhs_date(episode.started_on)}"}
        )
    refuse_slip(dose_mg, medicine, limits, is_right=is_right, why=why)
    if replaces is None and medicine.is_ost and not alongside_reason.strip():
        _refuse_second(patient, started_on)
    prescription = facts.add(
        Prescription,
        patient=patient,
        by=by,
        entry_id=entry_id,
        episode=episode,
        medicine=medicine,
        prescriber=prescriber,
        started_on=started_on,
        pharmacy=pharmacy,
    )
    if replaces is not None:
        _end_replaced(replaces, prescription, by)
    if script_from_on and script_to_on:
        add_script(prescription, by=by, from_on=script_from_on, to_on=script_to_on)
    facts.add(
        StateChange,
        patient=patient,
        by=by,
        prescription=prescription,
        state=state,
        on=started_on,
        why=why or alongside_reason,
        patient_agreed=patient_agreed,
    )
    facts.add(
        DoseStep,
        patient=patient,
        by=by,
        prescription=prescription,
        daily_dose_mg=dose_mg,
        from_on=started_on,
        patient_agreed=patient_agreed,
    )
    facts.add(
        SupervisionStep,
        patient=patient,
        by=by,
        prescription=prescription,
        supervision=supervision,
        collection_days=list(collection_days),
        from_on=started_on,
        reason=supervision_reason,
        review_on=supervision_review_on,
    )
    lock.note("recorded a prescription", prescription, by)
    return prescription


def _refuse_second(patient: Patient, started_on: date) -> None:
    """Two substitution medicines on one day, unless somebody says why both are right."""
    other = (
        patient.prescriptions.filter(medicine__is_ost=True)
        .filter(Q(ended_on=None) | Q(ended_on__gt=started_on))
        .select_related("medicine")
        .order_by("-started_on")
        .first()
    )
    if other is None:
        return
    if other.ended_on is None:
        said = f"{other.medicine} is recorded as running since {nhs_date(other.started_on)}."
        raise ValidationError({"replaces": f"{said} Say whether this replaces it."})
    said = f"{other.medicine} is recorded up to {nhs_date(other.ended_on - ONE_DAY)}."
    raise ValidationError(
        {"started_on": f"{said} Choose a later first day, or say why both are right."}
    )


def _end_replaced(replaced: Prescription, new: Prescription, by: User | None) -> None:
    """The earlier one is switched to the new one, on its first day."""
    now = lock.locked(replaced)
    lock.refuse_closed(now)
    lock.refuse_before_start(now, "started_on", new.started_on)
    close(
        now,
        state=State.SWITCHED,
        on=new.started_on,
        by=by,
        stop_reason=StopReason.SWITCHED,
        why=f"Changed to {new.medicine}",
        to_prescription=new,
    )
