"""XmR charts: limits against published worked examples, each rule on both sides of its edge."""

import pytest

from reviews import xmr
from reviews.xmr import Signal, Variation, chart

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, individuals control charts: flow rate.
NIST = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
NIST_MEAN, NIST_RANGE, NIST_UPPER, NIST_LOWER = 50.81, 1.8778, 55.8041, 45.8159

STEADY = (10.0, 12.0) * 6
"""Mean 11, every range 2: limits at 11 ± 5.32, close to a limit beyond 11 ± 3.5467."""


def test_the_published_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmr, "FEWEST", 10)
    (limits,) = chart(NIST).stretches
    assert limits.mean == pytest.approx(NIST_MEAN)
    assert limits.upper == pytest.approx(NIST_UPPER, abs=0.01)
    assert limits.lower == pytest.approx(NIST_LOWER, abs=0.01)
    assert (limits.upper - limits.mean) / xmr.TO_LIMIT == pytest.approx(NIST_RANGE, abs=0.0001)


def test_eleven_months_are_too_few_and_twelve_enough() -> None:
    few = chart(STEADY[:11])
    assert (few.stretches, few.variation) == ((), Variation.TOO_FEW)
    (limits,) = chart(STEADY).stretches
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((11, 5.68, 16.32))
    assert chart(STEADY).variation is Variation.COMMON


def test_a_range_far_beyond_the_others_does_not_widen_the_limits() -> None:
    jumped = chart((*STEADY, 40.0, *STEADY))
    (limits,) = jumped.stretches
    assert limits.upper - limits.mean == pytest.approx(2.66 * 2)
    assert Signal.OUTSIDE in jumped.signals[12]


def test_limits_stop_where_no_value_can_be() -> None:
    shares = tuple(value / 100 for value in (1.0, 3.0) * 6)
    (limits,) = chart(shares, floor=0, ceiling=1).stretches
    assert limits.lower == 0
    (limits,) = chart(tuple(1 - share for share in shares), floor=0, ceiling=1).stretches
    assert limits.upper == 1


@pytest.mark.parametrize(
    ("values", "at", "signals"),
    [
        pytest.param([0] * 6, 5, set(), id="on the mean is on neither side"),
        pytest.param([1, 1, 1, 1, 1, 1, -1], 5, set(), id="six in a row"),
        pytest.param([1, 1, 1, 1, 1, 1, 1], 0, {Signal.SHIFT}, id="the first of seven in a row"),
        pytest.param([-1] * 7, 6, {Signal.SHIFT}, id="the last of seven below"),
        pytest.param([-3, -2, -1, 1, 2, 3], 5, set(), id="six, each above the last"),
        pytest.param([-3, -2, -1, 0, 1, 2, 3], 0, {Signal.TREND}, id="seven, each above the last"),
        pytest.param([3, 2, 1, 0, -1, -2, -3], 6, {Signal.TREND}, id="seven, each below the last"),
        pytest.param([-3, -2, -1, 0, 0, 2, 3], 6, set(), id="twice the same is no trend"),
        pytest.param([5.3], 0, set(), id="inside the limits"),
        pytest.param([5.4], 0, {Signal.OUTSIDE}, id="outside the limits"),
        pytest.param([-5.4], 0, {Signal.OUTSIDE}, id="outside below"),
        pytest.param([4, 1, 4], 0, {Signal.NEAR_LIMIT}, id="two of three close to a limit"),
        pytest.param([4, 1, 4], 1, set(), id="the third of them is ordinary"),
        pytest.param([4, -1, 4], 0, set(), id="with one on the other side"),
        pytest.param([3.5, 1, 3.5], 0, set(), id="not close enough"),
        pytest.param([4, 1, 1, 4], 0, set(), id="two of four"),
    ],
)
def test_each_rule(values: list[float], at: int, signals: set[Signal]) -> None:
    """Around a mean of 0 with limits at ±5.32."""
    assert xmr._signals(values, 0.0, 5.32)[at] == signals


def test_limits_begin_anew_where_somebody_said_so_and_only_there() -> None:
    changed = (*STEADY, *(value + 10 for value in STEADY))
    whole = chart(changed)
    assert len(whole.stretches) == 1
    assert Signal.SHIFT in whole.signals[-1]
    assert whole.variation is Variation.HIGHER
    first, second = chart(changed, [12]).stretches
    assert (first.end, second.first, second.mean) == (12, 12, 21)
    assert chart(changed, [12]).variation is Variation.COMMON
    too_soon = chart(changed, [20])
    assert [limits.end for limits in too_soon.stretches] == [20]
    assert too_soon.variation is Variation.TOO_FEW


def test_what_the_newest_month_says() -> None:
    assert chart((*STEADY, 30.0)).variation is Variation.HIGHER
    assert chart((*STEADY, 0.0)).variation is Variation.LOWER
    falling = chart((*STEADY, *STEADY, 14.0, 13.5, 13.0, 12.8, 12.6, 12.5, 12.3))
    assert falling.variation is Variation.HIGHER
    assert Signal.TREND in falling.signals[-1]
    assert falling.values[-1] > falling.stretches[-1].mean
