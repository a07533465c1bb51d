"""Contacts after a planned exit: when each is asked for, and whether it came. Pure.

The page and indicator 6.2 ask here; which is due today the schedule says, from the same days.
Source: domain/twelve-steps.md 6.2, domain/reviews.md §2 [P].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reviews.intervals import Schedule
from reviews.review_types import ReviewType, milestone_key
from rodt.dates import ONE_DAY, add_days


@dataclass(frozen=True, slots=True)
class Window:
    """One contact: the day it is due, and the days around it on which it counts as on time."""

    name: str
    due_on: date
    from_on: date
    to_on: date

    def met_on(self, days: Iterable[date]) -> date | None:
        """The first day within it on which they were met or reached."""
        return min((day for day in days if self.from_on <= day <= self.to_on), default=None)


def windows(left_on: date, schedule: Schedule) -> tuple[Window, ...]:
    """Every contact after an exit on this day, as far around its day as the schedule gives grace;
    none on the day of leaving itself."""
    rule = schedule.rule(ReviewType.AFTERCARE)
    return tuple(
        Window(
            milestone_key(days),
            add_days(left_on, days),
            max(add_days(left_on, days - rule.grace_days), left_on + ONE_DAY),
            add_days(left_on, days + rule.grace_days),
        )
        for days in rule.milestones
    )


def stopped_on(left_on: date, ends: Sequence[date | None]) -> date | None:
    """The first day on which nothing more is asked for: they came back, died, or said no."""
    return min((day for day in ends if day is not None and day >= left_on), default=None)


def asked(found: Iterable[Window], until: date | None) -> tuple[Window, ...]:
    """Those whose time had passed before anything stopped them."""
    return tuple(one for one in found if until is None or one.to_on < until)
