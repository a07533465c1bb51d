"""Whose TOPs are missing or out of time: the exceptions that regional reports show, as a list.

Of people in treatment whom a member of staff may see. Only a TOP that counts is one; those of
earlier treatment are left out. Source: domain/top.md §3.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.access import Access
from accounts.roles import Permission
from patients.models import Episode, Patient
from reviews.models import TopRecord
from reviews.top_windows import (
    EXCEPTION_WORDS,
    TopException,
    TopOn,
    exceptions,
    is_in_window,
    start_window,
)
from rodt.words import and_list, nhs_date

COUNTED = (
    TopException.NO_TOP,
    TopException.OUTSIDE_WINDOW,
    TopException.NO_START_SO_NO_REVIEW,
)
"""Who the TOP care coordinator is, is not recorded here: the other two cannot be worked out."""


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    patient_id: UUID
    name: str
    found: tuple[TopException, ...]
    outside: tuple[TopOn, ...]

    @property
    def words(self) -> str:
        return " ".join(self._words(one) for one in self.found)

    def _words(self, one: TopException) -> str:
        if one is not TopException.OUTSIDE_WINDOW:
            return EXCEPTION_WORDS[one]
        days = and_list(
            [
                f"{TopRecord.Stage(top.stage).label} of {nhs_date(top.held_on)}"
                for top in self.outside
            ]
        )
        return f"{EXCEPTION_WORDS[one]} {days}."


def read(access: Access, on: date) -> list[ExceptionRow]:
    """By name. Three statements, whatever the number of people."""
    people = {
        patient.pk: patient.name
        for patient in Patient.objects.visible_to(access, Permission.VIEW_WORKLIST).only(
            "given_name", "family_name"
        )
    }
    tops: dict[UUID, list[TopOn]] = defaultdict(list)
    for patient_id, held_on, stage in (
        TopRecord.objects.current()
        .filter(service=access.service, is_complete=True, on__lte=on)
        .order_by("on")
        .values_list("patient_id", "on", "stage")
    ):
        tops[patient_id].append(TopOn(held_on, stage))
    rows = []
    for patient_id, started_on in (
        Episode.objects.filter(service=access.service, started_on__lte=on, ended_on=None)
        .order_by("patient_id", "started_on")
        .values_list("patient_id", "started_on")
    ):
        if patient_id in people:
            row = _row(patient_id, people[patient_id], started_on, tops[patient_id], on)
            rows.extend([row] if row.found else [])
    return sorted(rows, key=lambda row: row.name)


def _row(
    patient_id: UUID, name: str, started_on: date, tops: list[TopOn], on: date
) -> ExceptionRow:
    since = start_window(started_on).start
    known = [top for top in tops if top.held_on >= since]
    return ExceptionRow(
        patient_id=patient_id,
        name=name,
        found=exceptions(known, started_on, None, on),
        outside=tuple(top for top in known if not is_in_window(top, started_on, None)),
    )
