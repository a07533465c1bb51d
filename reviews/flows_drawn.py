"""What the chart of a flow is drawn from: its values, and the limits within which they lie by
chance. Pure.

Of a stock the values are drawn too, but each month has limits of its own around the month before:
what is told from chance is the change.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from reviews import xmr
from reviews.flows import Flow, Month, begun_at, values
from rodt.charts import MonthValues, Stretch

USUAL = "usual"


def drawn(
    flow: Flow,
    months: Sequence[Month],
    begun: Collection[date],
    having: Sequence[Month],
    found: xmr.Xmr,
    finding: str,
    opens: Callable[[Month], str],
) -> MonthValues:
    """`having`, `found`: as `flows.told` gives them."""
    with_value, given = values(flow, months)
    place = {month.first: at for at, month in enumerate(with_value)}
    at_of = [place[month.first] for month in having]
    if flow.is_stock:
        stretches = [
            _around(given[at_of[at] - 1], at_of[at], limits)
            for limits in found.stretches
            for at in range(limits.first, limits.end)
        ]
    else:
        stretches = [Stretch(s.first, s.end, s.mean, s.lower, s.upper) for s in found.stretches]
    return MonthValues(
        finding,
        [month.first for month in with_value],
        given,
        stretches,
        frozenset(at for at, signals in zip(at_of, found.signals, strict=True) if signals),
        [at for at in begun_at(with_value, begun) if 0 < at < len(with_value)],
        flow.is_share,
        [opens(month) if month.number else "" for month in with_value],
        USUAL if flow.is_stock else "mean",
        is_near=flow.is_stock,
    )


def _around(before: float, at: int, limits: xmr.Limits) -> Stretch:
    """Of one month, by the share of the month before."""
    usual, lower, upper = (
        min(max(before + change, 0.0), 1.0) for change in (limits.mean, limits.lower, limits.upper)
    )
    return Stretch(at, at + 1, usual, lower, upper)
