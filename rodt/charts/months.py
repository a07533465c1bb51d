"""A value a month with its mean and process limits (XmR), as plain values drawn on one sheet.

The mean is a line, limits are dashed, a month that is not what the process does by itself has
another shape, filled: it is told without colour. The lines begin anew only where somebody said so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, floor, log10

from django.utils.safestring import SafeString

from rodt.charts.svg import LETTER_WIDTH, WIDEST_LETTER, Mode, Sheet, pushed_apart
from rodt.words import month_year, percent

Place = Callable[[float], float]


@dataclass(frozen=True)
class Stretch:
    """Mean and limits over the months from index `first` up to, not including, `end`."""

    first: int
    end: int
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class MonthValues:
    """`finding` tells what is seen, with its numbers. `special`: indexes of months that stand out.
    `changes`: indexes at which somebody began the limits anew. Shares run from 0 to 1.
    `urls`: what each month's mark opens in a page, "" for nothing. `middle`: what the line between
    the limits is called. `is_near`: shares that lie near one another are drawn on a part of the
    scale, which says so."""

    finding: str
    months: Sequence[date]
    values: Sequence[float]
    stretches: Sequence[Stretch] = ()
    special: frozenset[int] = frozenset()
    changes: Sequence[int] = ()
    is_share: bool = False
    urls: Sequence[str] = ()
    middle: str = "mean"
    is_near: bool = False


@dataclass(frozen=True)
class Frame:
    """Where the plot stands on its sheet. `right`: where it ends, or sooner if the names of its
    lines need the room."""

    width: int
    height: int
    left: float
    right: float
    most_labels: int
    top: float = 22
    foot: float = 26


WIDE = Frame(width=1152, height=230, left=48, right=1062, most_labels=12)
NARROW = Frame(width=358, height=210, left=46, right=278, most_labels=3)
SMALL = Frame(width=288, height=200, left=46, right=208, most_labels=2)
NAME_GAP = 12
FRAMES = {"wide": WIDE, "narrow": NARROW, "small": SMALL}


def month_chart(shown: MonthValues, *, width: str = "wide", mode: Mode = "page") -> SafeString:
    """The picture; its values stand in a table that the caller supplies."""
    frame = _with_room(FRAMES[width], shown)
    sheet = Sheet(frame.width, frame.height, title=shown.finding, mode=mode)
    base = frame.height - frame.foot
    ticks = _near(shown) if shown.is_near else rule_values(_most(shown), is_share=shown.is_share)
    shift, scale = ticks[0], (base - frame.top) / (ticks[-1] - ticks[0])
    step = (frame.right - frame.left) / max(len(shown.values) - 1, 1)

    def x(at: float) -> float:
        return frame.left + at * step

    def y(value: float) -> float:
        return base - (value - shift) * scale

    for tick in ticks:
        sheet.line("c-grid", frame.left - 6, y(tick), frame.right + 6, y(tick))
        sheet.text(frame.left - 10, y(tick) + 4, _said(tick, shown), "c-quiet", anchor="end")
    if shift:
        sheet.text(0, 12, f"The scale begins at {percent(shift)}", "c-quiet")
    _draw_months(sheet, shown, frame, x, base)
    for at in shown.changes:
        sheet.line("c-review", x(at - 0.5), frame.top - 8, x(at - 0.5), base)
    for stretch in shown.stretches:
        start = max(x(stretch.first - 0.4), frame.left - 6)
        end = min(x(stretch.end - 0.6), frame.right + 6)
        sheet.line("c-rule", start, y(stretch.mean), end, y(stretch.mean))
        for limit in _drawn(stretch, shown):
            sheet.line("c-outer", start, y(limit), end, y(limit))
    sheet.path("c-axis", [(x(at), y(value)) for at, value in enumerate(shown.values)])
    for at, (month, value) in enumerate(zip(shown.months, shown.values, strict=True)):
        url = shown.urls[at] if shown.urls else ""
        words = f"{month_year(month)}: {_said(value, shown)}"
        with sheet.mark(x(at), y(value), url, words):
            _draw_value(sheet, x(at), y(value), is_special=at in shown.special)
    _name_lines(sheet, shown, frame, y)
    return sheet.render()


def rule_values(most: float, *, is_share: bool) -> list[float]:
    """Four or five round values from 0 to at least `most`, for the hairlines of an axis."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    step = next(part * power for part in (1, 2, 2.5, 5, 10) if part * power >= rough - 1e-9)
    if not is_share:
        step = max(1.0, float(ceil(step)))
    last = ceil(round(most / step, 6))
    found = [round(step * at, 6) for at in range(last + 1)]
    return [min(value, 1.0) for value in found] if is_share else found


