"""How long something lasts, where some were watched only for a while: Kaplan and Meier's curve.

Worked out by SciPy, which is imported only when somebody asks: it takes a second. Pure.
Source: Kaplan and Meier, Journal of the American Statistical Association 1958;53:457-81. The 95%
band is Greenwood's, on the log-minus-log scale.
"""

import warnings
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan
from typing import NamedTuple


class Watched(NamedTuple):
    """For how many days somebody was watched, and whether it ended for them on the last of them."""

    days: int
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on the share is this. No band where nobody, or everybody, is left."""

    day: int
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """`steps`: day 0, then each day on which it ended for somebody. `last_day`: the longest anybody
    was watched."""

    steps: tuple[Step, ...]
    last_day: int

    def knows(self, day: int) -> bool:
        """Somebody was watched as long, or it has ended for everybody."""
        return day <= self.last_day or self.steps[-1].share == 0

    def at(self, day: int) -> Step:
        """The step that holds on a day."""
        return self.steps[bisect_right([step.day for step in self.steps], day) - 1]


def kaplan_meier(watched: Iterable[Watched]) -> Curve | None:
    """None where there is nobody to watch."""
    seen = list(watched)
    if not seen:
        return None
    last_day = max(one.days for one in seen)
    ended = [one.days for one in seen if one.has_ended]
    if not ended:
        return Curve((Step(0, 1.0),), last_day)
    from scipy import stats

    data = stats.CensoredData(
        uncensored=ended, right=[one.days for one in seen if not one.has_ended]
    )
    with warnings.catch_warnings():
        # There is no band at 0 and at 1; SciPy says so twice.
        warnings.simplefilter("ignore", RuntimeWarning)
        left = stats.ecdf(data).sf
        band = left.confidence_interval(0.95, method="log-log")
    days = set(ended)
    steps = [
        Step(int(day), float(share), _known(low, share), _known(high, share))
        for day, share, low, high in zip(
            left.quantiles,
            left.probabilities,
            band.low.probabilities,
            band.high.probabilities,
            strict=True,
        )
        if int(day) in days
    ]
    first = [] if steps[0].day == 0 else [Step(0, 1.0)]
    return Curve((*first, *steps), last_day)


def _known(limit: float, share: float) -> float | None:
    return None if isnan(limit) or not 0 < share < 1 else float(limit)
