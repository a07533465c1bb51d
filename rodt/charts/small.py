"""Small drawings that stand in a line or a row: interval strip, sparkline, days as squares."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from rodt.charts.svg import Mode, Sheet

DAYS = 28
_SQUARE, _STEP = 7, 9
_STRIP_WIDTH, _STRIP_HEIGHT, _STRIP_EDGE = 150, 22, 3


@dataclass(frozen=True)
class Interval:
    """A result as shares from 0 to 1. `unknown_low` and `unknown_high` are the results if every
    unknown were no, or yes; `previous` is the last run. None: there is none, or nobody to count."""

    result: float | None
    low: float | None = None
    high: float | None = None
    unknown_low: float | None = None
    unknown_high: float | None = None
    previous: float | None = None

    @property
    def words(self) -> str:
        if self.result is None:
            return "No result: nobody to count"
        said = [f"{_hundred(self.result)} in 100"]
        if self.low is not None and self.high is not None:
            said.append(f"95% interval {_hundred(self.low)} to {_hundred(self.high)}")
        if self.unknown_low is not None and self.unknown_high is not None:
            said.append(
                f"{_hundred(self.unknown_low)} to {_hundred(self.unknown_high)}"
                " if every unknown were no, or yes"
            )
        if self.previous is not None:
            said.append(f"last run {_hundred(self.previous)}")
        return "; ".join(said)


def _hundred(share: float) -> int:
    return round(share * 100)


def interval_strip(strip: Interval, *, mode: Mode = "page") -> SafeString:
    """Grey line from 0 to 100; dot the result, thick line its interval, band the unknowns, hollow
    triangle the last run."""
    sheet = Sheet(_STRIP_WIDTH, _STRIP_HEIGHT, title=strip.words, mode=mode)
    middle = 9.0

    def x(share: float) -> float:
        return _STRIP_EDGE + share * (_STRIP_WIDTH - 2 * _STRIP_EDGE)

    if strip.unknown_low is not None and strip.unknown_high is not None:
        left, right = x(strip.unknown_low), x(strip.unknown_high)
        sheet.add(
            "rect", "c-unknown", x=left, y=middle - 5, width=max(right - left, 0), height=10.0
        )
    sheet.line("c-axis", x(0), middle, x(1), middle)
    for tick in (0, 0.5, 1):
        sheet.line("c-axis", x(tick), middle - 3, x(tick), middle + 3)
    if strip.low is not None and strip.high is not None:
        sheet.line("c-interval", x(strip.low), middle, x(strip.high), middle)
    if strip.result is not None:
        sheet.add("circle", "c-dot", cx=x(strip.result), cy=middle, r=4.0)
    if strip.previous is not None:
        at = x(strip.previous)
        sheet.add("path", "c-last", d=f"M{at:.1f} 14.5 L{at + 4:.1f} 21 L{at - 4:.1f} 21 Z")
    return sheet.render()


def sparkline(
    values: Sequence[float | None], *, low: float, high: float, title: str, mode: Mode = "page"
) -> SafeString:
    """A line without axes from the first value to the last, which has a dot. None leaves a gap;
    a value between two gaps is a small dot of its own."""
    width, height = 110, 24
    sheet = Sheet(width, height, title=title, mode=mode)
    sheet.line("c-axis", 0, height - 1, width, height - 1)
    step = (width - 10) / max(len(values) - 1, 1)
    points = [
        None
        if value is None
        else (4 + index * step, height - 4 - (value - low) / (high - low) * (height - 8))
        for index, value in enumerate(values)
    ]
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
            continue
        sheet.path("c-rule", run)
        if len(run) == 1:
            sheet.add("circle", "c-dot", cx=run[0][0], cy=run[0][1], r=1.5)
        run = []
    known = [point for point in points if point is not None]
    if known:
        sheet.add("circle", "c-one-mark", cx=known[-1][0], cy=known[-1][1], r=3.0)
    return sheet.render()


def top_squares(days: int | None, *, mode: Mode = "page") -> SafeString:
    """Days used of the last 28, as four rows of seven. Not asked is an empty dashed frame, never
    28 empty squares. Raises ValueError outside 0 to 28."""
    width, height = 7 * _STEP - 2, 4 * _STEP - 2
    if days is None:
        sheet = Sheet(width, height, title="Not asked", mode=mode)
        sheet.add("rect", "c-square-none", x=0.5, y=0.5, width=width - 1.0, height=height - 1.0)
        return sheet.render()
    if not 0 <= days <= DAYS:
        raise ValueError(f"days used must be from 0 to {DAYS}, not {days}")
    sheet = Sheet(width, height, title=f"{days} of 28 days", mode=mode)
    for day in range(DAYS):
        row, column = divmod(day, 7)
        sheet.add(
            "rect",
            "c-square-on" if day < days else "c-square-off",
            x=column * _STEP + 0.5,
            y=row * _STEP + 0.5,
            width=_SQUARE - 1.0,
            height=_SQUARE - 1.0,
        )
    return sheet.render()
