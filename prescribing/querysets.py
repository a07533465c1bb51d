"""Prescriptions with what stands about them, in a fixed number of queries."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from patients.models import Patient
from prescribing.models import (
    DepotDose,
    DoseStep,
    MissedDoses,
    Prescription,
    Script,
    StateChange,
    SupervisionStep,
)

BEFORE = ("amends__recorded_by", "amends__amends__recorded_by")
"""What a row said before it was corrected, once and twice."""
ALSO: dict[Any, tuple[str, ...]] = {
    MissedDoses: ("decided_by",),
    StateChange: ("second_clinician", "to_prescription__medicine"),
}


def with_course(patient: Patient) -> QuerySet[Prescription]:
    """Newest first, each with its current steps, states, injections and missed doses, as lists:
    `course_doses`, `course_supervision`, `course_states`, `course_depots`, `course_missed`,
    `course_scripts`."""

    def current(model: Any, relation: str, name: str, *order: str) -> Any:
        by = ["recorded_by", *BEFORE, *ALSO.get(model, ())]
        rows = model.objects.current().select_related(*by).order_by(*order)
        return Prefetch(relation, rows, to_attr=f"course_{name}")

    return (
        Prescription.objects.filter(patient=patient)
        .select_related("medicine", "prescriber", "episode")
        .prefetch_related(
            current(DoseStep, "dose_steps", "doses", "from_on"),
            current(SupervisionStep, "supervision_steps", "supervision", "from_on"),
            current(Script, "scripts", "scripts", "from_on"),
            current(StateChange, "state_changes", "states", "on", "recorded_at", "id"),
            current(DepotDose, "depot_doses", "depots", "-given_on"),
            current(MissedDoses, "missed_doses", "missed", "-from_on"),
        )
        .order_by("-started_on", "-recorded_at")
    )


def dose_before(
    prescription: Prescription, day: date | None, besides: DoseStep | None = None
) -> Decimal | None:
    """The last dose that began before a day; `besides` the one that is being corrected."""
    if day is None:
        return None
    steps = DoseStep.objects.current().filter(prescription=prescription, from_on__lt=day)
    others = steps.exclude(pk=besides.pk) if besides else steps
    return others.order_by("-from_on").values_list("daily_dose_mg", flat=True).first()


def running(patient: Patient) -> QuerySet[Prescription]:
    """Prescriptions that have not ended."""
    return (
        Prescription.objects.filter(patient=patient, ended_on=None)
        .select_related("medicine")
        .order_by("-started_on")
    )


def one_with_course(patient: Patient, prescription_id: UUID) -> Prescription | None:
    return with_course(patient).filter(pk=prescription_id).first()
