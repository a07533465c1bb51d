"""The course of prescribing of one person, from the rows of the page.

`prescribing.querysets.with_course` asks less of somebody without a prescription; a page whose
queries are counted asks the same of everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from patients.models import Fact
from prescribing.models import (
    DepotDose,
    DoseStep,
    MissedDoses,
    Prescription,
    Script,
    StateChange,
    SupervisionStep,
)
from prescribing.sheet import Sheet, sheet
from reviews.case_rows import CaseRows


@dataclass(frozen=True, slots=True)
class Course:
    """`prescriptions`: newest first, each with its `course_…` lists (see `prescribing.querysets`).
    `missed`: newest first. `corrected`: rows that no longer stand, by id."""

    patient_id: UUID
    on: date
    prescriptions: tuple[Prescription, ...]
    missed: tuple[MissedDoses, ...]
    corrected: dict[UUID, Fact]

    @property
    def sheets(self) -> list[Sheet]:
        return [sheet(one, self.on) for one in self.prescriptions if one.started_on <= self.on]

    def missed_days(self, since: date) -> list[date]:
        """Each day since then on which no dose was taken, oldest first."""
        days = {
            run.from_on + timedelta(days=n)
            for run in self.missed
            for n in range(run.days)
            if since <= run.from_on + timedelta(days=n) <= self.on
        }
        return sorted(days)

    def original(self, fact: Fact) -> Any:
        """What was first recorded, where this corrects something; else None."""
        found, before = None, fact.amends_id  # type: ignore[attr-defined]
        while before is not None and before in self.corrected:
            found = self.corrected[before]
            before = found.amends_id  # type: ignore[attr-defined]
        return found


def course_of(read: CaseRows, on: date) -> Course:
    """From the rows of the page."""
    prescriptions = tuple(read.of(Prescription))
    corrected: dict[UUID, Fact] = {}

    def rows(model: Any) -> list[Any]:
        standing = []
        for row in read.of(model):
            if row.superseded_at is None and not row.is_withdrawn:
                standing.append(row)
            else:
                corrected[row.pk] = row
        return standing

    missed = rows(MissedDoses)
    lists = {
        "course_doses": rows(DoseStep),
        "course_supervision": rows(SupervisionStep),
        "course_states": rows(StateChange),
        "course_depots": rows(DepotDose),
        "course_scripts": rows(Script),
        "course_missed": missed,
    }
    for name, found in lists.items():
        _attach(prescriptions, name, found)
    return Course(read.patient_id, on, prescriptions, tuple(missed), corrected)


def _attach(prescriptions: Sequence[Prescription], name: str, rows: Iterable[Any]) -> None:
    by_prescription: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_prescription[row.prescription_id].append(row)
    for prescription in prescriptions:
        setattr(prescription, name, by_prescription[prescription.pk])
