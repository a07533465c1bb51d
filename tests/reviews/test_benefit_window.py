"""A period of a course: what is offered, what is shown, and what nonsense in an address does."""

from datetime import date, timedelta

import pytest

from reviews.benefit_window import PERIODS, window

FIRST, LAST = date(2024, 1, 1), date(2026, 10, 1)


def test_without_a_period_all_of_it_is_shown() -> None:
    shown = window(FIRST, LAST, {})
    assert (shown.first, shown.last, shown.is_all) == (FIRST, LAST, True)
    assert (shown.query, shown.earlier, shown.later) == ("", "", "")
    assert [choice.words for choice in shown.choices] == [
        "All of it",
        "1 year",
        "6 months",
        "12 weeks",
    ]
    assert [choice.words for choice in shown.choices if choice.is_current] == ["All of it"]


@pytest.mark.parametrize("name", ["12-weeks", "6-months", "1-year"])
def test_a_period_ends_on_the_last_day_and_leads_to_the_one_before(name: str) -> None:
    shown = window(FIRST, LAST, {"period": name})
    days = PERIODS[name][1]
    assert (shown.first, shown.last) == (LAST - timedelta(days=days), LAST)
    assert (shown.later, shown.is_all) == ("", False)
    assert shown.earlier == f"?period={name}&to={shown.first.isoformat()}"


def test_going_earlier_ends_at_the_first_day_and_never_before_it() -> None:
    shown, steps = window(FIRST, LAST, {"period": "1-year"}), 0
    while shown.earlier:
        to = shown.earlier.rpartition("=")[2]
        before, steps = shown.first, steps + 1
        shown = window(FIRST, LAST, {"period": "1-year", "to": to})
        assert shown.last >= before
    assert shown.first == FIRST
    assert steps == 2
    assert shown.later


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "5-years"},  # longer than the course
        {"period": "a-while"},
        {"to": "2025-01-01"},
        {"period": "", "to": ""},
    ],
)
def test_what_is_no_period_shows_all_of_it(asked: dict[str, str]) -> None:
    assert window(FIRST, LAST, asked).is_all


@pytest.mark.parametrize("to", ["", "yesterday", "2099-01-01", "2026-02-30"])
def test_what_is_no_day_of_the_course_ends_on_its_last_day(to: str) -> None:
    assert window(FIRST, LAST, {"period": "12-weeks", "to": to}).last == LAST


def test_a_short_course_offers_no_period() -> None:
    assert window(FIRST, FIRST + timedelta(days=84), {"period": "12-weeks"}).choices == ()


def test_both_ends_are_shown_and_so_is_what_reaches_into_it() -> None:
    shown = window(FIRST, LAST, {"period": "12-weeks"})
    assert shown.holds(shown.first) and shown.holds(shown.last)
    assert not shown.holds(shown.first - timedelta(days=1))
    assert shown.holds(FIRST, shown.first)
    assert not shown.holds(FIRST, shown.first - timedelta(days=1))
