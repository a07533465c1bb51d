"""The first 12 weeks of a cohort as they may leave the service. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from audits.report import RetentionPoint
from rodt.words import percent

WEEKS_SHOWN = (0, 4, 8, 12)
"""Those on paper."""


def thinned(points: Iterable[RetentionPoint], under: int) -> tuple[RetentionPoint, ...]:
    """Weeks of the retention curve that tell of no fewer than 5 people: a week is kept where nobody
    or at least 5 have gone since the last one kept, and until the last week."""
    found = tuple(points)
    if not found or found[0].at_risk < under:
        return ()
    last = found[-1]
    if 0 < last.at_risk < under or 0 < found[0].at_risk - last.at_risk < under:
        return found[:1]
    kept = [found[0]]
    for point in found[1:-1]:
        gone = kept[-1].at_risk - point.at_risk, point.at_risk - last.at_risk
        if all(people == 0 or people >= under for people in gone):
            kept.append(point)
    return (*kept, last)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the curve. `share`: what is said in place of it, where nothing more is shown."""

    week: int
    share: str
    interval: str = ""
    at_risk: str = ""


def weeks(points: tuple[RetentionPoint, ...], under: int) -> list[Week]:
    """Those that may leave the service; of the weeks that a report prints, all."""
    found = {point.week: _week(point) for point in thinned(points, under)}
    few = bool(points) and points[0].at_risk < under
    words = f"under {under} people" if few else "not shown"
    for week in WEEKS_SHOWN:
        found.setdefault(week, Week(week, words if points else "nobody started"))
    return [found[week] for week in sorted(found)]


def _week(point: RetentionPoint) -> Week:
    interval = ""
    if point.low is not None and point.high is not None:
        interval = f"{percent(point.low)} to {percent(point.high)}"
    return Week(point.week, percent(point.share), interval, str(point.at_risk))
