"""What became of those who started: who is still in treatment in a week, who left, and how many
days they used opiates by then. Pure.

*In treatment in a week* means that on the first day of that week a prescription covered them, with
never 28 days in a row without one since the start. Week 1 begins on the first day. So in week 24 of
a trial that lasted 24 weeks are all whose last dose fell into that week or later. A change of
medicine is no end: people stay with the medicine that they started on.

Cohorts may have a time axis; nobody is ranked by it (design/decisions.md 20).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from statistics import fmean, quantiles
from uuid import UUID

from prescribing.formulations import Formulation
from reviews.retention import Start, followed
from reviews.top_windows import START_WINDOW_DAYS
from rodt.dates import days_between
from rodt.survival import Curve, Step, kaplan_meier

EVERY_WEEKS = 4
WEEKS_SHOWN = 52
# Each TOP belongs to the one week of four that it is nearest to; the window of a start TOP is as
# wide (domain/top.md §3).
HALF_DAYS = START_WINDOW_DAYS
DRAWN_FROM = 5
"""Of fewer people nothing is drawn; they stand in the table, and can be opened."""
MEAN_FROM = 10
"""Of fewer answers no mean is drawn: one person moves it too far. The product's own [P]."""


@dataclass(frozen=True, slots=True)
class Use:
    """Days of opiates of 28, answered in a TOP."""

    on: date
    days: int
    is_start: bool = False


@dataclass(frozen=True)
class Started:
    """One start of one person. `what`: the medicine they started on."""

    patient_id: UUID
    start: Start
    what: Formulation
    uses: tuple[Use, ...] = ()

    @cached_property
    def use_by_week(self) -> dict[int, Use]:
        """Of the TOPs of each fourth week, the nearest; at the start, a start TOP before others."""
        found: dict[int, tuple[tuple[bool, int], Use]] = {}
        for use in self.uses:
            days = days_between(self.start.started_on, use.on)
            place = (days + HALF_DAYS) // (2 * HALF_DAYS)
            if place < 0:
                continue
            week = place * EVERY_WEEKS
            rank = (week == 0 and not use.is_start, abs(days - week * 7))
            if week not in found or rank < found[week][0]:
                found[week] = (rank, use)
        return {week: use for week, (_, use) in found.items()}


def first_day_of(week: int) -> int:
    """The day of treatment on which a week begins, counted from 0; the start is week 0."""
    return max(0, 7 * (week - 1))


class Part(StrEnum):
    """Who is behind a number of a week; the values stand in addresses."""

    STARTED = "started"
    STAYING = "in-treatment"
    LEFT = "left"
    AHEAD = "not-yet"
    ANSWERED = "answered"
    NOT_ANSWERED = "not-answered"
    NONE = "none"


def last_week_in(one: Started, on: date) -> tuple[int, bool]:
    """The last week on whose first day somebody is known to have been in treatment, and whether
    they left after it. Otherwise the next has not come, or they are followed no longer: they went
    on elsewhere, or a gap may yet close."""
    days, has_left = followed(one.start, on)
    is_still = one.start.left_on is None or one.start.left_on > on
    last_day = days if is_still else days - 1
    return last_day // 7 + 1, has_left


@dataclass(frozen=True)
class WeekRow:
    """A cohort in one week. Everybody who started stands in one of the first three; those in
    treatment have answered about opiates or have not. `step`: None where nobody was followed."""

    week: int
    staying: tuple[Started, ...]
    left: tuple[Started, ...]
    ahead: tuple[Started, ...]
    answered: tuple[tuple[Started, Use], ...]
    step: Step | None

    @cached_property
    def none(self) -> tuple[Started, ...]:
        """Answered, and used on no day."""
        return tuple(one for one, use in self.answered if use.days == 0)

    @cached_property
    def not_answered(self) -> tuple[Started, ...]:
        answered = {id(one) for one, _ in self.answered}
        return tuple(one for one in self.staying if id(one) not in answered)

    @cached_property
    def days(self) -> tuple[int, ...]:
        return tuple(sorted(use.days for _, use in self.answered))

    @property
    def can_be_drawn(self) -> bool:
        """Enough answered to draw a mean; fewer stand in the table only."""
        return len(self.days) >= MEAN_FROM

    @property
    def mean(self) -> float | None:
        return fmean(self.days) if self.days else None

    @cached_property
    def middle_half(self) -> tuple[float, float] | None:
        """The quartiles: a quarter lie below the first, a quarter above the second."""
        if len(self.days) < 2:
            return None
        low, _, high = quantiles(self.days, n=4, method="inclusive")
        return low, high

    def people(self, part: Part, started: tuple[Started, ...]) -> tuple[Started, ...]:
        return {
            Part.STARTED: started,
            Part.STAYING: self.staying,
            Part.LEFT: self.left,
            Part.AHEAD: self.ahead,
            Part.ANSWERED: tuple(one for one, _ in self.answered),
            Part.NOT_ANSWERED: self.not_answered,
            Part.NONE: self.none,
        }[part]

    @property
    def none_share(self) -> float | None:
        return len(self.none) / len(self.days) if self.days else None


@dataclass(frozen=True)
class Cohort:
    """People who started, in the order they were given."""

    what: Formulation
    started: tuple[Started, ...]
    curve: Curve | None
    rows: tuple[WeekRow, ...] = field(default=())

    def known_row(self, week: int) -> WeekRow | None:
        """The row of that week, or else the last one before it that tells anything; never the
        start, where everybody is in treatment."""
        told = [row for row in self.rows[1:] if row.week <= week and row.step is not None]
        return told[-1] if told else None

    def people(self, week: int, part: Part) -> tuple[Started, ...] | None:
        """Who is behind a number; None where there is no such number."""
        row = next((row for row in self.rows if row.week == week), None)
        return row.people(part, self.started) if row is not None else None


ALL = Formulation("all", "All medicines together")


def cohort(what: Formulation, started: Sequence[Started], on: date, weeks: int) -> Cohort:
    """A row for the start and for each fourth week, up to `weeks` or the first with nobody left."""
    curve = kaplan_meier(followed(one.start, on) for one in started)
    known = [(one, *last_week_in(one, on)) for one in started]
    rows = []
    for week in range(0, weeks + 1, EVERY_WEEKS):
        rows.append(_row(known, week, curve))
        if not rows[-1].staying:
            break
    return Cohort(what, tuple(started), curve, tuple(rows))


def cohorts(started: Sequence[Started], on: date, weeks: int) -> list[Cohort]:
    """Everybody together, then by the medicine they started on, in the order of its words."""
    kinds = sorted({one.what for one in started}, key=lambda what: what.title)
    by_kind = ((what, [one for one in started if one.what == what]) for what in kinds)
    return [cohort(what, of_it, on, weeks) for what, of_it in ((ALL, started), *by_kind)]


def _row(known: Iterable[tuple[Started, int, bool]], week: int, curve: Curve | None) -> WeekRow:
    staying, left, ahead, answered = [], [], [], []
    for one, last_week, has_left in known:
        if last_week >= week:
            staying.append(one)
            use = one.use_by_week.get(week)
            if use is not None:
                answered.append((one, use))
        elif has_left:
            left.append(one)
        else:
            ahead.append(one)
    day = first_day_of(week)
    step = curve.at(day) if curve is not None and curve.knows(day) else None
    return WeekRow(week, tuple(staying), tuple(left), tuple(ahead), tuple(answered), step)
