"""A share against how many people it is of: one point a unit, in the funnel that chance makes.

Inner limits are dotted, outer ones dashed. A unit outside is filled and named; the others are
hollow. Units have no order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from rodt.charts.months import FRAMES, rule_values
from rodt.charts.svg import LETTER_WIDTH, Mode, Sheet
from rodt.words import percent


@dataclass(frozen=True)
class Point:
    name: str
    of: int
    share: float
    is_outside: bool = False
    url: str = ""


@dataclass(frozen=True)
class FunnelValues:
    """`curve`: (of, inner low, inner high, outer low, outer high) by rising `of`."""

    finding: str
    share: float
    points: Sequence[Point]
    curve: Sequence[tuple[int, float, float, float, float]]


def funnel_chart(shown: FunnelValues, *, width: str = "wide", mode: Mode = "page") -> SafeString:
    """The picture; its values stand in a table that the caller supplies."""
    frame = FRAMES[width]
    sheet = Sheet(frame.width, frame.height, title=shown.finding, mode=mode)
    base = frame.height - frame.foot
    most = max([row[4] for row in shown.curve] + [point.share for point in shown.points])
    ticks = rule_values(most, is_share=True)
    smallest, largest = shown.curve[0][0], shown.curve[-1][0]

    def x(of: float) -> float:
        share = (of - smallest) / max(largest - smallest, 1)
        return frame.left + share * (frame.right - frame.left)

    def y(share: float) -> float:
        return base - share / ticks[-1] * (base - frame.top)

    for tick in ticks:
        sheet.line("c-grid", frame.left - 6, y(tick), frame.right + 6, y(tick))
        sheet.text(frame.left - 10, y(tick) + 4, percent(tick), "c-quiet", anchor="end")
    for of in rule_values(largest, is_share=False):
        if smallest <= of <= largest:
            sheet.text(x(of), base + 19, f"{of:,.0f}", "c-quiet", anchor="middle")
    for column, style in ((1, "c-inner"), (2, "c-inner"), (3, "c-outer"), (4, "c-outer")):
        sheet.path(style, [(x(row[0]), y(row[column])) for row in shown.curve])
    sheet.line("c-rule", frame.left, y(shown.share), frame.right, y(shown.share))
    sheet.text(frame.right + 12, y(shown.share) + 4, f"all {percent(shown.share)}", "c-bold")
    for point in sorted(shown.points, key=lambda point: point.of):
        at, height = x(point.of), y(point.share)
        style = "c-special" if point.is_outside else "c-last"
        with sheet.mark(at, height, point.url, f"{point.name}: {percent(point.share)}"):
            sheet.add("circle", style, cx=at, cy=height, r=5.0)
        if point.is_outside:
            _name(sheet, point, at, height, frame.right)
    return sheet.render()


def _name(sheet: Sheet, point: Point, x: float, y: float, right: float) -> None:
    """To the right of its point, or to the left where there is no room."""
    if x + 10 + len(point.name) * LETTER_WIDTH > right:
        sheet.text(x - 10, y + 4, point.name, "c-bold", anchor="end")
    else:
        sheet.text(x + 10, y + 4, point.name, "c-bold")
