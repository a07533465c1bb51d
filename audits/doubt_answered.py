"""What followed a strategic review that left benefit in doubt: for 5.3 and for the caseload. Pure.

A plan to improve treatment within 28 days and a review within 12 weeks, both the product's own [P].
Source: domain/twelve-steps.md 5.3.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from audits.rules import AuditRules
from rodt.dates import add_days


class Answer(NamedTuple):
    """The first plan and the first review that came in time; None: there is none."""

    planned_on: date | None
    followed_on: date | None
    plan_by: date
    follow_by: date

    def lacks_plan(self, on: date) -> bool:
        """None came in time, and the days for it are over."""
        return self.planned_on is None and on > self.plan_by

    def lacks_follow_up(self, on: date) -> bool:
        return self.followed_on is None and on > self.follow_by


def answer_to(
    held_on: date, planned: Iterable[date], followed: Iterable[date], rules: AuditRules
) -> Answer:
    """`held_on`: of the review that left doubt; `followed`: reviews that count."""
    plan_by = add_days(held_on, rules.doubt_plan_days)
    follow_by = add_days(held_on, rules.doubt_follow_up_days)
    return Answer(
        min((day for day in planned if held_on <= day <= plan_by), default=None),
        min((day for day in followed if held_on < day <= follow_by), default=None),
        plan_by,
        follow_by,
    )