def _near(shown: MonthValues) -> list[float]:
    """Round shares from below the least to above the most of what is drawn."""
    drawn = [*shown.values, *(limit for one in shown.stretches for limit in (one.lower, one.upper))]
    least, most = min(drawn), max(drawn)
    step = next((part for part in (1, 2, 5, 10) if part * 4 >= (most - least) * 100), 20)
    first, last = floor(least * 100 / step), ceil(most * 100 / step)
    if first == last:  # all of them the same
        first, last = (first - 1, last) if first else (0, 1)
    return [at * step / 100 for at in range(first, last + 1)]


def _drawn(stretch: Stretch, shown: MonthValues) -> list[float]:
    """The limits within which a value can lie on either side: at 0, or at 1 for a share, there is
    nothing beyond."""
    ends = (0.0, 1.0) if shown.is_share else (0.0,)
    return [limit for limit in (stretch.upper, stretch.lower) if limit not in ends]


def _most(shown: MonthValues) -> float:
    return max([*shown.values, *(stretch.upper for stretch in shown.stretches)], default=0)


def _draw_value(sheet: Sheet, x: float, y: float, *, is_special: bool) -> None:
    if is_special:
        sheet.add("rect", "c-special", x=x - 5, y=y - 5, width=10.0, height=10.0)
    else:
        sheet.add("circle", "c-one-mark", cx=x, cy=y, r=3.5)


def _said(value: float, shown: MonthValues) -> str:
    return percent(value) if shown.is_share else f"{value:,.0f}"


def _draw_months(sheet: Sheet, shown: MonthValues, frame: Frame, x: Place, base: float) -> None:
    """The newest month always has its name, the others as there is room, evenly."""
    last = len(shown.months) - 1
    every = max(1, ceil(len(shown.months) / frame.most_labels))
    for at in range(last, -1, -every):
        words = month_year(shown.months[at])
        half = len(words) * LETTER_WIDTH / 2
        centre = min(max(x(at), half), frame.width - half)
        sheet.text(centre, base + 19, words, "c-quiet", anchor="middle")


def _with_room(frame: Frame, shown: MonthValues) -> Frame:
    longest = max((len(words) for _, words, _ in _named(shown)), default=0)
    end = frame.width - longest * WIDEST_LETTER - NAME_GAP
    top = frame.top + 12 if shown.is_near else frame.top
    return replace(frame, right=min(frame.right, end), top=top)


def _named(shown: MonthValues) -> list[tuple[float, str, str]]:
    """Mean and limits of the last stretch, if it reaches the last month: value, words, style."""
    last = shown.stretches[-1] if shown.stretches else None
    if last is None or last.end != len(shown.values):
        return []
    named = [
        (last.mean, shown.middle, "c-bold"),
        *((at, "limit", "") for at in _drawn(last, shown)),
    ]
    return [
        (value, f"{what} {percent(value) if shown.is_share else f'{value:,.1f}'}", style)
        for value, what, style in named
    ]


def _name_lines(sheet: Sheet, shown: MonthValues, frame: Frame, y: Place) -> None:
    """At the end of each line its name, pushed apart."""
    named = _named(shown)
    wanted = [y(value) + 4 for value, _, _ in named]
    places = pushed_apart(wanted, gap=15, low=frame.top - 6, high=frame.height - frame.foot + 4)
    for (_, words, style), at in zip(named, places, strict=True):
        sheet.text(frame.right + NAME_GAP, at, words, style)
