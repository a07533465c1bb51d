"""Who needs somebody on a day, and why: the schedule asked about many people at once.

The nightly check, this list, the person's page and the audit ask the same function, `schedule.due`,
so they cannot disagree. Each person stands once, in the most urgent group. Length of treatment
never decides a place.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from accounts.access import Access
from accounts.roles import Permission, Reach
from reviews import due_days, facts_reader, schedules, worklist_reader
from reviews.order import Alert, Group, Place, Today, place
from reviews.review_types import State
from reviews.schedule import Due, Schedule, due, in_first_weeks
from reviews.worked_out import Outline, WorkedOut
from reviews.worklist_reader import Around, Person, Responsible
from rodt.words import date_range, nhs_date


class Whose(StrEnum):
    """`STAFF`: the service by member of staff, which is no list of everybody's; `MEMBER`: one
    member's people."""

    MINE = "me"
    TEAMS = "team"
    STAFF = "staff"
    MEMBER = "member"
    SERVICE = "service"


class Treatment(StrEnum):
    ALL = "all"
    OST = "ost"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's place, and what the row about them is written from. `dues`: those that apply."""

    person: Person
    outline: Outline
    place: Place
    dues: tuple[Due, ...]
    around: Around
    is_on_ost: bool
    has_alert: bool

    @property
    def is_overdue(self) -> bool:
        return any(due.is_overdue for due in self.dues)

    @property
    def needs_someone(self) -> bool:
        return self.place.group.needs_someone

    @property
    def soon(self) -> tuple[Due, ...]:
        return tuple(due for due in self.dues if due.state is State.DUE_SOON)


@dataclass(frozen=True)
class Worklist:
    """Everybody of one scope on one day: `shown`, and `hidden` by the filter. It always adds up."""

    on: date
    service_id: UUID
    schedule: Schedule
    whose: Whose
    treatment: Treatment
    shown: tuple[Entry, ...]
    hidden: tuple[Entry, ...] = field(default=())

    @cached_property
    def by_group(self) -> dict[Group, list[Entry]]:
        found: dict[Group, list[Entry]] = {group: [] for group in Group}
        for entry in self.shown:
            found[entry.place.group].append(entry)
        return found

    def only_urgent(self) -> "Worklist":
        """Only those who cannot wait until tomorrow."""
        urgent = tuple(entry for entry in self.shown if entry.place.group.cannot_wait)
        return replace(self, shown=urgent, hidden=())

    @property
    def total(self) -> int:
        return len(self.shown) + len(self.hidden)

    @property
    def needing(self) -> int:
        return sum(1 for entry in self.shown if entry.needs_someone)

    @property
    def cannot_wait(self) -> int:
        return sum(1 for entry in self.shown if entry.place.group.cannot_wait)

    @property
    def tasks(self) -> int:
        """People for whom somebody must act today: `worklist_reader.tasks_of` counts the same."""
        everyone = (*self.shown, *self.hidden)
        return sum(1 for entry in everyone if entry.has_alert)

    @property
    def hidden_overdue(self) -> int:
        return sum(1 for entry in self.hidden if entry.is_overdue)

    @property
    def hidden_safety(self) -> int:
        return sum(1 for entry in self.hidden if entry.place.group is Group.SAFETY)


def dues_on(
    service_id: UUID,
    on: date,
    patient_ids: Collection[UUID] | None = None,
    *,
    schedule: Schedule | None = None,
) -> dict[UUID, tuple[Due, ...]]:
    """What is due for everybody of a service, or for some of them, on a day.

    Everybody whose treatment had started by then and did not end more than a year before.
    """
    if schedule is None:
        schedule = schedules.in_force(service_id, on)
    facts = facts_reader.read(on=on, service_id=service_id, patient_ids=patient_ids)
    return {patient_id: due(known, on, schedule) for patient_id, known in facts.items()}


def scopes(access: Access) -> tuple[Whose, ...]:
    """The lists this member of staff may ask for, the widest last."""
    if access.reach(Permission.VIEW_WORKLIST) is Reach.SERVICE:
        of_service = (Whose.STAFF, Whose.SERVICE)
        return (Whose.MINE, Whose.TEAMS, *of_service) if access.team_ids else of_service
    return (Whose.MINE, Whose.TEAMS)


