"""What moved between two checks."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.dues import Standing
from reviews.review_types import ReviewType, State
from reviews.schedule import (
    DEFAULT_SCHEDULE,
    Credit,
    Due,
    Pause,
    PauseReason,
    ReviewFacts,
    due,
    due_for,
)
from reviews.transitions import Transition, TransitionKind, changed_state, changes
from rodt.dates import add_days

CARE_PLAN = ReviewType.CARE_PLAN
FACTS = ReviewFacts(date(2025, 1, 6), credits=(Credit(CARE_PLAN, date(2026, 6, 18)),))
DUE_ON, OVERDUE_FROM = date(2026, 9, 10), date(2026, 9, 25)
CHECK = date(2026, 10, 1)


def on(day: date, facts: ReviewFacts = FACTS) -> Due:
    return due_for(CARE_PLAN, facts, day)


def moved(kind: TransitionKind, effective_on: date, due_on: date = DUE_ON) -> Transition:
    return Transition(CARE_PLAN, "", due_on, kind, effective_on)


@pytest.mark.parametrize("before", [State.NOT_DUE, State.DUE_SOON, State.DUE, State.PAUSED])
def test_becoming_overdue_is_written_with_the_day_grace_ended(before: State) -> None:
    standing = Standing(CARE_PLAN, "", DUE_ON, before)
    expected = (moved(TransitionKind.OVERDUE, OVERDUE_FROM),)
    assert changed_state(standing, on(CHECK), CHECK) == expected


def test_a_missed_check_and_one_on_time_write_the_same() -> None:
    for day in (OVERDUE_FROM, add_days(OVERDUE_FROM, 1), CHECK):
        assert changed_state(None, on(day), day) == (moved(TransitionKind.OVERDUE, OVERDUE_FROM),)


@pytest.mark.parametrize("state", [State.OVERDUE, State.LONG_OVERDUE])
def test_staying_overdue_writes_nothing(state: State) -> None:
    standing = Standing(CARE_PLAN, "", DUE_ON, state)
    for day in (CHECK, date(2026, 12, 1)):
        assert changed_state(standing, on(day), day) == ()


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 9, 1), date(2026, 9, 24)])
def test_not_being_overdue_writes_nothing(day: date) -> None:
    assert changed_state(None, on(day), day) == ()


def test_a_review_held_clears_the_day_that_was_due() -> None:
    held = replace(FACTS, credits=(*FACTS.credits, Credit(CARE_PLAN, date(2026, 9, 30))))
    found = changed_state(on(date(2026, 9, 29)).standing, on(CHECK, held), CHECK)
    assert found == (moved(TransitionKind.CLEARED, CHECK),)


def test_overdue_paused_and_overdue_again_are_three() -> None:
    away = Pause(CHECK, PauseReason.CUSTODY, returned_on=date(2026, 11, 2))
    paused = replace(FACTS, pauses=(away,))
    first = changed_state(None, on(date(2026, 9, 30)), date(2026, 9, 30))
    second = changed_state(on(date(2026, 9, 30)).standing, on(CHECK, paused), CHECK)
    late = date(2026, 12, 1)
    third = changed_state(on(CHECK, paused).standing, on(late, paused), late)
    assert first == (moved(TransitionKind.OVERDUE, OVERDUE_FROM),)
    assert second == (replace(moved(TransitionKind.CLEARED, CHECK), is_paused=True),)
    again_on = date(2026, 11, 9)
    assert third == (moved(TransitionKind.OVERDUE, add_days(again_on, 15), again_on),)


def test_overdue_again_for_another_day_is_both() -> None:
    old = Standing(CARE_PLAN, "", date(2026, 3, 1), State.LONG_OVERDUE)
    assert changed_state(old, on(CHECK), CHECK) == (
        moved(TransitionKind.CLEARED, CHECK, date(2026, 3, 1)),
        moved(TransitionKind.OVERDUE, OVERDUE_FROM),
    )


def test_overdue_again_for_the_same_day_takes_effect_on_the_day_of_the_check() -> None:
    """A review was entered, cleared it, and was withdrawn again."""
    found = changed_state(None, on(CHECK), CHECK, cleared_on=date(2026, 9, 28))
    assert found == (moved(TransitionKind.OVERDUE, CHECK),)


def test_somebody_discharged_is_cleared() -> None:
    gone = replace(FACTS, episode_ended_on=CHECK)
    found = changed_state(on(date(2026, 9, 30)).standing, on(CHECK, gone), CHECK)
    assert found == (moved(TransitionKind.CLEARED, CHECK),)
    assert changed_state(on(date(2026, 9, 30)).standing, None, CHECK) == found


def test_a_whole_person_is_compared_review_by_review() -> None:
    before = [d.standing for d in due(FACTS, date(2026, 9, 24)) if d.standing is not None]
    found = changes(before, due(FACTS, OVERDUE_FROM), OVERDUE_FROM)
    assert found == (moved(TransitionKind.OVERDUE, OVERDUE_FROM),)
    after = [d.standing for d in due(FACTS, OVERDUE_FROM) if d.standing is not None]
    assert changes(after, due(FACTS, OVERDUE_FROM), OVERDUE_FROM) == ()


def test_a_milestone_that_lapses_is_cleared() -> None:
    start = date(2026, 1, 5)
    facts = ReviewFacts(start, ost_started_on=start)
    lapses_on = add_days(start, 112)
    before = [
        d.standing
        for d in due(facts, add_days(lapses_on, -1))
        if d.standing is not None and d.type is ReviewType.FIRST12
    ]
    after = [d for d in due(facts, lapses_on) if d.type is ReviewType.FIRST12]
    assert changes(before, after, lapses_on) == (
        Transition(
            ReviewType.FIRST12,
            "week 12",
            add_days(start, 84),
            TransitionKind.CLEARED,
            lapses_on,
        ),
    )


def test_a_year_of_nightly_checks_writes_each_change_once() -> None:
    """Every transition is unique, and each clearing follows an overdue of the same due day."""
    start = date(2026, 1, 5)
    facts = ReviewFacts(
        start,
        ost_started_on=start,
        credits=tuple(
            Credit(kind, add_days(start, days))
            for days in (40, 150, 290)
            for kind in (CARE_PLAN, ReviewType.MEDICAL, ReviewType.RISK)
        ),
        pauses=(Pause(date(2026, 5, 1), PauseReason.HOSPITAL, returned_on=date(2026, 6, 9)),),
    )
    before: list[Standing] = []
    written: list[Transition] = []
    for day in range(365):
        night = add_days(start, day)
        after = due(facts, night, DEFAULT_SCHEDULE)
        written.extend(changes(before, after, night))
        before = [item.standing for item in after if item.standing is not None]
    assert len(set(written)) == len(written) > 20
    live: set[tuple[ReviewType, str, date]] = set()
    for transition in written:
        key = (transition.type, transition.milestone, transition.due_on)
        if transition.kind is TransitionKind.OVERDUE:
            assert key not in live
            live.add(key)
        else:
            live.remove(key)
