"""Funnel plots: exact limits by their own definition, and what is never told apart."""

from math import comb

import pytest
from scipy import stats

from reviews.funnel import Unit, _chance_of_more, band, funnel, limit


def at_most(count: int, of: int, share: float) -> float:
    """The chance of at most so many, added up term by term."""
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count + 1))


@pytest.mark.parametrize("of", [5, 17, 60, 240])
@pytest.mark.parametrize("share", [0.05, 0.31, 0.5, 0.9])
@pytest.mark.parametrize("p", [0.001, 0.025, 0.975, 0.999])
def test_a_limit_lies_between_the_two_counts_that_enclose_its_chance(
    of: int, share: float, p: float
) -> None:
    count = next(k for k in range(of + 1) if at_most(k, of, share) >= p)
    below = at_most(count - 1, of, share) if count else 0.0
    part = (at_most(count, of, share) - p) / (at_most(count, of, share) - below)
    assert limit(share, of, p) == pytest.approx(min(max((count - part) / of, 0), 1), abs=1e-9)


@pytest.mark.parametrize("of", [7, 352, 20_000])
@pytest.mark.parametrize("share", [0.001, 0.69, 0.999])
def test_limits_are_those_of_another_program(of: int, share: float) -> None:
    for p in (0.001, 0.025, 0.975, 0.999):
        count = int(stats.binom.ppf(p, of, share))
        above, at = stats.binom.cdf(count, of, share), stats.binom.pmf(count, of, share)
        expected = min(max((count - (above - p) / at) / of, 0), 1)
        assert limit(share, of, p) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("units", [3, 4, 11, 40])
@pytest.mark.parametrize("dispersion", [0, 0.2, 1, 1.9, 6])
def test_the_chance_of_a_dispersion_is_that_of_another_program(
    units: int, dispersion: float
) -> None:
    expected = stats.chi2.sf(dispersion * units, units - 1)
    assert _chance_of_more(dispersion, units) == pytest.approx(expected, abs=1e-12)


def test_limits_narrow_with_size_and_hold_the_share() -> None:
    bands = [band(0.3, of) for of in (10, 40, 160, 640)]
    for one in bands:
        assert one.outer_low <= one.inner_low < 0.3 < one.inner_high <= one.outer_high
    widths = [one.outer_high - one.outer_low for one in bands]
    assert widths == sorted(widths, reverse=True)


def alike(*, but: Unit | None = None) -> list[Unit]:
    units = [Unit(f"team {n}", 30 + n % 3, 100) for n in range(12)]
    return units if but is None else [*units, but]


def test_teams_that_are_alike_are_not_told_apart() -> None:
    found = funnel(alike())
    assert found is not None
    assert (found.differs, found.is_overdispersed) == (frozenset(), False)
    assert found.dispersion < 1


def test_a_team_outside_the_outer_limits_is_named() -> None:
    found = funnel(alike(but=Unit("other", 60, 100)))
    assert found is not None
    assert found.differs == {"other"}
    inside = funnel(alike(but=Unit("other", 42, 100)))
    assert inside is not None and inside.differs == frozenset()


def test_where_all_differ_none_is_told_apart() -> None:
    found = funnel([Unit(f"team {n}", 10 + 7 * n, 100) for n in range(12)])
    assert found is not None
    assert found.is_overdispersed
    assert found.differs == frozenset()


def test_too_few_teams_too_few_people_and_nothing_to_compare() -> None:
    assert funnel([]) is None
    assert funnel([Unit("one", 3, 10), Unit("two", 4, 10)]) is None
    assert funnel([Unit("one", 3, 10), Unit("two", 4, 10), Unit("small", 1, 4)]) is None
    assert funnel([Unit(name, 0, 10) for name in "abc"]) is None
    assert funnel([Unit(name, 10, 10) for name in "abc"]) is None
    found = funnel([*(Unit(name, 5, 10) for name in "abc"), Unit("small", 1, 4)])
    assert found is not None
    assert [unit.key for unit in found.left_out] == ["small"]
    assert found.share == 0.5
    assert {unit.key for unit in found.units} == set("abc")
