"""Indicators month by month: what is kept of one, and where its limits begin anew. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from audits import monthly, monthly_page
from audits.month_signals import words
from audits.monthly import Counted
from audits.period import AuditDay
from audits.steps import BY_CODE, INDICATORS
from reviews import xmr
from reviews.flows import has_limits, told
from rodt.dates import add_months

FIRST = date(2025, 1, 1)
KNOWN_AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
STEADY = [20, 22, 19, 21, 20, 23, 18, 21, 20, 22, 19, 21, 20, 21]


def counted(met: int = 20, at: int = 0, **more: Any) -> Counted:
    given = {"version": 1, "made_with": {"schedule": "0"}, "set_apart": 6, "unknown": 7}
    given |= {"met": met, "not_met": 100 - met, "known_at": KNOWN_AT}
    return Counted(month=add_months(FIRST, at), **(given | more))


def record(numbers: list[int] = STEADY, **more: Any) -> list[Counted]:
    return [counted(number, at, **more) for at, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_stands_for_its_last_day(month: date, last: date) -> None:
    assert monthly.last_day(month) == last


def test_the_number_is_what_the_indicator_counts() -> None:
    (met,) = monthly.months_of("5.1", [counted(20)])
    (not_met,) = monthly.months_of("5.5", [counted(20)])
    assert (met.number, met.of) == (20, 100)
    assert (not_met.number, not_met.of) == (80, 100), "fewer is better: those not met are counted"


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ({}, ""),
        ({"version": 2}, "version 2 of the definition, before it 1."),
        (
            {"made_with": {"schedule": "version 3"}},
            "the review intervals: version 3, before it the product’s own.",
        ),
        (
            {"made_with": {"schedule": "0", "need_window_days": 90}},
            "8.1: days back: 90, before it not used.",
        ),
    ],
)
def test_limits_begin_anew_where_it_is_counted_otherwise(later: dict[str, Any], why: str) -> None:
    rows = [*record(STEADY[:3]), counted(20, 3, **later), counted(20, 4, **later)]
    assert monthly.begun(rows) == ({date(2025, 4, 1): why} if why else {})


def test_a_month_that_is_missing_is_a_gap_and_no_new_beginning() -> None:
    rows = record()
    del rows[4]
    assert not monthly.begun(rows)
    assert date(2025, 5, 1) not in [month.first for month in monthly.months_of("5.1", rows)]


def test_another_version_needs_twelve_changes_of_its_own() -> None:
    flow = monthly.flow_of("5.1")
    old, new = record(), record([*STEADY, *STEADY])
    new[len(old) :] = [replace(row, version=2) for row in new[len(old) :]]
    cases = ((old[:12], False), (old[:13], True), (new[:15], False), (new[:26], False), (new, True))
    for rows, expected in cases:
        assert has_limits(flow, monthly.months_of("5.1", rows), monthly.begun(rows)) is expected


def test_what_is_told_is_the_change_from_the_month_before() -> None:
    """Neighbouring months are mostly of the same people: around one mean all of these would stand
    out, though each is what follows on the month before."""
    flow = monthly.flow_of("5.1")
    slow = [40, 41, 42, 44, 45, 45, 46, 47, 49, 50, 51, 50, 49, 47, 46, 46, 45, 43, 42, 41]
    months = monthly.months_of("5.1", record(slow))
    having, found = told(flow, months, {})
    assert [month.first for month in having] == [month.first for month in months[1:]]
    assert found.stretches[0].mean == 0, "no change is what is usual"
    in_limits = {xmr.Signal.OUTSIDE, xmr.Signal.NEAR_LIMIT}
    assert not [one for one in found.signals if one & in_limits]
    jump = monthly.months_of("5.1", record([*slow, 55]))
    assert xmr.Signal.OUTSIDE in told(flow, jump, {})[1].signals[-1]


def test_a_climb_at_the_end_marks_itself_and_no_quiet_month_before_it() -> None:
    flow, quiet = monthly.flow_of("5.1"), [14, 15, 13, 14, 16, 14, 15, 14, 13, 15, 14, 15, 13, 14]
    months = monthly.months_of("5.1", record([*quiet, 24, 35, 48, 60]))
    having, found = told(flow, months, {})
    marked = [month.first for month, one in zip(having, found.signals, strict=True) if one]
    assert marked == [month.first for month in months[len(quiet) :]]


def test_a_month_after_a_gap_and_one_counted_otherwise_are_not_told() -> None:
    flow, rows = monthly.flow_of("5.1"), record()
    del rows[4]
    having, _ = told(flow, monthly.months_of("5.1", rows), {rows[7].month: ""})
    left_out = {row.month for row in rows} - {month.first for month in having}
    assert left_out == {rows[0].month, rows[4].month, rows[7].month}
    assert not has_limits(flow, monthly.months_of("5.1", record()), {record()[-1].month: ""})


def test_its_own_chart_is_named_and_says_as_known_when() -> None:
    rows = record([*STEADY, 60])
    named = f"Its own monthly chart, {monthly.known_words(rows)},"
    said = words(
        monthly.flow_of("5.1"), monthly.months_of("5.1", rows), {}, date(2026, 2, 1), named=named
    )
    assert said == (
        "Its own monthly chart, as known on 30 November 2026, shows that something changed:"
        " Mar 2026 (it moved more than it does by chance). It does not say why."
    )


def test_as_known_between_where_months_were_counted_on_other_days() -> None:
    rows = [counted(), counted(at=1, known_at=datetime(2026, 12, 1, 4, tzinfo=UTC))]
    assert monthly.known_words(rows) == "as known between 30 November 2026 and 1 December 2026"


def test_limits_and_skills_feed_no_other_chart_than_is_named() -> None:
    """What else an indicator is counted with is written down by hand: here it is tried."""
    found = set()
    for name in ("limits", "skills"):
        for one in monthly.CHARTED.values():
            for example in one.examples:
                day = replace(example.day, **{name: None})
                try:
                    one.find(example.facts, day)
                    if one.figures:
                        one.figures([example.facts], day)
                except (AttributeError, TypeError):
                    found.add((one.code, name))
    assert found == {(code, "limits") for code in monthly.COUNTED_WITH_LIMITS}


def test_what_is_kept_names_each_number_it_was_counted_with() -> None:
    day = AuditDay(date(2026, 9, 30), date(2025, 10, 1))
    outcomes = {"met": 3, "not_met": 2, "exception": 1, "not_recorded": 4, "not_applicable": 9}
    assert monthly.stored(BY_CODE["8.1"], outcomes, day) == {
        "version": BY_CODE["8.1"].version,
        "made_with": {"need_window_days": 182, "schedule": "0"},
        "met": 3,
        "not_met": 2,
        "set_apart": 1,
        "unknown": 4,
    }
    assert monthly.stored(BY_CODE["9.6"], outcomes, day)["made_with"]["limits"] == 0


def test_a_chart_is_left_out_only_with_a_reason() -> None:
    without = {one.code for one in INDICATORS if monthly.why_not(one)}
    assert without == {"7.3", *(one.code for one in INDICATORS if one.lead_figure)}


def test_the_file_says_shares_alone_and_nothing_of_few() -> None:
    rows = [counted(20), counted(20, 1, unknown=2), counted(0, 2, not_met=0), counted(3, 3)]
    shown = monthly_page.shown("5.1", rows, may_open=False)
    assert shown
    assert monthly_page.as_csv(shown, 5).splitlines() == [
        "month,percent,stands_out,version,known_on",
        "2025-01,20,,1,2026-11-30",
        "2025-02,left out: under 5,,1,2026-11-30",
        "2025-03,,,1,2026-11-30",
        "2025-04,left out: under 5,,1,2026-11-30",
    ]
