"""How many reviews of each kind are due and overdue in a service, and for how many people.

Counted out of what is kept of each person, in a few statements however many they are; of whom
nothing is kept, out of what is worked out. Which state a due day is in is the schedule's to say.
People are counted by how late a review is, never by how long they have been in treatment; the
first 12 weeks stand apart because the greatest gains come early.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.access import Access
from reviews import due_days, schedules, worklist_sql
from reviews.due_days import HOLDS
from reviews.intervals import Schedule
from reviews.review_types import ALL_TYPES, TITLES, ReviewType, State
from reviews.schedule import in_first_weeks, state_on
from reviews.worked_out import Outline, WorkedOut
from rodt.dates import add_days
from rodt.statements import Row, as_array, ask_all

_NOT_KEPT = f"""
    SELECT person.id FROM patients_patient AS person WHERE service_id = %(service)s
        AND NOT EXISTS (SELECT FROM reviews_duedays AS kept
            WHERE kept.patient_id = person.id AND {HOLDS})
"""  # noqa: S608
# The type of a due review, its due day and its grace stand where `worked_out.to_values` puts them.
_BY_DAY = f"""
    SELECT due->>0, (due->>2)::date, (due->>3)::int, count(*)
    FROM reviews_duedays AS kept, jsonb_array_elements(known->'dues') AS due
    WHERE kept.service_id = %(service)s AND known->'pause' = 'null' AND {HOLDS}
    GROUP BY 1, 2, 3
"""  # noqa: S608
_PAUSED = f"""
    SELECT count(*) FROM reviews_duedays AS kept
    WHERE kept.service_id = %(service)s AND has_dues AND known->'pause' <> 'null' AND {HOLDS}
"""  # noqa: S608
_OVERDUE = f"""
    SELECT patient_id FROM reviews_duedays AS kept
    WHERE kept.service_id = %(service)s AND overdue_from <= %(on)s AND {HOLDS}
"""  # noqa: S608
_BY_STAFF = f"""
    SELECT staff_id, count(*) FROM ({worklist_sql.DUTIES}) AS duty
    WHERE patient_id = ANY(%(people)s::uuid[]) GROUP BY staff_id
"""  # noqa: S608
_STARTED = f"""
    SELECT (known->'episode'->>0)::date, (known->'ost'->>0)::date, overdue_from <= %(on)s, count(*)
    FROM reviews_duedays AS kept
    WHERE kept.service_id = %(service)s AND {HOLDS}
        AND coalesce((known->'episode'->>1)::date, 'infinity') > %(on)s
        AND greatest(known->'episode'->>0, known->'ost'->>0) >= %(newest)s
    GROUP BY 1, 2, 3
"""  # noqa: S608

COUNTED = (State.DUE, State.OVERDUE, State.LONG_OVERDUE)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One kind of review. `overdue` and `long_overdue` are counted apart, never twice."""

    title: str
    due: int
    overdue: int
    long_overdue: int


@dataclass(frozen=True, slots=True)
class Board:
    """`overdue`, `paused`: people. `new`: people in their first weeks, `new_overdue` of them with
    something overdue. `long_after_days`: how many days after grace a review is long overdue."""

    rows: tuple[BoardRow, ...]
    overdue: int
    paused: int
    new: int
    new_overdue: int
    first_weeks_days: int
    long_after_days: int


def board(access: Access, on: date) -> Board:
    schedule = schedules.in_force(access.service.pk, on)
    given = _given(access, on, schedule)
    asked = [_NOT_KEPT, _OVERDUE, _BY_DAY, _PAUSED, _STARTED]
    not_kept, overdue_rows, by_day, ((paused,),), started = ask_all(asked, given)
    others = list(_afresh(access, on, not_kept, schedule).values())

    reviews: Counter[tuple[ReviewType, State]] = Counter()
    for kind, due_on, grace_days, number in by_day:
        reviews[ReviewType(kind), state_on(due_on, grace_days, on, schedule)] += number
    for worked in others:
        reviews.update((one.type, one.state) for one in worked.dues)
    new: Counter[bool] = Counter()
    for episode_started_on, ost_started_on, is_overdue, number in started:
        outline = Outline(episode_started_on, None, ost_started_on)
        if in_first_weeks(outline, on, schedule):
            new[bool(is_overdue)] += number
    for worked in others:
        if not worked.outline.has_ended(on) and in_first_weeks(worked.outline, on, schedule):
            new[worked.is_overdue(on)] += 1
    return Board(
        rows=_rows(reviews),
        overdue=len(overdue_rows) + sum(worked.is_overdue(on) for worked in others),
        paused=paused + sum(bool(worked.dues and worked.outline.pause) for worked in others),
        new=new.total(),
        new_overdue=new[True],
        first_weeks_days=schedule.first_weeks_days,
        long_after_days=schedule.long_overdue_days,
    )


def overdue_by_staff(access: Access, on: date) -> dict[UUID, int]:
    """Of how many of each member's people something is overdue, by the member's id."""
    schedule = schedules.in_force(access.service.pk, on)
    given = _given(access, on, schedule)
    not_kept, overdue_rows = ask_all([_NOT_KEPT, _OVERDUE], given)
    overdue = [patient_id for (patient_id,) in overdue_rows]
    afresh = _afresh(access, on, not_kept, schedule)
    overdue += [patient_id for patient_id, worked in afresh.items() if worked.is_overdue(on)]
    return dict(ask_all([_BY_STAFF], given | {"people": as_array(overdue)})[0])


def _given(access: Access, on: date, schedule: Schedule) -> dict[str, Any]:
    return {
        "service": access.service.pk,
        "on": on,
        "rules": due_days.rules_of(schedule),
        "newest": add_days(on, -schedule.first_weeks_days).isoformat(),
    }


def _afresh(
    access: Access, on: date, not_kept: Iterable[Row], schedule: Schedule
) -> dict[UUID, WorkedOut]:
    people = [patient_id for (patient_id,) in not_kept]
    return due_days.afresh(access.service.pk, on, people, schedule)


def _rows(reviews: Counter[tuple[ReviewType, State]]) -> tuple[BoardRow, ...]:
    """Every kind of which any is due, in the order of the kinds."""
    rows = (
        BoardRow(TITLES[kind], *(reviews[kind, state] for state in COUNTED)) for kind in ALL_TYPES
    )
    return tuple(row for row in rows if row.due or row.overdue or row.long_overdue)
