"""Milestones as the audit sees them: held, missed, waited for."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.milestones import milestone_of
from reviews.schedule import (
    DEFAULT_SCHEDULE,
    Credit,
    Pause,
    PauseReason,
    ReviewFacts,
    ReviewType,
    milestones,
)
from rodt.dates import add_days

START = date(2026, 1, 5)
ON_OST = ReviewFacts(episode_started_on=START, ost_started_on=START)
FIRST12 = (28, 56, 84)
INDUCTION = (3, 7, 14)


@pytest.mark.parametrize(
    ("days_after", "held", "expected"),
    [
        (FIRST12, 0, None),
        (FIRST12, 13, None),
        (FIRST12, 14, 28),
        (FIRST12, 28, 28),
        (FIRST12, 42, 28),
        (FIRST12, 43, 56),
        (FIRST12, 84, 84),
        (FIRST12, 111, 84),
        (FIRST12, 112, None),
        (INDUCTION, 0, 3),
        (INDUCTION, 5, 3),
        (INDUCTION, 6, 7),
        (INDUCTION, 11, 14),
        (INDUCTION, 41, 14),
        (INDUCTION, 42, None),
        (INDUCTION, -1, None),
        ((), 5, None),
    ],
)
def test_a_review_nobody_named_is_for_the_nearest_milestone(
    days_after: tuple[int, ...], held: int, expected: int | None
) -> None:
    found = milestone_of(days_after, START, add_days(START, held), DEFAULT_SCHEDULE)
    assert found == expected


def held_on(credits: tuple[Credit, ...]) -> list[date | None]:
    facts = replace(ON_OST, credits=credits)
    found = milestones(ReviewType.FIRST12, facts, date(2026, 12, 1))
    return [milestone.held_on for milestone in found]


def test_a_named_milestone_is_held_whatever_its_day() -> None:
    late = date(2026, 3, 30)
    assert held_on((Credit(ReviewType.FIRST12, late, "week 4"),)) == [late, None, None]


def test_a_name_that_is_no_longer_a_milestone_goes_by_its_day() -> None:
    day = add_days(START, 57)
    assert held_on((Credit(ReviewType.FIRST12, day, "week 6"),)) == [None, day, None]


def test_a_milestone_held_twice_was_held_the_first_time() -> None:
    first, second = add_days(START, 27), add_days(START, 30)
    credits = (Credit(ReviewType.FIRST12, second), Credit(ReviewType.FIRST12, first))
    assert held_on(credits) == [first, None, None]


def test_a_milestone_held_in_an_earlier_spell_is_not_held_in_this_one() -> None:
    assert held_on((Credit(ReviewType.FIRST12, date(2025, 12, 1), "week 4"),)) == [None] * 3


def test_a_milestone_held_at_the_service_before_is_held() -> None:
    credit = Credit(ReviewType.FIRST12, date(2025, 12, 1), "week 4", is_inherited=True)
    assert held_on((credit,))[0] == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("days", "is_open", "is_missed"),
    [(27, True, False), (55, True, False), (56, False, True), (300, False, True)],
)
def test_a_milestone_not_held_is_missed_once_it_lapses(
    days: int, is_open: bool, is_missed: bool
) -> None:
    on = add_days(START, days)
    week_4 = milestones(ReviewType.FIRST12, ON_OST, on)[0]
    assert (week_4.is_open_on(on), week_4.is_missed_on(on)) == (is_open, is_missed)


def test_a_milestone_with_a_pause_in_its_time_is_not_missed() -> None:
    stay = Pause(date(2026, 2, 4), PauseReason.HOSPITAL, returned_on=date(2026, 2, 6))
    on = date(2026, 12, 1)
    week_4, week_8, _ = milestones(ReviewType.FIRST12, replace(ON_OST, pauses=(stay,)), on)
    assert (week_4.was_paused, week_4.is_missed_on(on)) == (True, False)
    assert (week_8.was_paused, week_8.is_missed_on(on)) == (False, True)


def test_a_held_milestone_is_neither_open_nor_missed() -> None:
    on = date(2026, 12, 1)
    facts = replace(ON_OST, credits=(Credit(ReviewType.FIRST12, add_days(START, 28)),))
    week_4 = milestones(ReviewType.FIRST12, facts, on)[0]
    assert not week_4.is_open_on(on)
    assert not week_4.is_missed_on(on)


def test_without_a_prescription_there_are_no_milestones() -> None:
    facts = replace(ON_OST, ost_started_on=None)
    assert milestones(ReviewType.FIRST12, facts, START) == ()
