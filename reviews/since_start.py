"""What became of those who started: who is still in treatment in a week, who left, and how many
days they used opiates by then. Pure.

*In treatment in a week* means that on the first day of that week a prescription covered them, with
never 28 days in a row without one since the start. Week 1 begins on the first day. So in week 24 of
a trial that lasted 24 weeks are all whose last dose fell into that week or later. A change of
medicine is no end: people stay with the medicine that they started on.

Cohorts may have a time axis; nobody is ranked by it (design/decisions.md 20).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from statistics import fmean, quantiles
from typing import NamedTuple
from uuid import UUID

from prescribing.formulations import Formulation
from reviews.retention import Start, followed
from reviews.top_windows import START_WINDOW_DAYS
from rodt.dates import days_between
from rodt.survival import Curve, Step, Watched, kaplan_meier

EVERY_WEEKS = 4
WEEKS_SHOWN = 52
# Each TOP belongs to the one week of four that it is nearest to; the window of a start TOP is as
# wide (domain/top.md §3).
HALF_DAYS = START_WINDOW_DAYS
DRAWN_FROM = 5
"""Of fewer people nothing is drawn; they stand in the table, and can be opened."""
MEAN_FROM = 10
"""Of fewer answers no mean is drawn: one person moves it too far. The product's own [P]."""


class Use(NamedTuple):
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


def last_week_in(start: Start, watched: Watched, on: date) -> int:
    """The last week on whose first day somebody is known to have been in treatment. Whoever did not
    leave after it has the next still to come, or is followed no longer: they went on elsewhere, or
    a gap may yet close."""
    is_still = start.left_on is None or start.left_on > on
    last_day = watched.days if is_still else watched.days - 1
    return last_day // 7 + 1


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
        match part:
            case Part.STARTED:
                return started
            case Part.STAYING:
                return self.staying
            case Part.LEFT:
                return self.left
            case Part.AHEAD:
                return self.ahead
            case Part.ANSWERED:
                return tuple(one for one, _ in self.answered)
            case Part.NOT_ANSWERED:
                return self.not_answered
            case Part.NONE:
                return self.none

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


class _Known(NamedTuple):
    """One start, how long it was watched, and its last week in treatment (`last_week_in`)."""

    one: Started
    watched: Watched
    last_week: int


def cohort(what: Formulation, started: Iterable[Started], on: date, weeks: int) -> Cohort:
    """A row for the start and for each fourth week, up to `weeks` or the first with nobody left."""
    return _cohort(what, _known(started, on), weeks)


def cohorts(started: Iterable[Started], on: date, weeks: int) -> list[Cohort]:
    """Everybody together, then by the medicine they started on, in the order of its words."""
    known = _known(started, on)
    by_kind: dict[Formulation, list[_Known]] = defaultdict(list)
    for item in known:
        by_kind[item.one.what].append(item)
    kinds = sorted(by_kind, key=lambda what: what.title)
    return [_cohort(ALL, known, weeks), *(_cohort(what, by_kind[what], weeks) for what in kinds)]


def _known(started: Iterable[Started], on: date) -> list[_Known]:
    found = []
    for one in started:
        watched = followed(one.start, on)
        found.append(_Known(one, watched, last_week_in(one.start, watched, on)))
    return found


def _cohort(what: Formulation, known: Sequence[_Known], weeks: int) -> Cohort:
    """Whoever is in treatment in one row is looked at again for the next; the others stay where
    they are."""
    curve = kaplan_meier(item.watched for item in known)
    staying: Sequence[_Known] = known
    left: list[Started] = []
    ahead: list[Started] = []
    rows: list[WeekRow] = []
    for week in range(0, weeks + 1, EVERY_WEEKS):
        for item in staying:
            if item.last_week < week:
                (left if item.watched.has_ended else ahead).append(item.one)
        staying = [item for item in staying if item.last_week >= week]
        rows.append(_row([item.one for item in staying], tuple(left), tuple(ahead), week, curve))
        if not staying:
            break
    return Cohort(what, tuple(item.one for item in known), curve, tuple(rows))


def _row(
    staying: Sequence[Started],
    left: tuple[Started, ...],
    ahead: tuple[Started, ...],
    week: int,
    curve: Curve | None,
) -> WeekRow:
    answered = tuple((one, use) for one in staying if (use := one.use_by_week.get(week)))
    day = first_day_of(week)
    step = curve.at(day) if curve is not None and curve.knows(day) else None
    return WeekRow(week, tuple(staying), left, ahead, answered, step)
