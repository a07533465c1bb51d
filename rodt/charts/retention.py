"""Who stayed: steps, their 95% band, and how many are left to say so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from rodt.charts.svg import Mode, number
from rodt.charts.weeks import TOP, Counts, Tick, Weeks, Width
from rodt.words import percent

_BASE = TOP + 156
SEEN_FROM = 0.5
"""Units of the drawing; half a pixel where it is not enlarged."""


@dataclass(frozen=True)
class Stay:
    """From this day on so many stay, as a share from 0 to 1, with the limits of its band."""

    day: int
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class StayMark:
    """A week whose number can be opened. `words` say what opens."""

    day: int
    share: float
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class Retention:
    """`last_day`: nothing is known after it, so the line ends there. `until_day`: of the axis.
    `staying`, `left` and `ahead` (not followed that far yet) add up to all who started."""

    finding: str
    steps: Sequence[Stay]
    last_day: int
    until_day: int
    ticks: Sequence[Tick]
    staying: Sequence[tuple[int, int]]
    left: Sequence[tuple[int, int]] = ()
    ahead: Sequence[tuple[int, int]] = ()
    marks: Sequence[StayMark] = ()


def retention_curve(
    retention: Retention, *, width: Width = "wide", mode: Mode = "page"
) -> SafeString:
    """Its values stand in a table that the caller supplies."""
    rows = (
        ("Still in treatment", retention.staying),
        ("Left before", retention.left),
        ("Not that far yet", retention.ahead),
    )
    counts = [Counts(label, by_day) for label, by_day in rows if by_day]
    weeks = Weeks(
        retention.finding,
        retention.until_day,
        retention.ticks,
        counts,
        base=_BASE,
        width=width,
        mode=mode,
    )
    end = min(retention.last_day, retention.until_day)
    shown = [step for step in retention.steps if step.day <= end]
    _draw_band(weeks, shown, end)
    weeks.levels(TOP, _BASE, ("0", "25", "50", "75", "100%"))
    line = _stairs(weeks, [(step.day, step.share) for step in shown], end)
    weeks.sheet.path("c-one", line)
    for mark in retention.marks:
        weeks.mark(weeks.x(mark.day), _y(mark.share), mark.url, mark.words)
    if shown:
        said = percent(shown[-1].share)
        weeks.sheet.text(weeks.x(end) + 8, _y(shown[-1].share) + 4, said, "c-bold c-one-text")
    return weeks.sheet.render()


def _y(share: float) -> float:
    return _BASE - share * (_BASE - TOP)


def _draw_band(weeks: Weeks, steps: Sequence[Stay], end: int) -> None:
    """From the first day that has a band; where everybody has left there is none any more."""
    low = [(step.day, step.low) for step in steps if step.low is not None]
    high = [(step.day, step.high) for step in steps if step.high is not None]
    if not low or not high:
        return
    until = next((s.day for s in steps if s.day > low[-1][0] and s.low is None), end)
    above, below = _stairs(weeks, high, until), _stairs(weeks, low, until)
    points = " ".join(f"{number(x)},{number(y)}" for x, y in [*above, *reversed(below)])
    weeks.sheet.add("polygon", "c-area", points=points)
    weeks.sheet.path("c-limit", above)
    weeks.sheet.path("c-limit", below)


def _stairs(
    weeks: Weeks, levels: Sequence[tuple[int, float]], end: int
) -> list[tuple[float, float]]:
    """A step too small to be seen is drawn together with the next."""
    seen: list[tuple[int, float]] = []
    for day, share in levels:
        y = _y(share)
        if not seen or abs(y - seen[-1][1]) >= SEEN_FROM:
            seen.append((day, y))
    points: list[tuple[float, float]] = []
    for place, (day, y) in enumerate(seen):
        until = seen[place + 1][0] if place + 1 < len(seen) else end
        points += [(weeks.x(day), y), (weeks.x(until), y)]
    return points
