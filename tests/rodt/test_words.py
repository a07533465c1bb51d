"""Dates, times, doses and counts read as the NHS service manual and interface.md write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from rodt import words

DAY = date(2026, 8, 6)


def test_dates_have_no_leading_zero_and_a_whole_month() -> None:
    assert words.nhs_date(DAY) == "6 August 2026"
    assert words.nhs_day(DAY) == "6 August"
    assert words.weekday_date(DAY) == "Thursday 6 August 2026"


def test_september_is_sept_where_a_month_is_shortened() -> None:
    assert words.month_year(date(2026, 9, 1)) == "Sept 2026"
    assert words.short_date(DAY) == "6 Aug 2026"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 9, 3), date(2026, 9, 30), "3 to 30 September 2026"),
        (date(2026, 9, 28), date(2026, 10, 1), "28 September to 1 October 2026"),
        (date(2025, 10, 1), date(2026, 9, 30), "1 October 2025 to 30 September 2026"),
        (DAY, DAY, "6 August 2026"),
    ],
)
def test_a_range_says_each_part_once(first: date, last: date, said: str) -> None:
    assert words.date_range(first, last) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (time(14, 26), "2:26pm"),
        (time(11), "11am"),
        (time(0), "midnight"),
        (time(12), "midday"),
        (time(0, 5), "12:05am"),
        (time(12, 30), "12:30pm"),
        (time(23, 59), "11:59pm"),
    ],
)
def test_times_are_on_the_twelve_hour_clock(moment: time, said: str) -> None:
    assert words.nhs_time(moment) == said


def test_a_moment_is_its_date_then_its_time() -> None:
    assert (
        words.nhs_datetime(datetime(2026, 10, 1, 10, 55, tzinfo=UTC)) == "1 October 2026, 10:55am"
    )


@pytest.mark.parametrize(
    ("amount", "said"),
    [(Decimal("55.00"), "55mg"), (Decimal("2.50"), "2.5mg"), (100, "100mg"), (0.4, "0.4mg")],
)
def test_doses_have_no_space_and_no_trailing_zero(amount: Decimal | float, said: str) -> None:
    assert words.dose(amount) == said


@pytest.mark.parametrize(
    ("digits", "said"),
    [("9990000018", "999 000 0018"), ("", ""), ("12345", "12345"), ("999000001X", "999000001X")],
)
def test_only_ten_digits_are_set_as_an_nhs_number(digits: str, said: str) -> None:
    assert words.nhs_number(digits) == said


def test_counts_agree_with_their_noun() -> None:
    assert words.count(1, "person", "people") == "1 person"
    assert words.count(1250, "visit") == "1,250 visits"
    assert words.people(0) == "Nobody"
    assert words.days_overdue(1) == "1 day overdue"
    assert words.days_overdue(21) == "21 days overdue"


def test_lists_end_in_and() -> None:
    assert words.and_list([]) == ""
    assert words.and_list(["opiates"]) == "opiates"
    assert words.and_list(["opiates", "cocaine", "cannabis"]) == "opiates, cocaine and cannabis"


def test_a_share_of_nobody_is_a_dash_and_never_nought() -> None:
    assert words.percent(None) == "–"
    assert words.percent(0) == "0%"
    assert words.percent(0.683) == "68%"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (0.05, "5 more in 100"),
        (-0.02, "2 fewer in 100"),
        (0.001, "the same"),
        (None, "no run before"),
    ],
)
def test_a_change_is_said_in_people_of_100(change: float | None, said: str) -> None:
    assert words.out_of_100(change) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (8, "in 8 days"), (-3, "3 days ago")],
)
def test_near_days_have_their_own_words(days: int, said: str) -> None:
    assert words.in_days(days) == said


def test_their_words_stand_in_curly_quotes_once() -> None:
    assert words.quoted("I’m all right") == "“I’m all right”"
    assert words.quoted(" “I’m all right” ") == "“I’m all right”"


def test_a_sentence_keeps_its_abbreviations() -> None:
    assert words.sentence("no TOP yet") == "No TOP yet"
