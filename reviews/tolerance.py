"""Tolerance may be lost: what says so on every page of a person, until a prescriber decides.

Source: domain/prescribing.md §6 and §7 [K].
"""

from dataclasses import dataclass
from uuid import UUID

from patients import todo
from patients.models import Patient, Task
from prescribing.models import MissedDoses
from rodt.words import count, date_range


@dataclass(frozen=True, slots=True)
class Lost:
    """Why, and what waits: a run of missed doses, or else a task."""

    text: str
    missed_id: UUID | None = None
    task_id: UUID | None = None


def lost(patient: Patient) -> Lost | None:
    """Two queries at most, each over this person's open rows only."""
    run = (
        MissedDoses.objects.current()
        .filter(patient=patient, needs_decision=True, decided_on=None)
        .order_by("-from_on")
        .first()
    )
    if run is not None:
        days = f"{count(run.days, 'missed dose')} in a row, {date_range(run.from_on, run.to_on)}"
        return Lost(
            f"{days}. Tolerance may be lost: a prescriber decides before the next dose.",
            missed_id=run.pk,
        )
    task = todo.of_person(patient).filter(is_red=True, text__contains="Tolerance may be lost")
    found: Task | None = task.first()
    return Lost(f"{found.text}.", task_id=found.pk) if found else None
