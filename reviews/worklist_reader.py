"""Reads what stands around a list of people on a day: who they are, what is booked, what waits.

A fixed number of queries, one a table, and no model instances.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models.expressions import RawSQL

from accounts.access import Access
from accounts.roles import Permission
from patients import todo
from patients.models import Patient
from reviews import worklist_sql
from reviews.facts_reader import AFTER_THE_END_DAYS, MANY
from reviews.night_jobs import key_of, keys_of
from reviews.worked_out import Outline
from rodt.dates import ONE_DAY, add_days
from rodt.statements import STANDS, as_array, ask_all

# After this many days a script's or an injection's last day says nothing about today: the record is
# old, and the person's page asks to check it.
STALE_DAYS = 28
# So long a try to reach somebody is shown on the list: as long as most reviews are apart.
TRIES_DAYS = 84


# Of a Patient, in the order of Person.
PERSON_FIELDS = (
    "id",
    "given_name",
    "family_name",
    "date_of_birth",
    "date_of_birth_is_estimated",
    "reference",
)


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    given_name: str
    family_name: str
    born_on: date | None
    is_born_estimated: bool
    reference: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Responsible:
    """Somebody's duty for a person. `until_the_end`: it ended because treatment did."""

    is_current: bool
    until_the_end: bool

    def holds(self, outline: Outline, on: date) -> bool:
        """During treatment the one who has the duty now; after it, the one who had it last."""
        return self.is_current or (self.until_the_end and outline.has_ended(on))


@dataclass(frozen=True, slots=True)
class MissedRun:
    """Days missed in a row that wait for a prescriber's decision."""

    id: UUID
    from_on: date
    to_on: date
    reported_by: str
    recorded_at: datetime

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1


@dataclass(frozen=True, slots=True)
class Booking:
    at: datetime
    on: date
    with_name: str
    is_mine: bool
    place: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft of this member of staff."""

    form: str
    saved_at: datetime
    answered: int
    of_questions: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """A review that credits when another signature comes."""

    type: str
    review_id: UUID
    held_on: date
    awaits: str


@dataclass(frozen=True, slots=True)
class RedTask:
    """Something to do for a person that cannot wait until tomorrow."""

    id: UUID
    text: str
    duty: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Try:
    """That somebody tried to reach them. `kind` and `outcome` are a contact's."""

    on: date
    kind: str
    outcome: str
    next_on: date | None


@dataclass(slots=True)
class Around:
    """All of it for one person."""

    undecided: tuple[MissedRun, ...] = ()
    red_tasks: tuple[RedTask, ...] = ()
    tries: tuple[Try, ...] = ()
    depot_ran_out_on: date | None = None
    script_ends_on: date | None = None
    booking: Booking | None = None
    drafts: tuple[Kept, ...] = ()
    awaited: tuple[Awaited, ...] = ()


def responsible(access: Access, on: date) -> dict[UUID, Responsible]:
    """The people this member of staff is keyworker or prescriber of, in treatment or just after;
    and those of their teams with a red task that nobody else has."""
    return _responsible(access, on, todo.asked_by(access))


def held_by(access: Access, on: date, staff_id: UUID) -> dict[UUID, Responsible]:
    """The people another member of staff is keyworker or prescriber of."""
    return _responsible(access, on, {"staff": staff_id, "teams": "{}", "duties": []})


def _responsible(access: Access, on: date, whose: dict[str, Any]) -> dict[UUID, Responsible]:
    given = {
        "service": access.service.pk,
        "on": on,
        "oldest": add_days(on, -AFTER_THE_END_DAYS),
    } | whose
    found: dict[UUID, Responsible] = {}
    for patient_id, to_on, ended_on in ask_all([worklist_sql.RESPONSIBLE], given)[0]:
        before = found.get(patient_id, Responsible(False, False))
        has_now = to_on is None or to_on >= on
        had_last = ended_on is not None and (to_on is None or to_on >= ended_on - ONE_DAY)
        found[patient_id] = Responsible(
            before.is_current or has_now, before.until_the_end or had_last
        )
    return found


