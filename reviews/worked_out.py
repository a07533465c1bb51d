"""What the schedule says of a person, and up to which day it goes on saying the same. Pure.

Between two days on which something turns (a pause ends, a milestone lapses, a spell begins) only
the states of a person's reviews move, and those follow from the due day. So what was worked out
once can be kept, and read again on another day, until the record changes (`reviews.due_days`).
`tests/reviews/test_worked_out.py` holds it against working everything out afresh each day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reviews.dues import Due
from reviews.intervals import Schedule
from reviews.review_facts import (
    Attempt,
    Event,
    Pause,
    ReviewFacts,
    is_treated,
    missed_in_a_row_on,
)
from reviews.review_types import Basis, EventKind, PauseReason, ReviewType, State
from reviews.schedule import due, lapse_days, state_on
from rodt.dates import ONE_DAY, add_days

NEVER = date.max


@dataclass(frozen=True, slots=True)
class Outline:
    """Of the facts, what a list says beside what is due. `pause`: the one that covers the day."""

    episode_started_on: date
    episode_ended_on: date | None = None
    ost_started_on: date | None = None
    ost_ended_on: date | None = None
    pause: Pause | None = None
    attempts: tuple[Attempt, ...] = ()

    def has_ended(self, on: date) -> bool:
        return self.episode_ended_on is not None and self.episode_ended_on <= on

    def on_ost(self, on: date) -> bool:
        """In treatment here, its last day included, and covered by substitution treatment."""
        return is_treated(self.episode_ended_on, self.ost_started_on, self.ost_ended_on, on)


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """`dues`: only those that apply, in the order of `schedule.due`."""

    outline: Outline
    dues: tuple[Due, ...]

    @property
    def overdue_from(self) -> date | None:
        """The first day on which any of them is overdue; None while reviews are paused."""
        if self.outline.pause is not None:
            return None
        return min((day for one in self.dues if (day := one.overdue_from)), default=None)

    def is_overdue(self, on: date) -> bool:
        overdue_from = self.overdue_from
        return overdue_from is not None and overdue_from <= on


def work_out(facts: ReviewFacts, on: date, schedule: Schedule) -> WorkedOut:
    return WorkedOut(
        Outline(
            facts.episode_started_on,
            facts.episode_ended_on,
            facts.ost_started_on,
            facts.ost_ended_on,
            facts.paused_on(on) if facts.pauses else None,
            facts.attempts,
        ),
        tuple(one for one in due(facts, on, schedule) if one.due_on is not None),
    )


def holds_to(facts: ReviewFacts, worked: WorkedOut, on: date, schedule: Schedule) -> date:
    """The last day on which, but for states, the same is due as on `on`, as far as is recorded
    now. It may be too early, never too late."""
    turns = (day for day in _turns(facts, worked, on, schedule) if day > on)
    return min(turns, default=NEVER) - ONE_DAY


def _turns(facts: ReviewFacts, worked: WorkedOut, on: date, schedule: Schedule) -> Iterator[date]:
    """Every day on which something else may be due because of the calendar alone."""
    yield from filter(
        None,
        (
            facts.changes_on,
            facts.episode_started_on,
            facts.episode_ended_on,
            facts.died_on,
            facts.aftercare_declined_on,
        ),
    )
    for spell_ended_on in (facts.ost_ended_on, facts.relapse_prevention_ended_on):
        if spell_ended_on is not None:
            yield add_days(spell_ended_on, schedule.spell_gap_days)
    for pause in facts.pauses:
        yield pause.started_on
        if pause.ends_on is not None:
            yield pause.ends_on
    for event in facts.events:
        yield event.on
    yield from missed_in_a_row_on(facts.missed_doses)
    for meeting in facts.appointments:
        yield add_days(meeting.on, 1)
    yield from lapse_days(facts, on, schedule)
    for one in worked.dues:
        if one.type is ReviewType.EVENT and one.due_on is not None:
            yield add_days(one.due_on, schedule.lapse_after_days)


def to_values(worked: WorkedOut) -> dict[str, Any]:
    """Plain values for storing; `from_values` reads them on any day on which they hold."""
    outline = worked.outline
    return {
        "episode": [_iso(outline.episode_started_on), _iso(outline.episode_ended_on)],
        "ost": [_iso(outline.ost_started_on), _iso(outline.ost_ended_on)],
        "pause": _pause_values(outline.pause),
        "attempts": [[_iso(one.on), sorted(one.types)] for one in outline.attempts],
        "dues": [_due_values(one) for one in worked.dues],
    }


def from_values(values: Mapping[str, Any], on: date, schedule: Schedule) -> WorkedOut:
    """As it stands on that day, by the schedule that it was worked out with."""
    pause = _pause(values["pause"])
    attempts = tuple(
        Attempt(date.fromisoformat(day), frozenset(map(ReviewType, types)))
        for day, types in values["attempts"]
    )
    (episode_started_on, episode_ended_on), ost = values["episode"], values["ost"]
    outline = Outline(
        date.fromisoformat(episode_started_on),
        _date(episode_ended_on),
        _date(ost[0]),
        _date(ost[1]),
        pause,
        attempts,
    )
    return WorkedOut(outline, tuple(_due(one, on, pause, schedule) for one in values["dues"]))


def _due_values(one: Due) -> list[Any]:
    return [
        one.type.value,
        one.milestone,
        _iso(one.due_on),
        one.grace_days,
        one.basis.value,
        _iso(one.anchor_on),
        one.anchor_what,
        one.interval_days,
        _iso(one.was_due_on),
        _pause_values(one.returned),
        [[_iso(event.on), event.kind.value] for event in one.events],
        _iso(one.booked_on),
        one.attempts,
        one.is_first,
        one.is_relapse_prevention,
    ]


BY_TYPE = {kind.value: kind for kind in ReviewType}
BY_BASIS = {basis.value: basis for basis in Basis}


def _due(values: list[Any], on: date, pause: Pause | None, schedule: Schedule) -> Due:
    (
        kind,
        milestone,
        due_on,
        grace_days,
        basis,
        anchor_on,
        anchor_what,
        interval_days,
        was_due_on,
        returned,
        events,
        booked_on,
        attempts,
        is_first,
        is_relapse_prevention,
    ) = values
    day = date.fromisoformat(due_on)
    return Due(
        BY_TYPE[kind],
        on,
        State.PAUSED if pause is not None else state_on(day, grace_days, on, schedule),
        schedule.version,
        milestone,
        day,
        grace_days,
        BY_BASIS[basis],
        _date(anchor_on),
        anchor_what,
        interval_days,
        _date(was_due_on),
        pause,
        _pause(returned),
        schedule.return_within_days,
        tuple(Event(date.fromisoformat(at), EventKind(what)) for at, what in events),
        schedule.event_working_days,
        _date(booked_on),
        attempts,
        attempts >= schedule.attempts_before_outreach,
        is_first,
        is_relapse_prevention,
    )


def _pause_values(pause: Pause | None) -> list[Any] | None:
    if pause is None:
        return None
    days = (pause.started_on, pause.expected_end_on, pause.returned_on)
    return [pause.reason.value, *map(_iso, days)]


def _pause(values: list[Any] | None) -> Pause | None:
    if values is None:
        return None
    reason, started_on, expected_end_on, returned_on = values
    return Pause(
        date.fromisoformat(started_on),
        PauseReason(reason),
        _date(expected_end_on),
        _date(returned_on),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
