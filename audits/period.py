"""The day an audit looks at, the period that ends on it, and the numbers it counts with. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from audits.rules import DEFAULT_RULES, AuditRules
from prescribing.safety.limits import PRODUCT, Limits
from reviews.schedule import DEFAULT_SCHEDULE, Schedule
from rodt.dates import FIRST_DAY, add_days, add_months, days_between
from rodt.words import nhs_date
from support.skills import PRODUCT as SKILLS
from support.skills import SkillRules

MONTHS = (3, 6, 12)
USUAL_MONTHS = 12


def period_start(on: date, months: int = USUAL_MONTHS) -> date:
    """The first day of a period of whole months that ends on `on`, both days included.

    12 months to 30 September 2026 start on 1 October 2025; 3 months to 30 June start on 1 April.
    """
    return add_months(add_days(on, 1), -months)


def last_quarter_end(day: date) -> date:
    """The last day of the last whole quarter before a day: 30 September for 1 October."""
    return add_days(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), -1)


def quarter_after(end: date) -> date:
    """The last day of the quarter that follows."""
    return add_days(add_months(add_days(end, 1), 3), -1)


MONTHS_DIFFER = timedelta(days=5)
"""Three months may have 89 days or 92, and a year one more."""


def lengths_as(start_on: date, on: date) -> tuple[timedelta, timedelta]:
    """The shortest and the longest period, from its first day to its last, of as many months."""
    return on - start_on - MONTHS_DIFFER, on - start_on + MONTHS_DIFFER


def refused(on: date, known_at: datetime | None, today: date) -> dict[str, str]:
    """Why an audit of this day, as known at this moment, cannot be: a sentence by what was asked.
    Empty where it can be.

    `known_at` in local time. A moment before the day has begun knows nothing of it: the end of the
    day before is midnight, and that is too early.
    """
    if on > today:
        return {"on": f"The day cannot be after today, {nhs_date(today)}."}
    if on < FIRST_DAY:
        return {"on": f"The day cannot be before {nhs_date(FIRST_DAY)}."}
    if known_at is not None and known_at.replace(tzinfo=None) <= datetime.combine(on, time(0)):
        return {"known_at": f"The record cannot be read as known before the day, {nhs_date(on)}."}
    return {}


@dataclass(frozen=True, slots=True)
class AuditDay:
    """What every indicator is told besides the person: the day, the period, the numbers.
    `limits`: those of the safety checks; `skills`: what is asked of keyworkers."""

    on: date
    start_on: date
    rules: AuditRules = DEFAULT_RULES
    schedule: Schedule = DEFAULT_SCHEDULE
    limits: Limits = PRODUCT
    skills: SkillRules = SKILLS

    def ago(self, days: int) -> date:
        """The day that lies so many days before the audit's day."""
        return add_days(self.on, -days)

    def within(self, happened_on: date, days: int) -> bool:
        """On the day or at most so many days before it."""
        return 0 <= days_between(happened_on, self.on) <= days

    def in_period(self, happened_on: date) -> bool:
        return self.start_on <= happened_on <= self.on
