"""When a TOP counts for its stage."""

from datetime import date

import pytest

from reviews.top_windows import (
    EXCEPTION_WORDS,
    Stage,
    TopException,
    TopOn,
    exceptions,
    exit_window,
    is_in_window,
    post_exit_window,
    review_window,
    stage_for,
    start_window,
)
from rodt.dates import Span, add_days

START = date(2026, 1, 5)
END = date(2026, 8, 3)


def after(days: int) -> date:
    return add_days(START, days)


@pytest.mark.parametrize(
    ("days", "inside"), [(-15, False), (-14, True), (0, True), (14, True), (15, False)]
)
def test_a_start_top_is_done_within_14_days_of_the_start(days: int, inside: bool) -> None:
    assert start_window(START).covers(after(days)) is inside
    assert is_in_window(TopOn(after(days), "start"), START, None) is inside


@pytest.mark.parametrize(
    ("days", "inside"), [(-15, False), (-14, True), (0, True), (14, True), (15, False)]
)
def test_an_exit_top_is_done_within_14_days_of_the_end(days: int, inside: bool) -> None:
    assert exit_window(END).covers(add_days(END, days)) is inside
    assert is_in_window(TopOn(add_days(END, days), "exit"), START, END) is inside


def test_an_exit_top_without_an_end_is_outside() -> None:
    assert not is_in_window(TopOn(END, "exit"), START, None)


@pytest.mark.parametrize(
    ("days", "window"),
    [
        (0, None),
        (28, None),
        (29, (29, 182)),
        (182, (29, 182)),
        (183, (183, 364)),
        (364, (183, 364)),
        (365, (365, 546)),
    ],
)
def test_review_windows_follow_each_other_without_a_gap(
    days: int, window: tuple[int, int] | None
) -> None:
    expected = None if window is None else Span(after(window[0]), after(window[1]))
    assert review_window(START, after(days)) == expected


@pytest.mark.parametrize(
    ("days", "ended_on", "inside"),
    [(28, None, False), (29, None, True), (500, None, True), (300, END, False)],
)
def test_a_review_top_lies_after_the_first_four_weeks_and_before_the_end(
    days: int, ended_on: date | None, inside: bool
) -> None:
    assert is_in_window(TopOn(after(days), "review"), START, ended_on) is inside


def test_a_top_after_leaving_is_about_3_to_6_months_later() -> None:
    assert post_exit_window(END) == Span(add_days(END, 84), add_days(END, 182))


@pytest.mark.parametrize(
    ("held_on", "ended_on", "has_start", "stage"),
    [
        (after(0), None, False, Stage.START),
        (after(28), None, False, Stage.START),
        (after(29), None, False, Stage.REVIEW),
        (after(10), None, True, Stage.REVIEW),
        (END, END, True, Stage.EXIT),
        (add_days(END, 14), END, True, Stage.EXIT),
        (add_days(END, 15), END, True, Stage.POST_EXIT),
        (add_days(END, -15), END, True, Stage.REVIEW),
    ],
)
def test_the_stage_offered_first_follows_the_day(
    held_on: date, ended_on: date | None, has_start: bool, stage: Stage
) -> None:
    tops = (TopOn(START, "start"),) if has_start else ()
    assert stage_for(held_on, START, ended_on, tops) is stage


@pytest.mark.parametrize(
    ("tops", "on", "coordinators", "found"),
    [
        ((), after(14), 1, ()),
        ((), after(15), 1, (TopException.NO_TOP,)),
        ((), after(15), None, (TopException.NO_TOP,)),
        ((TopOn(START, "start"),), after(100), 1, ()),
        ((TopOn(START, "start"),), after(100), 0, (TopException.NO_COORDINATOR,)),
        ((TopOn(START, "start"),), after(100), 2, (TopException.TWO_COORDINATORS,)),
        ((TopOn(after(20), "start"),), after(100), 1, (TopException.OUTSIDE_WINDOW,)),
        ((TopOn(after(40), "review"),), after(50), 1, (TopException.NO_START_SO_NO_REVIEW,)),
        ((TopOn(after(90), "start"),), after(20), 1, (TopException.NO_TOP,)),
        ((), after(30), 1, (TopException.NO_TOP, TopException.NO_START_SO_NO_REVIEW)),
    ],
)
def test_the_four_exceptions_and_no_start(
    tops: tuple[TopOn, ...],
    on: date,
    coordinators: int | None,
    found: tuple[TopException, ...],
) -> None:
    assert exceptions(tops, START, None, on, coordinators=coordinators) == found


def test_every_exception_has_its_words() -> None:
    assert set(EXCEPTION_WORDS) == set(TopException)
