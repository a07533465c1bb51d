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
from patients.models import TOP_COORDINATORS, Episode, Patient
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
    TopException.NO_COORDINATOR,
    TopException.TWO_COORDINATORS,
)


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    patient_id: UUID
    name: str
    found: tuple[TopException, ...]
    outside: tuple[TopOn, ...]
    coordinated_by: str
    other_service: str

    @property
    def is_coordinator_recorded(self) -> bool:
        """Where it is not, nothing is said of it: that is not the same as nobody."""
        return self.coordinated_by != ""

    @property
    def words(self) -> str:
        return " ".join(self._words(one) for one in self.found)

    def _words(self, one: TopException) -> str:
        if one is TopException.TWO_COORDINATORS and self.other_service:
            return f"{EXCEPTION_WORDS[one]} The other is {self.other_service}."
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
    """Everybody in treatment, by name, also those of whom nothing is found. Three statements,
    whatever the number of people."""
    people = {
        patient.pk: patient
        for patient in Patient.objects.visible_to(access, Permission.VIEW_WORKLIST).only(
            "given_name", "family_name", "top_coordinated_by", "top_other_service"
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
            rows.append(_row(people[patient_id], started_on, tops[patient_id], on))
    return sorted(rows, key=lambda row: row.name)


def _row(patient: Patient, started_on: date, tops: list[TopOn], on: date) -> ExceptionRow:
    since = start_window(started_on).start
    known = [top for top in tops if top.held_on >= since]
    return ExceptionRow(
        patient_id=patient.pk,
        name=patient.name,
        found=exceptions(
            known,
            started_on,
            None,
            on,
            coordinators=TOP_COORDINATORS.get(patient.top_coordinated_by),
        ),
        outside=tuple(top for top in known if not is_in_window(top, started_on, None)),
        coordinated_by=patient.top_coordinated_by,
        other_service=patient.top_other_service,
    )
