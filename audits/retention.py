"""Who stayed through the first 12 weeks: a curve of shares, with its 95% band. Pure.

Kaplan and Meier's estimate with Greenwood's variance on the log-minus-log scale. Leaving is a loss,
never left out; somebody who started less than 12 weeks ago counts for the weeks there have been;
somebody transferred with a first dose confirmed elsewhere counts as staying up to that day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt

from rodt.dates import days_between

WEEKS = 12
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Start:
    """One start of substitution treatment. `left_on`: the first day without, None while it goes on.
    `is_closed`: it was stopped on record, rather than a gap that may yet close."""

    started_on: date
    left_on: date | None = None
    is_transfer: bool = False
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """`at_risk`: how many had been followed to the beginning of this week and had not left."""

    week: int
    at_risk: int
    share: float
    low: float | None = None
    high: float | None = None


def followed(start: Start, on: date) -> tuple[int, bool]:
    """How many days somebody was followed, and whether they left at the end of them."""
    days = days_between(start.started_on, on)
    if start.left_on is None or start.left_on > on:
        return days, False
    has_left = start.is_closed or days_between(start.left_on, on) >= 28
    return days_between(start.started_on, start.left_on), has_left and not start.is_transfer


def curve(starts: Iterable[Start], on: date) -> tuple[Point, ...]:
    """A point a week, from week 0 to week 12; empty where nobody started."""
    seen = [followed(start, on) for start in starts if start.started_on <= on]
    if not seen:
        return ()
    points = []
    share, variance = 1.0, 0.0
    for week in range(WEEKS + 1):
        if week:
            share, variance = _through(seen, (week - 1) * 7, week * 7, share, variance)
        at_risk = sum(1 for days, _ in seen if days >= week * 7)
        points.append(Point(week, at_risk, share, *_band(share, variance)))
    return tuple(points)


def _through(
    seen: Sequence[tuple[int, bool]], after: int, until: int, share: float, variance: float
) -> tuple[float, float]:
    """Past every day on which somebody left, after one day and up to another."""
    for day in sorted({days for days, left in seen if left and after < days <= until}):
        at_risk = sum(1 for days, _ in seen if days >= day)
        gone = sum(1 for days, left in seen if left and days == day)
        share *= 1 - gone / at_risk
        if at_risk > gone:
            variance += gone / (at_risk * (at_risk - gone))
    return share, variance


def _band(share: float, variance: float) -> tuple[float | None, float | None]:
    if not 0 < share < 1:
        return None, None
    spread = Z * sqrt(variance) / log(share)
    return share ** exp(-spread), share ** exp(spread)
