"""How long something lasts, where some were watched only for a while: Kaplan and Meier's curve.

Pure. SciPy takes a second and 40 MB to load, so it is the second opinion, in tests
(docs/decisions/0010). Source: Kaplan and Meier, Journal of the American Statistical Association
1958;53:457-81. The 95% band is Greenwood's, on the log-minus-log scale.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

_Z = NormalDist().inv_cdf(0.975)


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
    at_risk, share, spread = len(seen), 1.0, 0.0
    steps = [Step(0, share)]
    for day, (ended, followed) in sorted(_by_day(seen).items()):
        if ended:
            share *= 1 - ended / at_risk
            if at_risk > ended:
                spread += ended / (at_risk * (at_risk - ended))
            steps.append(Step(day, share, *_band(share, spread)))
        at_risk -= followed
    return Curve(tuple(steps[1:] if len(steps) > 1 and steps[1].day == 0 else steps), last_day)


def _by_day(seen: Iterable[Watched]) -> dict[int, tuple[int, int]]:
    """Of each last day: for how many it ended on it, and how many were watched to it."""
    found: dict[int, tuple[int, int]] = {}
    for one in seen:
        ended, watched = found.get(one.days, (0, 0))
        found[one.days] = (ended + one.has_ended, watched + 1)
    return found


def _band(share: float, spread: float) -> tuple[float | None, float | None]:
    """`spread`: Greenwood's sum. None at 0, where the logarithm has no end."""
    if not 0 < share < 1:
        return None, None
    wide = _Z * sqrt(spread) / -log(share)
    return share ** exp(wide), share ** exp(-wide)
