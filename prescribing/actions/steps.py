"""Changing the dose or the supervision from a day. Steps of one prescription never overlap."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from patients import facts
from patients.models import Answer
from prescribing.actions import lock
from prescribing.doses import far_outside, place_step
from prescribing.models import DoseStep, Medicine, Prescription, SupervisionStep
from prescribing.querysets import dose_before
from prescribing.safety.limits import PRODUCT, Limits
from rodt.dates import ONE_DAY, Span
from rodt.versions import check_version


@transaction.atomic
def change_dose(
    *,
    prescription: Prescription,
    version: int,
    dose_mg: Decimal | int,
    from_on: date,
    by: User | None,
    why: str = "",
    patient_agreed: str = Answer.NOT_ASKED,
    is_right: bool = False,
    limits: Limits = PRODUCT,
    entry_id: UUID | None = None,
) -> DoseStep:
    """Record a dose that was decided, from a day. The product never works one out.

    `is_right`: a dose far from any used, or from the one before, was looked at twice; then `why`
    must say why it is so.
    """
    if dose_mg <= 0:
        raise ValidationError({"dose_mg": "A dose is more than 0mg. To stop, record the stop"})
    before = dose_before(prescription, from_on)
    refuse_slip(dose_mg, prescription.medicine, limits, before, is_right=is_right, why=why)
    return _place(
        DoseStep,
        prescription,
        version,
        from_on,
        by,
        entry_id,
        {"daily_dose_mg": dose_mg, "why": why, "patient_agreed": patient_agreed},
        "changed the dose",
    )


@transaction.atomic
def change_supervision(
    *,
    prescription: Prescription,
    version: int,
    supervision: str,
    from_on: date,
    by: User | None,
    collection_days: Sequence[int] = (),
    reason: str = "",
    review_on: date | None = None,
    pharmacy: str | None = None,
    entry_id: UUID | None = None,
) -> SupervisionStep:
    """Record how doses are collected and watched, from a day, and where (None: as before)."""
    return _place(
        SupervisionStep,
        prescription,
        version,
        from_on,
        by,
        entry_id,
        {
            "supervision": supervision,
            "collection_days": list(collection_days),
            "reason": reason,
            "review_on": review_on,
        },
        "changed supervision",
        pharmacy,
    )


def refuse_slip(
    dose_mg: Decimal | int,
    medicine: Medicine,
    limits: Limits,
    before: Decimal | None = None,
    *,
    is_right: bool,
    why: str,
) -> None:
    """Ask about a dose that looks like a slip. Ticked, and with a reason, it is kept."""
    said = far_outside(dose_mg, medicine, limits, before)
    if said and not is_right:
        raise ValidationError(
            {"dose_mg": f"{said} Did you mean another number? If not, tick that it is right"}
        )
    if said and not why.strip():
        raise ValidationError({"why": "Say why this dose is right"})


def _place(
    model: Any,
    prescription: Prescription,
    version: int,
    from_on: date,
    by: User | None,
    entry_id: UUID | None,
    said: dict[str, Any],
    verb: str,
    pharmacy: str | None = None,
) -> Any:
    now = lock.locked(prescription)
    made = facts.posted_before(model, patient=now.patient, entry_id=entry_id)
    if made is not None:
        return made
    check_version(now, version)
    lock.refuse_closed(now)
    lock.refuse_before_start(now, "from_on", from_on)
    steps = list(model.objects.current().filter(prescription=now).order_by("from_on"))
    placement = place_step([Span(step.from_on, step.to_on) for step in steps], from_on)
    if placement.cuts is not None:
        facts.amend(
            steps[placement.cuts],
            by=by,
            reason="The next step follows",
            to_on=from_on - ONE_DAY,
        )
    if placement.replaces is not None:
        facts.withdraw(steps[placement.replaces], by=by, reason="Recorded again for the same day")
    step = facts.add(
        model,
        patient=now.patient,
        by=by,
        entry_id=entry_id,
        prescription=now,
        from_on=from_on,
        to_on=placement.to_on,
        **said,
    )
    now.pharmacy = now.pharmacy if pharmacy is None else pharmacy
    lock.bump(now, "pharmacy")
    lock.note(verb, now, by, step.pk)
    return step