def worklist(
    access: Access,
    on: date,
    whose: Whose,
    treatment: Treatment = Treatment.ALL,
    *,
    member_id: UUID | None = None,
    is_past: bool = False,
) -> Worklist:
    """A fixed number of queries, however many people. `whose` is one of `scopes(access)`; or
    `MEMBER`, with whose people. Nobody is on it whom this member of staff may not see. `is_past`:
    the list of a day that has passed, with what is known today; for reading only."""
    responsible = None
    if whose is Whose.MINE and is_past:
        responsible = worklist_reader.held_by(access, on, access.user.pk)
    elif whose is Whose.MINE:
        responsible = worklist_reader.responsible(access, on)
    elif whose is Whose.MEMBER and member_id is not None:
        responsible = worklist_reader.held_by(access, on, member_id)
    people = worklist_reader.people(
        access,
        team_ids=access.team_ids if whose is Whose.TEAMS else None,
        patient_ids=None if responsible is None else responsible.keys(),
    )
    return _of(access, on, whose, treatment, people, responsible, is_past=is_past)


def of_people(access: Access, on: date, patient_ids: Collection[UUID]) -> Worklist:
    """The list of these people, as far as this member of staff may see them."""
    people = worklist_reader.people(access, patient_ids=patient_ids)
    return _of(access, on, Whose.SERVICE, Treatment.ALL, people, None)


def _of(
    access: Access,
    on: date,
    whose: Whose,
    treatment: Treatment,
    people: Mapping[UUID, Person],
    responsible: Mapping[UUID, Responsible] | None,
    *,
    is_past: bool = False,
) -> Worklist:
    schedule = schedules.in_force(access.service.id, on)
    known = due_days.read(access.service.id, on, people.keys(), schedule)
    around = worklist_reader.around(access, on, people.keys(), is_past=is_past)
    shown: list[Entry] = []
    hidden: list[Entry] = []
    for patient_id, worked in known.items():
        if responsible is not None and not responsible[patient_id].holds(worked.outline, on):
            continue
        entry = _entry(people[patient_id], worked, around[patient_id], on, schedule)
        if entry is None:
            continue
        is_shown = treatment is Treatment.ALL or entry.is_on_ost
        (shown if is_shown else hidden).append(entry)
    return Worklist(
        on, access.service.id, schedule, whose, treatment, _in_order(shown), _in_order(hidden)
    )


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(
        sorted(entries, key=lambda entry: (entry.place.key, entry.person.name, entry.person.id))
    )


def _entry(
    person: Person, worked: WorkedOut, around: Around, on: date, schedule: Schedule
) -> Entry | None:
    """None for somebody whose treatment has ended and who is not asked about any more."""
    outline, dues = worked.outline, worked.dues
    has_ended = outline.has_ended(on)
    if has_ended and not around.red_tasks and not dues:
        return None
    today = today_of(outline, around, on, schedule)
    stands = place(dues, today, on, schedule)
    has_alert = bool(around.red_tasks) or (bool(today.alerts) and not has_ended)
    is_on_ost = outline.on_ost(on) and not has_ended
    return Entry(person, outline, stands, dues, around, is_on_ost, has_alert)


def today_of(outline: Outline, around: Around, on: date, schedule: Schedule) -> Today:
    """What else the order needs to know. Alerts: a decision on missed doses, a depot run out, a red
    task."""
    alerts = [
        Alert(
            run.from_on,
            f"{run.days} missed doses in a row, {date_range(run.from_on, run.to_on)}."
            " Tolerance may be lost: a prescriber decides before the next dose.",
        )
        for run in around.undecided
    ]
    if around.depot_ran_out_on is not None and outline.pause is None:
        alerts.append(
            Alert(
                around.depot_ran_out_on,
                f"The depot covered to {nhs_date(around.depot_ran_out_on)}."
                " No next injection is recorded.",
            )
        )
    alerts += [Alert(task.due_on, f"{task.text}.") for task in around.red_tasks]
    return Today(
        alerts=tuple(alerts),
        script_ends_on=around.script_ends_on,
        in_first_weeks=in_first_weeks(outline, on, schedule),
    )
