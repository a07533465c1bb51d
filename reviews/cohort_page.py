"""A cohort as a page shows it: two drawings, their sentences, and a table of numbers that open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from reviews import cohort_words as words
from reviews.since_start import (
    ALL,
    DRAWN_FROM,
    Cohort,
    Part,
    Started,
    WeekRow,
    first_day_of,
)
from rodt import charts
from rodt.charts.weeks import Width
from rodt.words import count, people

WIDTHS: tuple[Width, ...] = ("wide", "narrow", "small")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and the address of its people; none opens nobody."""

    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A week in the table."""

    title: str
    staying: Number
    left: Number
    ahead: Number
    share: str
    answered: Number
    not_answered: Number
    mean: str
    none: Number | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One chart, for components/chart.html."""

    finding: str
    wide: SafeString
    narrow: SafeString
    small: SafeString


@dataclass(frozen=True, slots=True)
class Panel:
    """`stayed` and `used` are None where there are too few people to draw anything."""

    key: str
    title: str
    started: Number
    lines: list[Line]
    stayed: Drawn | None
    used: Drawn | None

    @property
    def too_few(self) -> str:
        if self.stayed is not None:
            return ""
        return f"{people(self.started.value)}: too few to draw. The numbers stand in the table."


class Links:
    """Addresses of the people behind a number. `query`: what else the address asks for."""

    def __init__(self, query: str = "") -> None:
        self.query = f"{query}&" if query else ""

    def to(self, key: str, week: int, part: Part) -> str:
        return f"?{self.query}people={key}.{week}.{part.value}"

    def number(self, found: Cohort, row: WeekRow, part: Part) -> Number:
        many = len(row.people(part, found.started))
        return Number(many, self.to(found.what.key, row.week, part) if many else "")


def panel(found: Cohort, links: Links, weeks: int, told_in_week: int) -> Panel:
    """`weeks`: how far the axes go. `told_in_week`: the week that the sentences speak of."""
    is_drawn = len(found.started) >= DRAWN_FROM
    return Panel(
        found.what.key,
        found.what.title,
        links.number(found, found.rows[0], Part.STARTED),
        [_line(found, row, links) for row in found.rows],
        _stayed(found, links, weeks, told_in_week) if is_drawn else None,
        _used(found, links, weeks, told_in_week) if is_drawn else None,
    )


def _line(found: Cohort, row: WeekRow, links: Links) -> Line:
    def number(part: Part) -> Number:
        return links.number(found, row, part)

    mean = "–"
    if row.mean is not None:
        half = row.middle_half
        mean = f"{row.mean:.1f}" + (f" ({half[0]:.0f} to {half[1]:.0f})" if half else "")
    return Line(
        words.week_words(row.week),
        number(Part.STAYING),
        number(Part.LEFT),
        number(Part.AHEAD),
        words.share_words(row.step),
        number(Part.ANSWERED),
        number(Part.NOT_ANSWERED),
        mean,
        number(Part.NONE) if row.answered else None,
    )


def _is_tick(week: int, weeks: int) -> bool:
    """Five labels at most: each fourth week of 12, each twelfth of a year."""
    return week % (4 if weeks <= 16 else 12) == 0


def _stayed(found: Cohort, links: Links, weeks: int, told_in_week: int) -> Drawn:
    ticked = [row for row in found.rows if _is_tick(row.week, weeks) and row.step is not None]
    curve = found.curve
    assert curve is not None
    finding = words.stayed(found, told_in_week)
    drawing = charts.Retention(
        finding=finding,
        steps=[charts.Stay(step.day, step.share, step.low, step.high) for step in curve.steps],
        last_day=curve.last_day,
        until_day=first_day_of(weeks),
        ticks=_ticks(weeks, starts_early=True),
        staying=[(first_day_of(row.week), len(row.staying)) for row in ticked],
        left=[(first_day_of(row.week), len(row.left)) for row in ticked],
        ahead=[(first_day_of(row.week), len(row.ahead)) for row in ticked],
        marks=[
            charts.StayMark(
                first_day_of(row.week),
                row.step.share,
                links.to(found.what.key, row.week, Part.STAYING) if row.staying else "",
                f"{words.week_words(row.week)}: {words.share_words(row.step)} still in treatment."
                f" Open the {people(len(row.staying))}",
            )
            for row in ticked
            if row.step is not None
        ],
    )
    return Drawn(finding, *(charts.retention_curve(drawing, width=width) for width in WIDTHS))


def _used(found: Cohort, links: Links, weeks: int, told_in_week: int) -> Drawn:
    ticked = [row for row in found.rows if _is_tick(row.week, weeks)]
    finding = words.used(found, told_in_week)
    drawing = charts.UseSince(
        finding=finding,
        points=[_point(found, row, links) for row in found.rows if row.can_be_drawn],
        until_day=weeks * 7,
        ticks=_ticks(weeks, starts_early=False),
        staying=[(row.week * 7, len(row.staying)) for row in ticked],
        answered=[(row.week * 7, len(row.answered)) for row in ticked],
    )
    return Drawn(finding, *(charts.use_since_start(drawing, width=width) for width in WIDTHS))


def _ticks(weeks: int, *, starts_early: bool) -> list[charts.Tick]:
    """`starts_early`: a week stands where it begins, else where it ends."""
    return [
        charts.Tick(
            first_day_of(week) if starts_early else week * 7, str(week) if week else "start"
        )
        for week in range(0, weeks + 1, 4)
        if _is_tick(week, weeks)
    ]


def _point(found: Cohort, row: WeekRow, links: Links) -> charts.UsePoint:
    assert row.mean is not None and row.middle_half is not None and row.none_share is not None
    key, when = found.what.key, words.week_words(row.week)
    return charts.UsePoint(
        row.week * 7,
        row.mean,
        *row.middle_half,
        none_share=row.none_share,
        url=links.to(key, row.week, Part.ANSWERED),
        words=f"{when}: {row.mean:.1f} days on average. Open the {people(len(row.answered))}",
        none_url=links.to(key, row.week, Part.NONE) if row.none else "",
        none_words=f"{when}: {count(len(row.none), 'person', 'people')} used on none. Open them",
    )


def asked(value: str, found: list[Cohort]) -> tuple[Cohort, int, Part, tuple[Started, ...]] | None:
    """What `people=methadone-oral-solution.24.left` asks for; None where it asks for nothing."""
    key, _, rest = value.partition(".")
    week, _, part = rest.partition(".")
    one = next((one for one in found if one.what.key == key), None)
    if one is None or not week.isdecimal() or part not in set(Part):
        return None
    behind = one.people(int(week), Part(part))
    return None if behind is None else (one, int(week), Part(part), behind)


def behind(
    value: str, found: list[Cohort], names: dict[Any, str], on: date
) -> dict[str, Any] | None:
    """The people behind a number by name, each with the reason: for reviews/cohort_people.html."""
    what = asked(value, found)
    if what is None:
        return None
    one, week, part, started = what
    rows = [
        {
            "patient_id": each.patient_id,
            "name": names[each.patient_id],
            "why": words.why(part, each, week, on),
            "started_on": each.start.started_on,
        }
        for each in started
    ]
    rows.sort(key=lambda row: (row["name"], row["started_on"], row["patient_id"]))
    whose = "" if one.what == ALL else f"{one.what.title}: "
    heading = words.part_words(part, week)
    return {
        "heading": f"{whose}{heading[0].lower()}{heading[1:]}" if whose else heading,
        "rows": rows,
        "asked": value,
    }
