"""Days of use since the start, in two lanes: mean with its middle half, and the share with none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from rodt.charts.svg import Mode
from rodt.charts.weeks import TOP, Counts, Tick, Weeks, Width
from rodt.words import percent

DAYS = 28
_TITLE = 20
_DAYS_TOP = TOP + _TITLE
_DAYS_BASE = _DAYS_TOP + 98
_NONE_TOP = _DAYS_BASE + 20 + _TITLE
_NONE_BASE = _NONE_TOP + 56


@dataclass(frozen=True)
class UsePoint:
    """What those who answered said about one day since the start. `words` and `none_words` say
    what the two marks open."""

    day: int
    mean: float
    low: float
    high: float
    none_share: float
    url: str = ""
    words: str = ""
    none_url: str = ""
    none_words: str = ""


@dataclass(frozen=True)
class UseSince:
    finding: str
    points: Sequence[UsePoint]
    until_day: int
    ticks: Sequence[Tick]
    staying: Sequence[tuple[int, int]]
    answered: Sequence[tuple[int, int]]


def use_since_start(use: UseSince, *, width: Width = "wide", mode: Mode = "page") -> SafeString:
    """Its values stand in a table that the caller supplies."""
    counts = [Counts("Still in treatment", use.staying), Counts("Of them, answered", use.answered)]
    weeks = Weeks(
        use.finding, use.until_day, use.ticks, counts, base=_NONE_BASE, width=width, mode=mode
    )
    sheet = weeks.sheet
    sheet.text(0, TOP + 4, "Days used of 28: mean, middle half", "c-bold")
    weeks.levels(_DAYS_TOP, _DAYS_BASE, ("0", "14", "28"))
    for run in runs(use.points):
        sheet.path("c-one", [(weeks.x(one.day), _days_y(one.mean)) for one in run])
    for one in use.points:
        x = weeks.x(one.day)
        sheet.line("c-tick", x, _days_y(one.high), x, _days_y(one.low))
        weeks.mark(x, _days_y(one.mean), one.url, one.words)
    weeks.sheet.next_lane()
    sheet.text(0, _NONE_TOP - 12, "Used on no day, of those who answered", "c-bold")
    weeks.levels(_NONE_TOP, _NONE_BASE, ("0", "50", "100%"))
    for run in runs(use.points):
        sheet.path("c-two", [(weeks.x(one.day), _none_y(one.none_share)) for one in run])
    for one in use.points:
        y = _none_y(one.none_share)
        weeks.mark(weeks.x(one.day), y, one.none_url, one.none_words, square=True)
    if use.points:
        last = use.points[-1]
        at = weeks.x(last.day) + 9
        sheet.text(at, _days_y(last.mean) + 4, f"{last.mean:.1f}", "c-bold c-one-text")
        sheet.text(at, _none_y(last.none_share) + 4, percent(last.none_share), "c-bold c-two-text")
    return sheet.render()


def runs(points: Sequence[UsePoint]) -> list[list[UsePoint]]:
    """Points that follow each other after 4 weeks: where too few answered, the line has a gap."""
    found: list[list[UsePoint]] = []
    for point in points:
        if found and point.day - found[-1][-1].day <= DAYS:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def _days_y(days: float) -> float:
    return _DAYS_BASE - days / DAYS * (_DAYS_BASE - _DAYS_TOP)


def _none_y(share: float) -> float:
    return _NONE_BASE - share * (_NONE_BASE - _NONE_TOP)
