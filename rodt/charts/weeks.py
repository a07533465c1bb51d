"""The ground for drawings of a cohort over the weeks since the start: axis, levels, counts below.

Three sizes: half a page's width, a phone's, and a small phone's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rodt.charts.svg import HIT, Mode, Sheet

Width = Literal["wide", "narrow", "small"]
SIZES: dict[Width, int] = {"wide": 560, "narrow": 358, "small": 288}
LEFT, RIGHT, TOP = 44, 50, 12


@dataclass(frozen=True)
class Tick:
    """A labelled place on the axis."""

    day: int
    label: str


@dataclass(frozen=True)
class Counts:
    """A row of numbers below the axis: who is in the denominator, by day."""

    label: str
    by_day: Sequence[tuple[int, int]]


class Weeks:
    """`base`: where the lowest lane ends; below it the ticks' labels and the rows of counts."""

    def __init__(
        self,
        finding: str,
        until_day: int,
        ticks: Sequence[Tick],
        counts: Sequence[Counts],
        *,
        base: float,
        width: Width,
        mode: Mode,
    ) -> None:
        self.until_day, self.ticks, self.base = until_day, ticks, base
        self.edge = SIZES[width] - RIGHT
        height = int(base + 26 + 40 * len(counts))
        self.sheet = Sheet(SIZES[width], height, title=finding, mode=mode)
        self._opened = -HIT
        for tick in ticks:
            self.sheet.text(self.x(tick.day), base + 18, tick.label, "c-quiet", anchor="middle")
        self.sheet.text(self.edge + 14, base + 18, "weeks", "c-quiet")
        for place, row in enumerate(counts):
            y = base + 42 + 40 * place
            self.sheet.text(0, y, row.label, "c-bold")
            for day, number in row.by_day:
                self.sheet.text(self.x(day), y + 17, f"{number:,}", anchor="middle")

    def x(self, day: float) -> float:
        return LEFT + day / self.until_day * (self.edge - LEFT)

    def levels(self, top: float, base: float, labels: Sequence[str]) -> None:
        """Hairlines across a lane, the lowest label at its base."""
        for place, label in enumerate(labels):
            y = base - (base - top) * place / (len(labels) - 1)
            self.sheet.line("c-grid" if place else "c-axis", LEFT, y, self.edge, y)
            self.sheet.text(LEFT - 8, y + 4, label, "c-quiet", anchor="end")
        for tick in self.ticks:
            self.sheet.line("c-axis", self.x(tick.day), base, self.x(tick.day), base + 4)

    def mark(self, x: float, y: float, url: str, words: str, *, square: bool = False) -> None:
        """A result. It opens its people while there is room to point at it."""
        is_free = x - self._opened >= HIT
        with self.sheet.link(url if is_free else "", words):
            if url and is_free and self.sheet.mode == "page":
                self._opened = x
                half = HIT / 2
                self.sheet.add("rect", "c-hit", x=x - half, y=y - half, width=HIT, height=HIT)
            if square:
                self.sheet.add("rect", "c-two-mark", x=x - 4, y=y - 4, width=8.0, height=8.0)
            else:
                self.sheet.add("circle", "c-one-mark", cx=x, cy=y, r=4.0)

    def next_lane(self) -> None:
        self._opened = -HIT
