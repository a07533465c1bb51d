"""Taking hold of a prescription before it is changed."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts import trail
from accounts.models import User
from prescribing.doses import CLOSING_STATES, StatePoint, state_on
from prescribing.models import Prescription
from rodt.versions import check_version
from rodt.words import nhs_date


def locked(prescription: Prescription, version: int | None = None) -> Prescription:
    """The row as it is now, held until the end of the transaction. Raises StaleSave when it is not
    the version that was seen."""
    now = (
        Prescription.objects.select_for_update(of=("self",))
        .select_related("patient", "medicine")
        .get(pk=prescription.pk)
    )
    if version is not None:
        check_version(now, version)
    return now


def points(prescription: Prescription) -> list[StatePoint]:
    changes = prescription.state_changes.current().order_by("on", "recorded_at", "id")
    return [StatePoint(on, state) for on, state in changes.values_list("on", "state")]


def refuse_closed(prescription: Prescription) -> None:
    if prescription.ended_on is not None:
        raise ValidationError(
            f"This prescription ended on {nhs_date(prescription.ended_on)}. Record a new one."
        )


def refuse_before_start(prescription: Prescription, field: str, on: date) -> None:
    if on < prescription.started_on:
        raise ValidationError(
            {
                field: "This cannot be before the prescription starts, "
                f"{nhs_date(prescription.started_on)}"
            }
        )


def is_running(prescription: Prescription, on: date) -> bool:
    return state_on(points(prescription), on) not in CLOSING_STATES


def bump(prescription: Prescription, *fields: str) -> None:
    prescription.version += 1
    prescription.save(update_fields=[*fields, "version"])


def note(verb: str, prescription: Prescription, by: User | None, row: UUID | None = None) -> None:
    trail.record(
        verb,
        by=by,
        service_id=prescription.service_id,
        patient_id=prescription.patient_id,
        prescription=str(prescription.pk),
        row=str(row or prescription.pk),
    )
