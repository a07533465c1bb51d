"""When each review of a person is due, and in what state it is on a day. Pure.

The one function that worklist, nightly check, person page, audit and report ask is `due`.
Source: domain/reviews.md §2, §3, §9 and design/decisions.md 1 to 5. Length of time in treatment
decides which milestones lie ahead; it never ranks, moves or ends anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from reviews.anchors import (
    NOT_ON_OST,
    Base,
    Counted,
    after_review,
    bases_on,
    before_any_review,
    interval_after,
    last_held,
)
from reviews.dues import Due, Standing
from reviews.intervals import DEFAULT_SCHEDULE, Schedule, ScheduleError
from reviews.milestones import Milestone, Moved, milestones_from, move_for_pauses
from reviews.review_facts import (
    Appointment,
    Attempt,
    Credit,
    Event,
    Pause,
    ReviewFacts,
    events_up_to,
)
from reviews.review_types import (
    ALL_TYPES,
    Basis,
    EventKind,
    PauseReason,
    ReviewerRole,
    ReviewType,
    State,
)
from reviews.rules import CountedFrom, Rule
from rodt.dates import add_days, add_working_days

__all__ = [
    "DEFAULT_SCHEDULE",
    "Appointment",
    "Attempt",
    "Basis",
    "CountedFrom",
    "Credit",
    "Due",
    "Event",
    "EventKind",
    "Milestone",
    "Pause",
    "PauseReason",
    "ReviewFacts",
    "ReviewType",
    "ReviewerRole",
    "Rule",
    "Schedule",
    "ScheduleError",
    "Standing",
    "State",
    "due",
    "due_for",
    "events_up_to",
    "in_first_weeks",
    "lapse_days",
    "milestones",
    "next_review_latest_on",
    "state_on",
]


def due(facts: ReviewFacts, on: date, schedule: Schedule = DEFAULT_SCHEDULE) -> tuple[Due, ...]:
    """At least one `Due` for every type, in the order of the types.

    A type with milestones has one for each milestone still open; event reviews have one for each
    day on which something happened. A type that has none open says so as not applicable.
    """
    day = _day(facts, on, schedule)
    found: list[Due] = []
    for kind in ALL_TYPES:
        found.extend(_of_type(kind, day))
    return tuple(found)


def due_for(
    kind: ReviewType,
    facts: ReviewFacts,
    on: date,
    schedule: Schedule = DEFAULT_SCHEDULE,
) -> Due:
    """The one review of a type that comes first: the earliest day due, open ones before closed."""
    return min(
        _of_type(kind, _day(facts, on, schedule)),
        key=lambda item: item.due_on or date.max,
    )


def milestones(
    kind: ReviewType,
    facts: ReviewFacts,
    on: date,
    schedule: Schedule = DEFAULT_SCHEDULE,
) -> tuple[Milestone, ...]:
    """Every milestone of a type in the current spell, held and missed ones too. For the audit."""
    day = _day(facts, on, schedule)
    base = day.bases[schedule.rule(kind).counted_from]
    return () if base.on is None else _milestones(kind, base.on, day)


def lapse_days(facts: ReviewFacts, on: date, schedule: Schedule = DEFAULT_SCHEDULE) -> list[date]:
    """Every later day on which a milestone of the current spell stops being asked for."""
    found: list[date] = []
    bases, _ = bases_on(facts, on, schedule)
    for kind, rule in schedule.rules.items():
        base_on = bases[rule.counted_from].on
        if rule.milestones and base_on is not None:
            if not facts.pauses and on >= _all_lapsed_on(rule, base_on, schedule):
                continue
            day = _day(facts, on, schedule)
            lapses = (one.lapses_on for one in _milestones(kind, base_on, day))
            found.extend(lapses_on for lapses_on in lapses if lapses_on > on)
    return found


def _all_lapsed_on(rule: Rule, base_on: date, schedule: Schedule) -> date:
    """The day from which no milestone is asked for, unless a pause moved it."""
    return add_days(base_on, rule.milestones[-1] + schedule.lapse_after_days)


def state_on(
    due_on: date, grace_days: int, on: date, schedule: Schedule = DEFAULT_SCHEDULE
) -> State:
    """Source: domain/reviews.md §3. Grace days are on time."""
    past = (on - due_on).days
    if past < -schedule.due_soon_days:
        return State.NOT_DUE
    if past < 0:
        return State.DUE_SOON
    if past <= grace_days:
        return State.DUE
    if past <= grace_days + schedule.long_overdue_days:
        return State.OVERDUE
    return State.LONG_OVERDUE


class Started(Protocol):
    """When treatment, and the current spell of substitution treatment in it, began."""

    @property
    def episode_started_on(self) -> date: ...

    @property
    def ost_started_on(self) -> date | None: ...


def in_first_weeks(facts: Started, on: date, schedule: Schedule = DEFAULT_SCHEDULE) -> bool:
    """In the first 12 weeks of the spell of substitution treatment, or of the episode without one.

    The greatest gains come early (domain/twelve-steps.md), so these people come first.
    """
    started_on = facts.episode_started_on
    if facts.ost_started_on is not None and facts.ost_started_on <= on:
        started_on = facts.ost_started_on
    return 0 <= (on - started_on).days <= schedule.first_weeks_days


def next_review_latest_on(
    kind: ReviewType,
    held_on: date,
    facts: ReviewFacts,
    schedule: Schedule = DEFAULT_SCHEDULE,
    *,
    conclusion: str = "",
) -> date | None:
    """The day the next review of this type would be due, were this one held. None for milestones.

    A day agreed with the person may be earlier, never later: the schedule takes the earlier.
    """
    rule = schedule.rule(kind)
    started_on = facts.ost_started_on if rule.counted_from is CountedFrom.OST_START else None
    credit = Credit(kind, held_on, conclusion=conclusion)
    days = interval_after(rule, credit, started_on or facts.episode_started_on, facts, schedule)
    return None if days is None else add_days(held_on, days)


ALL_PAST = "Each has been held, or its time has passed."


@dataclass(frozen=True, slots=True)
class _Day:
    facts: ReviewFacts
    on: date
    schedule: Schedule
    held: dict[ReviewType, list[Credit]]
    events: tuple[Event, ...]
    bases: Mapping[CountedFrom, Base]
    pause: Pause | None
    pauses: Sequence[Pause]
    is_relapse_prevention: bool


def _day(facts: ReviewFacts, on: date, schedule: Schedule) -> _Day:
    held: dict[ReviewType, list[Credit]] = {}
    for credit in facts.credits:
        if credit.held_on <= on and credit.is_valid and not credit.patient_absent:
            held.setdefault(credit.type, []).append(credit)
    pauses: Sequence[Pause] = ()
    if facts.pauses:
        pauses = sorted(
            (pause for pause in facts.pauses if pause.started_on <= on),
            key=lambda pause: (pause.ends_on or date.max, pause.started_on),
        )
    bases, is_relapse_prevention = bases_on(facts, on, schedule)
    return _Day(
        facts,
        on,
        schedule,
        held,
        events_up_to(facts, on),
        bases,
        facts.paused_on(on) if pauses else None,
        pauses,
        is_relapse_prevention,
    )


def _of_type(kind: ReviewType, day: _Day) -> list[Due]:
    rule = day.schedule.rules[kind]
    base = day.bases[rule.counted_from]
    if base.on is None:
        return [_not_applicable(kind, base.what, day)]
    if kind is ReviewType.EVENT:
        return _event_dues(kind, rule, day)
    if rule.milestones:
        if day.is_relapse_prevention and rule.counted_from is CountedFrom.OST_START:
            return [_not_applicable(kind, NOT_ON_OST, day)]
        return _milestone_dues(kind, rule, base, base.on, day)
    return [_interval_due(kind, rule, base, base.on, day)]


def _not_applicable(kind: ReviewType, because: str, day: _Day) -> Due:
    return Due(
        kind,
        day.on,
        State.NOT_APPLICABLE,
        day.schedule.version,
        not_applicable_because=because,
        is_relapse_prevention=day.is_relapse_prevention and kind is ReviewType.STRATEGIC,
    )


def _interval_due(kind: ReviewType, rule: Rule, base: Base, base_on: date, day: _Day) -> Due:
    """The earliest day that any review held on the last day of review asks for."""
    last = last_held(kind, rule, day.held.get(kind, ()), base_on)
    if last:
        reviewed_on = last[0].held_on
        counted = min(
            (after_review(kind, rule, credit, base, day.facts, day.schedule) for credit in last),
            key=lambda found: found.due_on,
        )
    else:
        reviewed_on = base_on
        counted = before_any_review(rule, base, base_on)
    events: tuple[Event, ...] = ()
    if rule.is_due_on_events and day.events:
        event = next((event for event in day.events if event.on > reviewed_on), None)
        if event is not None:
            asked_on = add_working_days(event.on, day.schedule.event_working_days)
            if asked_on < counted.due_on:
                counted, events = Counted(asked_on, Basis.EVENT, event.on), (event,)
    moved = move_for_pauses(
        counted.due_on, reviewed_on, day.pauses, day.schedule.return_within_days
    )
    return _standing(
        kind, rule, day, moved, counted, since=reviewed_on, events=events, is_first=not last
    )


def _milestones(kind: ReviewType, base_on: date, day: _Day) -> tuple[Milestone, ...]:
    return milestones_from(
        day.schedule.rules[kind].milestones,
        base_on,
        [
            credit
            for credit in day.held.get(kind, ())
            if credit.held_on >= base_on or credit.is_inherited
        ],
        day.pauses,
        day.schedule,
    )


def _milestone_dues(
    kind: ReviewType, rule: Rule, base: Base, base_on: date, day: _Day
) -> list[Due]:
    found = []
    since = base_on
    if not day.pauses and day.on >= _all_lapsed_on(rule, base_on, day.schedule):
        return [_not_applicable(kind, ALL_PAST, day)]
    for milestone in _milestones(kind, base_on, day):
        if milestone.is_open_on(day.on):
            counted = Counted(
                milestone.first_due_on, Basis.MILESTONE, base_on, base.what, milestone.days
            )
            found.append(
                _standing(
                    kind, rule, day, milestone.moved, counted, since=since, milestone=milestone.key
                )
            )
        since = milestone.first_due_on
    return found or [_not_applicable(kind, ALL_PAST, day)]


def _event_dues(kind: ReviewType, rule: Rule, day: _Day) -> list[Due]:
    """One for each day on which something happened, until a review of it was held.

    As with a milestone, one that was not held lapses 28 days after its due day and counts as missed
    in the audit; the risk review that the event asks for stays due until it is held. It lapses in
    no pause that began before.
    """
    found = []
    held = day.held.get(kind, ())
    for happened_on in sorted({event.on for event in day.events}):
        key = happened_on.isoformat()
        if any(c.held_on >= happened_on and c.milestone in ("", key) for c in held):
            continue
        due_on = add_working_days(happened_on, day.schedule.event_working_days)
        lapse_days = day.schedule.lapse_after_days
        moved = move_for_pauses(
            due_on,
            happened_on,
            day.pauses,
            day.schedule.return_within_days,
            lapse_after_days=lapse_days,
        )
        lapses_on = add_days(moved.due_on, lapse_days)
        waits = day.pause is not None and day.pause.started_on < lapses_on
        if day.on >= lapses_on and not waits:
            continue
        found.append(
            _standing(
                kind,
                rule,
                day,
                moved,
                Counted(due_on, Basis.EVENT, happened_on),
                since=happened_on,
                milestone=key,
                events=tuple(event for event in day.events if event.on == happened_on),
            )
        )
    return found or [_not_applicable(kind, "Nothing that happened asks for a review.", day)]


def _standing(
    kind: ReviewType,
    rule: Rule,
    day: _Day,
    moved: Moved,
    counted: Counted,
    *,
    since: date,
    milestone: str = "",
    events: tuple[Event, ...] = (),
    is_first: bool = False,
) -> Due:
    facts, on, schedule = day.facts, day.on, day.schedule
    attempts = 0
    if facts.attempts:
        attempts = sum(1 for miss in facts.attempts if since < miss.on <= on and miss.is_for(kind))
    booked_on = None
    if facts.appointments:
        booked = (m.on for m in facts.appointments if m.on >= on and m.is_for(kind))
        booked_on = min(booked, default=None)
    return Due(
        type=kind,
        on=on,
        state=(
            State.PAUSED
            if day.pause is not None
            else state_on(moved.due_on, rule.grace_days, on, schedule)
        ),
        rule_version=schedule.version,
        milestone=milestone,
        due_on=moved.due_on,
        grace_days=rule.grace_days,
        basis=counted.basis,
        anchor_on=counted.anchor_on,
        anchor_what=counted.what,
        interval_days=counted.interval_days,
        was_due_on=moved.was_due_on,
        pause=day.pause,
        returned=moved.returned,
        return_within_days=schedule.return_within_days,
        events=events,
        event_working_days=schedule.event_working_days,
        booked_on=booked_on,
        attempts=attempts,
        suggests_outreach=attempts >= schedule.attempts_before_outreach,
        is_first=is_first,
        is_relapse_prevention=day.is_relapse_prevention and kind is ReviewType.STRATEGIC,
    )
