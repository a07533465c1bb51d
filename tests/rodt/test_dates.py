"""Date arithmetic on its awkward days."""

from datetime import date

import pytest

from rodt import dates
from rodt.dates import Span


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2027, 2, 28), 1, date(2027, 3, 1)),
        (date(2028, 2, 29), 365, date(2029, 2, 28)),
        (date(2028, 2, 29), -1, date(2028, 2, 28)),
        (date(2026, 3, 28), 2, date(2026, 3, 30)),  # the clocks change on the 29th
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
    ],
)
def test_days_are_calendar_days_across_leap_days_and_clock_changes(
    day: date, days: int, expected: date
) -> None:
    assert dates.add_days(day, days) == expected
    assert dates.days_between(day, expected) == days


def test_twelve_weeks_are_84_days() -> None:
    assert dates.add_weeks(date(2026, 7, 9), 12) == date(2026, 10, 1)
    assert dates.days_between(date(2026, 7, 9), date(2026, 10, 1)) == 84


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
    ],
)
def test_calendar_months_are_held_to_the_end_of_a_short_month(
    start: date, months: int, expected: date
) -> None:
    assert dates.add_months(start, months) == expected


@pytest.mark.parametrize(
    ("days", "weeks"), [(-3, 0), (0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (83, 11), (84, 12)]
)
def test_only_completed_weeks_count(days: int, weeks: int) -> None:
    start = date(2026, 2, 20)
    assert dates.whole_weeks_since(start, dates.add_days(start, days)) == weeks


@pytest.mark.parametrize(
    ("born_on", "on", "age"),
    [
        (date(1979, 3, 14), date(2026, 3, 13), 46),
        (date(1979, 3, 14), date(2026, 3, 14), 47),
        (date(1976, 2, 29), date(2026, 2, 28), 49),
        (date(1976, 2, 29), date(2026, 3, 1), 50),
        (date(1976, 2, 29), date(2028, 2, 29), 52),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_someone_born_on_29_february_is_older_on_1_march_of_a_common_year(
    born_on: date, on: date, age: int
) -> None:
    assert dates.age_on(born_on, on) == age


HOLIDAYS = {
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize("year", sorted(HOLIDAYS))
def test_bank_holidays_of_england_and_wales_are_those_that_were_published(year: int) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS[year].split()}
    assert dates.bank_holidays(year) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 9, 10), 5, date(2026, 9, 17)),  # Thursday to Thursday
        (date(2026, 9, 12), 5, date(2026, 9, 18)),  # Saturday: Monday is the first
        (date(2026, 9, 13), 1, date(2026, 9, 14)),
        (date(2026, 4, 2), 5, date(2026, 4, 13)),  # over Easter
        (date(2026, 12, 23), 5, date(2027, 1, 4)),  # over Christmas and New Year
        (date(2026, 8, 28), 1, date(2026, 9, 1)),  # over the August bank holiday
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2026, 9, 12), 0, date(2026, 9, 12)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(
    day: date, days: int, expected: date
) -> None:
    assert dates.add_working_days(day, days) == expected


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        dates.add_working_days(date(2026, 9, 10), -1)


@pytest.mark.parametrize(
    ("on", "end", "days"),
    [
        (date(2026, 10, 1), date(2026, 10, 2), 1),
        (date(2026, 10, 2), date(2026, 10, 5), 1),  # Friday to Monday
        (date(2026, 10, 2), date(2026, 10, 2), 0),
        (date(2026, 10, 2), date(2026, 9, 30), 0),
        (date(2026, 12, 24), date(2026, 12, 29), 1),
    ],
)
def test_working_days_until_an_end_count_that_end(on: date, end: date, days: int) -> None:
    assert dates.working_days_until(on, end) == days


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Span(date(2026, 5, 2), date(2026, 5, 1))


def test_a_span_holds_both_its_ends() -> None:
    span = Span(date(2026, 5, 1), date(2026, 5, 3))
    assert [span.covers(date(2026, 5, day)) for day in (1, 3, 4)] == [True, True, False]
    assert not span.covers(date(2026, 4, 30))
    assert span.days_up_to(date(2026, 5, 2)) == 2
    assert span.days_up_to(date(2026, 6, 1)) == 3
    assert span.days_up_to(date(2026, 4, 1)) == 0


def test_spans_overlap_when_they_share_a_day() -> None:
    first = Span(date(2026, 5, 1), date(2026, 5, 3))
    assert first.overlaps(Span(date(2026, 5, 3), date(2026, 5, 9)))
    assert not first.overlaps(Span(date(2026, 5, 4)))
    assert Span(date(2026, 1, 1)).overlaps(first)


LAST_DAY = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("free_days", "spells"), [(0, 1), (1, 1), (27, 1), (28, 2), (29, 2), (200, 2)]
)
def test_28_days_without_treatment_end_a_spell(free_days: int, spells: int) -> None:
    again_on = dates.add_days(LAST_DAY, free_days + 1)
    spans = [Span(again_on), Span(date(2026, 1, 1), LAST_DAY)]
    assert len(dates.merge_spans(spans, gap_days=28)) == spells


def test_an_open_span_swallows_what_follows_it() -> None:
    spans = [Span(date(2026, 1, 1)), Span(date(2026, 6, 1), date(2026, 6, 9))]
    assert dates.merge_spans(spans, gap_days=28) == (Span(date(2026, 1, 1)),)


def test_a_span_inside_another_does_not_shorten_it() -> None:
    spans = [
        Span(date(2026, 1, 1), date(2026, 3, 1)),
        Span(date(2026, 1, 10), date(2026, 1, 20)),
    ]
    assert dates.merge_spans(spans, gap_days=1) == (spans[0],)


@pytest.mark.parametrize(("days_after", "runs"), [(0, True), (1, True), (27, True), (28, False)])
def test_a_spell_runs_on_until_28_days_have_passed_without(days_after: int, runs: bool) -> None:
    spans = [Span(date(2026, 1, 1), LAST_DAY)]
    on = dates.add_days(LAST_DAY, days_after)
    assert (dates.spell_on(spans, on, gap_days=28) is not None) is runs


def test_a_spell_does_not_yet_end_on_its_last_day() -> None:
    spans = [Span(date(2026, 1, 1), LAST_DAY)]
    assert dates.spell_on(spans, LAST_DAY, gap_days=28) == Span(date(2026, 1, 1))
    day_after = dates.spell_on(spans, date(2026, 6, 1), gap_days=28)
    assert day_after == Span(date(2026, 1, 1), LAST_DAY)


def test_a_spell_knows_nothing_of_days_to_come() -> None:
    spans = [Span(date(2026, 1, 1), LAST_DAY), Span(date(2026, 6, 10))]
    assert dates.spell_on(spans, date(2026, 6, 5), gap_days=28) == Span(date(2026, 1, 1), LAST_DAY)
    assert dates.spell_on(spans, date(2025, 12, 31), gap_days=28) is None
