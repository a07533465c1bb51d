"""Shares in rows: a dot where the result is, a thick line for its 95% interval, and the numbers.

No target is ever drawn. What is not known stands apart, in a column of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from rodt.charts.svg import Mode, Sheet
from rodt.charts.weeks import SIZES, Width
from rodt.words import percent

_ROW, _HEAD, _TOP = 26, 30, 22


@dataclass(frozen=True)
class ShareRow:
    """`number` of `of`, with its interval; nothing is drawn where `of` is 0. `apart`: how many are
    not known. `words` say what the dot opens."""

    title: str
    number: int
    of: int
    low: float
    high: float
    apart: int = 0
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class ShareGroup:
    title: str
    rows: Sequence[ShareRow]


@dataclass(frozen=True)
class Shares:
    """`counted`, `apart`: heads of the two columns of numbers."""

    finding: str
    counted: str
    apart: str
    groups: Sequence[ShareGroup]


class _Places(NamedTuple):
    """Where the axis begins and ends, and where the two columns of numbers end."""

    left: float
    right: float
    counted: float
    apart: float
    ticks: Sequence[float]


_PLACES: dict[Width, _Places] = {
    "wide": _Places(150, 380, 476, 556, (0, 0.25, 0.5, 0.75, 1)),
    "narrow": _Places(24, 188, 280, 354, (0, 0.5, 1)),
    "small": _Places(14, 134, 212, 286, (0, 0.5, 1)),
}


def share_rows(shown: Shares, *, width: Width = "wide", mode: Mode = "page") -> SafeString:
    """Its values stand in a table that the caller supplies."""
    places, is_wide = _PLACES[width], width == "wide"
    step = _ROW if is_wide else _ROW + 18
    rows = sum(len(group.rows) for group in shown.groups)
    base = _TOP + _HEAD * len(shown.groups) + step * rows + 4
    sheet = Sheet(SIZES[width], int(base + 28), title=shown.finding, mode=mode)
    for tick in places.ticks:
        x = _x(places, tick)
        sheet.line("c-axis", x, base, x, base + 4)
        sheet.text(x, base + 18, percent(tick), "c-quiet", anchor="middle")
    sheet.line("c-axis", places.left, base, places.right, base)
    sheet.text(places.counted, 14, shown.counted, "c-quiet", anchor="end")
    sheet.text(places.apart, 14, shown.apart, "c-quiet", anchor="end")
    y = float(_TOP)
    for group in shown.groups:
        y += _HEAD
        sheet.text(0, y - 6, group.title, "c-bold")
        for row in group.rows:
            middle = y + (_ROW / 2 if is_wide else _ROW / 2 + 16)
            sheet.text(0, middle + 4 if is_wide else y + 13, row.title)
            _row(sheet, places, row, middle)
            y += step
    return sheet.render()


def _x(places: _Places, share: float) -> float:
    return places.left + share * (places.right - places.left)


def _row(sheet: Sheet, places: _Places, row: ShareRow, y: float) -> None:
    sheet.text(places.counted, y + 4, f"{row.number:,} of {row.of:,}", anchor="end")
    sheet.text(places.apart, y + 4, f"{row.apart:,}", "c-quiet", anchor="end")
    sheet.line("c-grid", places.left, y, places.right, y)
    if not row.of:
        return
    x = _x(places, row.number / row.of)
    sheet.line("c-interval", _x(places, row.low), y, _x(places, row.high), y)
    sheet.next_lane()
    with sheet.mark(x, y, row.url, row.words):
        sheet.add("circle", "c-one-mark", cx=x, cy=y, r=5.0)
