"""Shares, intervals and curves: each against a second way to work it out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from audits.period import AuditDay, period_start
from audits.statistics import unknown_range, wilson
from reviews.retention import Start, curve, followed

ON = date(2026, 9, 30)


@given(st.integers(1, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_is_the_one_a_statistics_library_gives(pair: tuple[int, int]) -> None:
    number, of = pair
    found = wilson(number, of)
    assert found is not None
    theirs = stats.binomtest(number, of).proportion_ci(0.95, method="wilson")
    assert found == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= found[0] <= number / of <= found[1] <= 1


def test_nobody_has_no_interval() -> None:
    assert wilson(0, 0) is None
    assert unknown_range(0, 0, 0) is None


def test_unknowns_are_shown_as_the_range_if_all_were_no_or_yes() -> None:
    found = unknown_range(60, 80, 20)
    assert found is not None
    assert (found.low, found.high) == (0.6, 0.8)


@pytest.mark.parametrize(
    ("on", "months", "start"),
    [
        (date(2026, 9, 30), 12, date(2025, 10, 1)),
        (date(2026, 6, 30), 3, date(2026, 4, 1)),
        (date(2026, 2, 28), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
        (date(2026, 11, 15), 6, date(2026, 5, 16)),
    ],
)
def test_a_period_ends_on_its_day(on: date, months: int, start: date) -> None:
    assert period_start(on, months) == start


def test_both_ends_belong_to_the_period() -> None:
    day = AuditDay(ON, date(2025, 10, 1))
    assert day.in_period(date(2025, 10, 1))
    assert day.in_period(ON)
    assert not day.in_period(date(2025, 9, 30))
    assert day.within(day.ago(182), 182)
    assert not day.within(day.ago(183), 182)


started = st.integers(0, 300)
stayed = st.one_of(st.none(), st.integers(1, 120))


@given(st.lists(st.tuples(started, stayed), min_size=2, max_size=40))
def test_the_curve_is_kaplan_and_meiers(people: list[tuple[int, int | None]]) -> None:
    starts = [_start(before, days) for before, days in people]
    seen = [followed(start, ON) for start in starts]
    data = stats.CensoredData.right_censored(
        [days for days, _ in seen], [not left for _, left in seen]
    )
    theirs = stats.ecdf(data).sf
    for point in curve(starts, ON):
        assert point.share == pytest.approx(float(theirs.evaluate(point.week * 7)), abs=1e-9)


def _start(before: int, days: int | None) -> Start:
    started_on = ON - timedelta(days=before)
    return Start(started_on, None if days is None else started_on + timedelta(days=days))


def test_leaving_is_a_loss_and_a_confirmed_transfer_is_not() -> None:
    long_ago = ON - timedelta(days=200)
    left = Start(long_ago, long_ago + timedelta(days=20))
    moved = Start(long_ago, long_ago + timedelta(days=20), is_transfer=True)
    stayed_on = [Start(long_ago)] * 3
    assert curve([left, *stayed_on], ON)[-1].share == 0.75
    assert curve([moved, *stayed_on], ON)[-1].share == 1.0


def test_a_gap_that_may_yet_close_is_not_a_loss() -> None:
    started_on = ON - timedelta(days=60)
    gap = Start(started_on, ON - timedelta(days=10), is_closed=False)
    assert followed(gap, ON) == (50, False)
    older = Start(started_on, ON - timedelta(days=30), is_closed=False)
    assert followed(older, ON) == (30, True)


def test_nobody_started_is_no_curve() -> None:
    assert curve([], ON) == ()
