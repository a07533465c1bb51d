"""What is looked at month by month: starts, endings, reviews. Pure.

One month after another shows whether something changed, never how one team ranks among others.
Whoever was not looked at in time stands beside whoever left too soon: the two belong together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reviews import xmr
from rodt.dates import add_months

_OF_CHANGES: Mapping[xmr.Signal | xmr.Variation, str] = {
    xmr.Signal.OUTSIDE: "it moved more than it does by chance",
    xmr.Signal.NEAR_LIMIT: "two of three changes close to the same limit",
    xmr.Signal.SHIFT: "seven or more rises in a row, or falls",
    xmr.Signal.TREND: "seven or more changes in a row, each above or each below the last",
    xmr.Variation.HIGHER: "it rose by more than chance",
    xmr.Variation.LOWER: "it fell by more than chance",
}
"""Where the change from the month before is what is told."""


@dataclass(frozen=True, slots=True)
class Flow:
    """`of`: what the share is of; "" where events are counted, not a share of them. `counts` says
    in a sentence how one is counted; `without`, what is left out. `is_stock`: a share of those who
    stand there at a month's end, mostly the same people as a month before. Its months lie near each
    other whatever happens, so what is told from chance is the change from the month before."""

    code: str
    title: str
    noun: tuple[str, str]
    counts: str
    of: str = ""
    without: str = ""
    is_stock: bool = False

    @property
    def is_share(self) -> bool:
        return bool(self.of)

    @property
    def nouns(self) -> str:
        """As templates count: one,many."""
        return ",".join(self.noun)


STARTS = Flow(
    "starts",
    "People who started treatment",
    ("start", "starts"),
    "Every start of structured treatment, in the month of its first day. Whoever came back counts "
    "again.",
)
COMPLETED = Flow(
    "completed",
    "Treatment completed",
    ("ending", "endings"),
    "Every ending as completed, in the month of its last day.",
)
UNPLANNED = Flow(
    "unplanned",
    "Endings that were not planned",
    ("ending", "endings"),
    "Of the endings of a month, those where the person stopped attending or declined, or where the "
    "service or custody ended it.",
    of="of the endings of the month",
    without="Deaths and transfers are left out.",
)
REVIEWED = Flow(
    "reviewed",
    "Care plan reviews held",
    ("review", "reviews"),
    "Every care plan review that counted, in the month it was held.",
    without="Reviews held late counts care plan and strategic reviews together, and only those of "
    "which it is known when they were due: the two numbers are not of the same reviews.",
)
LATE = Flow(
    "late",
    "Reviews held late",
    ("review", "reviews"),
    "Of the care plan and strategic reviews held in a month, those held after their days of grace, "
    "as it was known on that day.",
    of="of the reviews held in the month",
    without="Reviews of which it is not known when they were due are left out.",
)
FLOWS = {flow.code: flow for flow in (STARTS, REVIEWED, LATE, UNPLANNED, COMPLETED)}
MONTHS = 24


@dataclass(frozen=True, slots=True)
class Month:
    """`number` of `of`; for a flow that is no share, both are the same."""

    first: date
    number: int
    of: int


def whole_months(on: date, months: int = MONTHS) -> list[date]:
    """The first days of the last whole months before a day, oldest first."""
    this = on.replace(day=1)
    return [add_months(this, -back) for back in range(months, 0, -1)]


def by_month(counted: Mapping[date, tuple[int, int]], months: Sequence[date]) -> list[Month]:
    """`counted`: number and of, by first day of a month. Months before the first event are left
    out: there was nothing to count yet."""
    begun = next((at for at, first in enumerate(months) if first in counted), len(months))
    return [Month(first, *counted.get(first, (0, 0))) for first in months[begun:]]


def values(flow: Flow, months: Iterable[Month]) -> tuple[list[Month], list[float]]:
    """The months that have a value, and their values: numbers, or shares from 0 to 1. A month with
    nothing to have a share of has none."""
    having = [month for month in months if month.of or not flow.is_share]
    if flow.is_share:
        return having, [month.number / month.of for month in having]
    return having, [float(month.number) for month in having]


def begun_at(having: Sequence[Month], begun: Iterable[date]) -> list[int]:
    """Where among the months with a value the limits begin anew, by the months somebody named."""
    return [
        next((at for at, month in enumerate(having) if month.first >= first), len(having))
        for first in begun
    ]


def told(
    flow: Flow, months: Iterable[Month], begun: Collection[date]
) -> tuple[list[Month], xmr.Xmr]:
    """The months that can be told from chance, and the chart of their values; of a stock, of their
    changes. `begun`: months in which the limits begin anew."""
    having, given = values(flow, months)
    if not flow.is_stock:
        ceiling = 1 if flow.is_share else None
        return having, xmr.chart(given, begun_at(having, begun), floor=0, ceiling=ceiling)
    having, given = _changes(having, given, begun)
    return having, xmr.chart(given, begun_at(having, begun), usual=0)


def variation_words(flow: Flow, variation: xmr.Variation) -> str:
    return _OF_CHANGES.get(variation, variation.value) if flow.is_stock else variation.value


def signal_words(flow: Flow, signals: Collection[xmr.Signal]) -> str:
    words = _OF_CHANGES if flow.is_stock else {}
    return "; ".join(words.get(one, one.value) for one in xmr.Signal if one in signals)


def newest(flow: Flow, months: Iterable[Month]) -> Month | None:
    """The last month with a value."""
    having, _ = values(flow, months)
    return having[-1] if having else None


def has_limits(flow: Flow, months: Sequence[Month], begun: Collection[date]) -> bool:
    """Whether there are months enough, up to the newest, to tell a change from chance."""
    having, found = told(flow, months, begun)
    reaches = bool(found.stretches) and found.stretches[-1].end == len(having)
    return reaches and having[-1] == newest(flow, months)


def _changes(
    months: Sequence[Month], given: Sequence[float], begun: Collection[date]
) -> tuple[list[Month], list[float]]:
    """Each month that follows on one with a value, and by how much it differs from it. Where limits
    begin anew the two are not of the same kind."""
    found = [
        (month, value - before)
        for (last, before), (month, value) in pairwise(zip(months, given, strict=True))
        if add_months(last.first, 1) == month.first and month.first not in begun
    ]
    return [month for month, _ in found], [change for _, change in found]
