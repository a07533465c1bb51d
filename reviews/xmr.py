"""XmR charts: what a process does by itself, and what says that something changed. Pure.

As NHS England's Making Data Count draws them: the mean, process limits at 2.66 mean moving ranges
(those above 3.267 mean ranges left out once), and four rules. A rule says that a value is not what
the process does by itself; it never says whether that is good, or why.

Source: NHS England, Making Data Count; the numbers as the NHS-R community's NHSRplotthedots has
them [K]. Wheeler, Understanding Variation, 1993, for 2.66 and 3.267.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

TO_LIMIT = 2.66
RANGE_LIMIT = 3.267
RUN = 7
"""So many in a row: a shift on one side of the mean, or a trend up or down."""
FEWEST = 12
"""With fewer values the limits would say more than is known: no limits and no signals."""


class Signal(StrEnum):
    OUTSIDE = "outside the process limits"
    NEAR_LIMIT = "two of three close to the same limit"
    SHIFT = "seven or more in a row on one side of the mean"
    TREND = "seven or more in a row, each above or each below the last"


class Variation(StrEnum):
    """What the newest value alone says, as Making Data Count's icons do, in words."""

    TOO_FEW = "too few months to say"
    COMMON = "ordinary"
    HIGHER = "higher than it was, something changed"
    LOWER = "lower than it was, something changed"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the values from `first` up to, not including, `end`. Same unit as the values."""

    first: int
    end: int
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Xmr:
    """`stretches`: limits, one for each stretch long enough to have them; a new one begins only
    where somebody said so. `signals`: one set a value, empty for ordinary variation."""

    values: tuple[float, ...]
    stretches: tuple[Limits, ...]
    signals: tuple[frozenset[Signal], ...]

    @property
    def variation(self) -> Variation:
        last = self.stretches[-1] if self.stretches else None
        if last is None or last.end != len(self.values):
            return Variation.TOO_FEW
        if not self.signals[-1]:
            return Variation.COMMON
        return Variation.HIGHER if self._is_high(last) else Variation.LOWER

    def _is_high(self, last: Limits) -> bool:
        """A trend is named by where it goes, all else by its side of the mean."""
        if self.signals[-1] == {Signal.TREND}:
            return self.values[-1] > self.values[-2]
        return self.values[-1] > last.mean


def chart(
    values: Sequence[float],
    changed_at: Iterable[int] = (),
    *,
    floor: float | None = None,
    ceiling: float | None = None,
    usual: float | None = None,
) -> Xmr:
    """`changed_at`: indexes of values at which a new stretch begins, by somebody's word.
    `floor`, `ceiling`: what no value can pass (0 for numbers, 0 to 1 for shares); limits stop
    there. `usual`: what stands in place of the mean where that is known beforehand, as of changes.
    """
    edges = sorted({0, len(values), *(at for at in changed_at if 0 < at < len(values))})
    stretches, signals = [], [frozenset[Signal]()] * len(values)
    for first, end in pairwise(edges):
        if end - first < FEWEST:
            continue
        stretch = values[first:end]
        mean = fmean(stretch) if usual is None else usual
        reach = TO_LIMIT * _mean_range(stretch)
        signals[first:end] = _signals(stretch, mean, reach)
        lower = mean - reach if floor is None else max(mean - reach, floor)
        upper = mean + reach if ceiling is None else min(mean + reach, ceiling)
        stretches.append(Limits(first, end, mean, lower, upper))
    return Xmr(tuple(values), tuple(stretches), tuple(signals))


def _mean_range(values: Sequence[float]) -> float:
    ranges = [abs(one - other) for one, other in pairwise(values)]
    most = RANGE_LIMIT * fmean(ranges)
    return fmean([step for step in ranges if step <= most])


def _signals(values: Sequence[float], mean: float, reach: float) -> list[frozenset[Signal]]:
    found: list[set[Signal]] = [set() for _ in values]
    sides = [_sign(value - mean) for value in values]
    is_outside = [abs(value - mean) > reach for value in values]
    is_near = [2 / 3 * reach < abs(value - mean) <= reach for value in values]
    for at, outside in enumerate(is_outside):
        if outside:
            found[at].add(Signal.OUTSIDE)
    for at in range(len(values) - 2):
        three = range(at, at + 3)
        near = [index for index in three if is_near[index]]
        if len(near) >= 2 and abs(sum(sides[index] for index in three)) == 3:
            for index in near:
                found[index].add(Signal.NEAR_LIMIT)
    for at in range(len(values) - RUN + 1):
        run = range(at, at + RUN)
        if abs(sum(sides[index] for index in run)) == RUN:
            for index in run:
                found[index].add(Signal.SHIFT)
        steps = [_sign(after - before) for before, after in pairwise(values[at : at + RUN])]
        if abs(sum(steps)) == RUN - 1:
            for index in run:
                found[index].add(Signal.TREND)
    return [frozenset(one) for one in found]


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
