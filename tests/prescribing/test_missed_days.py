"""Days in a row: closed days between and after, bank holidays, what joins. A truth table."""

from datetime import date

import pytest

from prescribing.missed_days import closed_days, join, without_dose
from rodt.dates import Span

SHUT = closed_days()


def span(first: str, last: str | None = None) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-11-17", "2026-11-18", 2),  # Tuesday and Wednesday
        ("2026-11-20", "2026-11-21", 3),  # Friday and Saturday: Sunday passes without one
        ("2026-11-21", "2026-11-21", 2),  # Saturday
        ("2026-08-28", "2026-08-29", 4),  # before Sunday and the August bank holiday
        ("2026-04-02", "2026-04-02", 2),  # Maundy Thursday, before Good Friday
        ("2026-12-24", "2026-12-24", 2),  # Christmas Eve; Saturday 26 is not in the law's list
    ],
)
def test_closed_days_after_the_last_pass_without_a_dose(first: str, last: str, days: int) -> None:
    assert without_dose(span(first, last), SHUT) == days


@pytest.mark.parametrize(
    ("earlier", "later", "joins"),
    [
        (span("2026-11-18"), span("2026-11-19"), True),
        (span("2026-11-17"), span("2026-11-19"), False),
        (span("2026-11-21"), span("2026-11-23"), True),  # Sunday between
        (span("2026-11-20"), span("2026-11-23"), False),  # an open Saturday between
        (span("2026-08-29"), span("2026-09-01"), True),  # Sunday and a bank holiday between
        (span("2027-03-25"), span("2027-03-27"), True),  # Good Friday between
        (span("2027-03-27"), span("2027-03-30"), True),  # Easter Sunday and Monday
        (span("2026-11-17", "2026-11-19"), span("2026-11-19", "2026-11-20"), True),
    ],
)
def test_runs_join_over_closed_days_only(earlier: Span, later: Span, joins: bool) -> None:
    for new, old in ((earlier, later), (later, earlier)):
        whole, joined = join(new, [old], SHUT)
        assert joined == ([0] if joins else [])
        assert whole == (Span(earlier.start, later.end) if joins else new)


def test_a_day_between_two_runs_joins_all_three() -> None:
    runs = [span("2026-11-16"), span("2026-11-18", "2026-11-19"), span("2026-11-25")]
    assert join(span("2026-11-17"), runs, SHUT) == (span("2026-11-16", "2026-11-19"), [0, 1])


def test_a_join_goes_on_from_run_to_run() -> None:
    runs = [span("2026-11-19"), span("2026-11-20", "2026-11-21")]
    assert join(span("2026-11-23"), runs, SHUT) == (span("2026-11-19", "2026-11-23"), [0, 1])


def test_who_collects_on_sundays_has_no_closed_sunday() -> None:
    open_on_sundays = closed_days(collection_days=[1, 3, 5, 7])
    assert without_dose(span("2026-11-20", "2026-11-21"), open_on_sundays) == 2
    assert join(span("2026-11-23"), [span("2026-11-21")], open_on_sundays)[1] == []


def test_a_service_says_on_which_days_its_pharmacies_are_closed() -> None:
    both = closed_days(weekdays=(6, 7))
    assert without_dose(span("2026-11-20"), both) == 3