def people(
    access: Access,
    *,
    team_ids: Collection[UUID] | None = None,
    patient_ids: Collection[UUID] | None = None,
) -> dict[UUID, Person]:
    """Those of them whom this member of staff may see."""
    visible = Patient.objects.visible_to(access, Permission.VIEW_WORKLIST)
    if team_ids is not None:
        visible = visible.filter(team_id__in=team_ids)
    if patient_ids is not None:
        visible = visible.filter(id__in=RawSQL("SELECT unnest(%s::uuid[])", [list(patient_ids)]))
    rows = visible.values_list(*PERSON_FIELDS)
    return {row[0]: Person(*row) for row in rows}


def around(
    access: Access, on: date, patient_ids: Collection[UUID], *, is_past: bool = False
) -> Mapping[UUID, Around]:
    """Eight statements, sent together. Of many people the whole service is read. `is_past`: as it
    stood on that day, and without drafts, which are of today."""
    which = worklist_sql.THEN if is_past else worklist_sql.NOW
    by_service = len(patient_ids) > MANY
    who = "service_id = %(service)s" if by_service else "patient_id = ANY(%(people)s::uuid[])"
    given = {
        "service": access.service.pk,
        "people": None if by_service else as_array(patient_ids),
        "staff": access.user.pk,
        "on": on,
        "stale": add_days(on, -STALE_DAYS),
        "tries_from": add_days(on, -TRIES_DAYS),
    }
    found = {patient_id: Around() for patient_id in patient_ids}

    asked = [
        worklist_sql.MISSED_DOSES,
        worklist_sql.DEPOTS,
        worklist_sql.SCRIPTS,
        worklist_sql.NEXT_BOOKED,
        worklist_sql.DRAFTS,
        worklist_sql.AWAITED,
        worklist_sql.RED_TASKS,
        worklist_sql.TRIES,
    ]
    rows = ask_all([one.format(who=who, stands=STANDS, **which) for one in asked], given)
    missed, depots, scripts, booked, drafts, awaited, red, tries = (
        [(found[patient_id], rest) for patient_id, *rest in answer if patient_id in found]
        for answer in rows
    )
    for one, run in missed:
        one.undecided += (MissedRun(*run),)
    for one, (covered_to_on,) in depots:
        one.depot_ran_out_on = covered_to_on
    for one, (ends_on,) in scripts:
        one.script_ends_on = ends_on
    for one, (at, day, name, staff_id, place) in booked:
        one.booking = Booking(at, day, name, staff_id == access.user.pk, place)
    for one, draft in drafts:
        one.drafts += () if is_past else (Kept(*draft),)
    for one, credit in awaited:
        one.awaited += (Awaited(*credit),)
    for one, task in red:
        one.red_tasks += (RedTask(*task),)
    for one, tried in tries:
        one.tries += (Try(*tried),)
    return found


@dataclass(frozen=True, slots=True)
class EveryPage:
    """What the frame of every page says. `night`: how the last night's check stands, a job's state
    or `held` or `missing`."""

    tasks: int
    night: str


def every_page(access: Access, on: date, night: date) -> EveryPage:
    """How many of this member's own people whom they may see need somebody to act today; and how
    the check of `night` stands. Two statements, sent together."""
    given = todo.asked_by(access) | {
        "on": on,
        "stale": add_days(on, -STALE_DAYS),
        "night": key_of(access.service, night),
        "nights": keys_of(access.service),
    }
    statements = [worklist_sql.TASKS.format(stands=STANDS), worklist_sql.NIGHT]
    (tasks,), (stands,) = ask_all(statements, given)
    return EveryPage(int(tasks[0]), str(stands[0]))


def tasks_of(access: Access, on: date) -> int:
    """Only how many need somebody to act today."""
    return every_page(access, on, on).tasks
