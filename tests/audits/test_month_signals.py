"""What a monthly chart says about a promise: told from chance, or said that it cannot tell."""

from datetime import date

import pytest

from audits.month_signals import NEAREST, words
from audits.steps import BY_CODE
from reviews.flows import LATE, Month
from rodt.dates import add_months

FIRST = date(2025, 1, 1)
STEADY = [20, 22, 19, 21, 20, 23, 18, 21, 20, 22, 19, 21, 20, 21, 20, 22]


def months(numbers: list[int]) -> list[Month]:
    return [Month(add_months(FIRST, at), number, 100) for at, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "since", "said"),
    [
        (STEADY, date(2026, 1, 10), "shows no signal since: no more than chance."),
        (STEADY, date(2026, 4, 1), "no whole month has passed since."),
        (STEADY, date(2026, 3, 31), "shows no signal since"),
        (STEADY[:11], date(2025, 6, 1), "has too few months to tell"),
        ([*STEADY, 60], date(2026, 4, 10), "May 2026 (outside the process limits)"),
        ([*STEADY, 60, 21], date(2026, 5, 10), "shows no signal since"),
        ([], date(2026, 4, 10), "no whole month has passed since."),
    ],
)
def test_a_change_is_told_from_chance(numbers: list[int], since: date, said: str) -> None:
    found = words(LATE, months(numbers), [], since)
    assert found.startswith("“Reviews held late”, the monthly chart nearest to it,")
    assert said in found


def test_limits_that_began_anew_need_twelve_months_of_their_own() -> None:
    begun = [date(2026, 2, 1)]
    assert "too few months" in words(LATE, months(STEADY), begun, date(2026, 1, 10))


def test_no_arrow_and_no_praise_stand_in_what_it_says() -> None:
    said = words(LATE, months([*STEADY, 60]), [], date(2026, 4, 10))
    assert "It does not say why." in said
    assert not [word for word in ("better", "worse", "rose", "fell", "→", "↑") if word in said]


def test_each_chart_is_of_an_indicator_that_there_is() -> None:
    assert NEAREST.keys() <= BY_CODE.keys()
