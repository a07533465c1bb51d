"""Injections given and drug tests done."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.models import Answer, Patient
from prescribing.actions import lock
from prescribing.doses import depot_window
from prescribing.models import DepotDose, DrugTest, Prescription
from rodt.words import and_list


@transaction.atomic
def record_depot(
    *,
    prescription: Prescription,
    given_on: date,
    by: User | None,
    dose_mg: Decimal | int | None = None,
    site: str = "",
    entry_id: UUID | None = None,
) -> DepotDose:
    """An injection was given. It covers the days to the end of its dosing window."""
    now = lock.locked(prescription)
    made = facts.posted_before(DepotDose, patient=now.patient, entry_id=entry_id)
    if made is not None:
        return made
    medicine = now.medicine
    if not medicine.covers_days:
        raise ValidationError("This medicine is not a depot injection.")
    lock.refuse_before_start(now, "given_on", given_on)
    if now.depot_doses.current().filter(given_on=given_on).exists():
        raise ValidationError({"given_on": "An injection is already recorded for this day"})
    _, _, covers_to_on = depot_window(given_on, medicine.covers_days, medicine.window_days)
    depot = facts.add(
        DepotDose,
        patient=now.patient,
        by=by,
        entry_id=entry_id,
        prescription=now,
        given_on=given_on,
        dose_mg=dose_mg,
        covers_to_on=covers_to_on,
        site=site,
    )
    lock.note("recorded an injection", now, by, depot.pk)
    return depot


@transaction.atomic
def record_test(
    *,
    patient: Patient,
    on: date,
    by: User | None,
    found: Sequence[str] = (),
    not_found: Sequence[str] = (),
    matrix: str = "urine",
    method: str = "",
    device: str = "",
    consent: str = Answer.NOT_ASKED,
    taken_by: User | None = None,
    confirmed: str = "",
    entry_id: UUID | None = None,
) -> DrugTest:
    """What was looked for and found, and looked for and not found. Never a sanction: nothing else
    is changed by it."""
    both = sorted(set(found) & set(not_found))
    if both:
        raise ValidationError({"not_found": f"{and_list(both)} cannot be found and not found"})
    if not found and not not_found:
        raise ValidationError({"found": "Say what the test looked for"})
    test = facts.add(
        DrugTest,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        found=list(found),
        not_found=list(not_found),
        matrix=matrix,
        method=method,
        device=device,
        consent=consent,
        taken_by=taken_by,
        confirmed=confirmed,
    )
    trail.record(
        "recorded a test",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(test.pk),
    )
    return test
