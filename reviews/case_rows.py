"""Everything the person's page reads of one person's own rows, in two rounds to the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import User
from careplans.models import CarePlan, ExitVision, Goal, GoalProgress
from patients.models import Contact, Episode, Patient, Pause, SignificantEvent, Task
from prescribing import medicines_of
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    Prescription,
    Script,
    StateChange,
    SupervisionStep,
)
from reviews.models import Review, TopRecord
from reviews.querysets import ANSWERED
from rodt.statements import STANDS, as_array, ask_all, made, select
from support.models import Circumstances, Offer, OfferStep

M = TypeVar("M")
TESTS_SHOWN = 3
SO_FAR = f'{STANDS} AND "on" <= %(on)s'
NEWEST = '"on" DESC, recorded_at DESC, id DESC'
WITH_WORDS = "their_words <> ''"

# Which rows of each table, and their order. Of the course of prescribing also those that no longer
# stand: the page says what was corrected.
_WANTED: dict[Any, str] = {
    Prescription: "true ORDER BY started_on DESC, recorded_at DESC",
    MissedDoses: "true ORDER BY from_on DESC",
    DoseStep: "true ORDER BY from_on",
    SupervisionStep: "true ORDER BY from_on",
    StateChange: 'true ORDER BY "on", recorded_at, id',
    DepotDose: "true ORDER BY given_on DESC",
    Script: "true ORDER BY from_on",
    Episode: "started_on <= %(on)s ORDER BY started_on DESC, recorded_at DESC",
    DrugTest: f'{SO_FAR} ORDER BY "on" DESC, recorded_at DESC LIMIT {TESTS_SHOWN}',
    TopRecord: f'{SO_FAR} AND {ANSWERED} ORDER BY "on", recorded_at',
    SignificantEvent: f'{SO_FAR} ORDER BY "on", recorded_at',
    Pause: f"{STANDS} AND ended_on <= %(on)s ORDER BY ended_on, recorded_at",
    Contact: f'{SO_FAR} AND {WITH_WORDS} ORDER BY "on" DESC, recorded_at DESC LIMIT 1',
    Review: f"{STANDS} AND held_on <= %(on)s AND {WITH_WORDS}"
    " ORDER BY held_on DESC, recorded_at DESC LIMIT 1",
    GoalProgress: f'{SO_FAR} ORDER BY "on" DESC, recorded_at DESC, id DESC',
    Goal: "closed_on IS NULL AND opened_on <= %(on)s ORDER BY opened_on, id",
    CarePlan: "started_on <= %(on)s ORDER BY started_on DESC, recorded_at DESC LIMIT 1",
    ExitVision: f'{SO_FAR} ORDER BY "on" DESC, recorded_at DESC, id DESC LIMIT 1',
    Offer: f'NOT is_withdrawn AND "on" <= %(on)s ORDER BY {NEWEST}',
    OfferStep: f"{SO_FAR} ORDER BY {NEWEST}",
    Circumstances: f"{SO_FAR} ORDER BY {NEWEST} LIMIT 1",
    Task: "done_on IS NULL ORDER BY is_red DESC, due_on, id",
}
_STATEMENTS = [
    select(model, f"patient_id = %(patient)s AND {which}") for model, which in _WANTED.items()
]
_TESTS_IN_ALL = (
    f"SELECT count(*) FROM prescribing_drugtest WHERE patient_id = %(patient)s AND {SO_FAR}"  # noqa: S608
)
_STAFF = select(User, "id = ANY(%(ids)s::uuid[])")
# Who stands beside a row on the page.
_STAFF_OF = (
    (Prescription, "prescriber"),
    (MissedDoses, "recorded_by"),
    (DoseStep, "recorded_by"),
    (SupervisionStep, "recorded_by"),
    (StateChange, "recorded_by"),
    (DepotDose, "recorded_by"),
    (Script, "recorded_by"),
    (Contact, "with_staff"),
    (Review, "held_by"),
)


@dataclass(frozen=True, slots=True)
class CaseRows:
    """`found`: by model, in the order of the page; of drug tests the last few."""

    patient_id: UUID
    found: dict[Any, list[Any]]
    tests_in_all: int

    def of(self, model: type[M]) -> list[M]:
        return self.found[model]

    def first(self, model: type[M]) -> M | None:
        return next(iter(self.found[model]), None)


def read(patient: Patient, on: date) -> CaseRows:
    given = {"patient": patient.pk, "on": on}
    *rows, medicines, ((tests,),) = ask_all(
        [*_STATEMENTS, medicines_of.MEDICINES, _TESTS_IN_ALL], given
    )
    found = {model: made(model, some) for model, some in zip(_WANTED, rows, strict=True)}
    medicines_of.put_beside(found[Prescription], medicines)
    _name_staff(found)
    return CaseRows(patient.pk, found, tests)


def _name_staff(found: dict[Any, list[Any]]) -> None:
    """Who prescribed, wrote and met them: one round, whatever there is."""
    links = [(row, name) for model, name in _STAFF_OF for row in found[model]]
    ids = {getattr(row, f"{name}_id") for row, name in links} - {None}
    (rows,) = ask_all([_STAFF], {"ids": as_array(ids)})
    by_id = {user.pk: user for user in made(User, rows)}
    for row, name in links:
        setattr(row, name, by_id.get(getattr(row, f"{name}_id")))
