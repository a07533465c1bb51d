"""The schedule as values: first due days, intervals, grace and who may complete, by type.

All defaults are the product's own [P], from domain/reviews.md §2 and design/decisions.md 1 to 3. A
service changes them as versioned configuration; every result names the version it used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from reviews import rule_values
from reviews.questions import (
    CARE_PLAN_NEEDS,
    FIRST12_NEEDS,
    MEDICAL_NEEDS,
    RISK_NEEDS,
    STRATEGIC_NEEDS,
    WEEK_12_NEEDS,
    Question,
)
from reviews.review_types import TITLES, ReviewerRole, ReviewType
from reviews.rules import KEYWORKERS, PRESCRIBERS, QUALIFIED, TRAINED, CountedFrom, Rule

CONFIGURATION_KIND = "schedule"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A versioned set of rules, and the lengths that hold for every type.

    `version` "0" means the product's own defaults.
    """

    version: str
    rules: Mapping[ReviewType, Rule] = field(hash=False)
    due_soon_days: int = 14
    long_overdue_days: int = 28
    return_within_days: int = 7
    lapse_after_days: int = 28
    spell_gap_days: int = 28
    event_working_days: int = 5
    attempts_before_outreach: int = 2
    first_weeks_days: int = 84
    stable_after_days: int = 365
    older_from_years: int = 50
    script_ending_working_days: int = 3
    last_dose_contact_days: int = 7
    is_verified: bool = False

    def rule(self, kind: ReviewType) -> Rule:
        return self.rules[kind]

    def to_values(self) -> dict[str, Any]:
        """Plain values for storing as configuration: `from_values` reads them back."""
        values: dict[str, Any] = {name: getattr(self, name) for name in GENERAL}
        values["types"] = {
            kind.value: rule_values.to_values(self.rules[kind]) for kind in ReviewType
        }
        return values

    @classmethod
    def from_values(
        cls, values: Mapping[str, Any], *, version: str, is_verified: bool = False
    ) -> "Schedule":
        """The defaults with a service's own values over them.

        Raises ScheduleError with one sentence for each value that cannot be used.
        """
        problems: list[str] = []
        general = _general(values, problems)
        rules = dict(DEFAULT_SCHEDULE.rules)
        types = values.get("types", {})
        if not isinstance(types, Mapping):
            types = {}
            problems.append('"types" must hold a set of values for each type of review.')
        for name, changes in types.items():
            if name not in set(ReviewType):
                problems.append(f'"{name}" is not a type of review.')
            elif not isinstance(changes, Mapping):
                problems.append(f"{TITLES[ReviewType(name)]}: give names and values.")
            else:
                kind = ReviewType(name)
                rules[kind], found = rule_values.changed(rules[kind], changes)
                problems.extend(f"{TITLES[kind]}: {problem}" for problem in found)
        if problems:
            raise ScheduleError(problems)
        return cls(version=version, rules=rules, is_verified=is_verified, **general)


class ScheduleError(ValueError):
    """Values that cannot be a schedule. `problems` holds a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


GENERAL = tuple(
    item.name for item in fields(Schedule) if item.name not in {"version", "rules", "is_verified"}
)


def _general(values: Mapping[str, Any], problems: list[str]) -> dict[str, int]:
    general: dict[str, int] = {}
    for name, value in values.items():
        if name == "types":
            continue
        if name not in GENERAL:
            problems.append(f'"{name}" is not a value of the schedule.')
        elif not rule_values.is_whole(value) or value < 0:
            problems.append(f'"{name}" must be a whole number, 0 or more.')
        else:
            general[name] = value
    return general


DEFAULT_SCHEDULE = Schedule(
    version="0",
    rules={
        ReviewType.INDUCTION: Rule(
            CountedFrom.OST_START,
            grace_days=1,
            completed_by=(PRESCRIBERS | {ReviewerRole.NURSE},),
            milestones=(3, 7, 14),
            needs=(Question.DOSE_HOLDS,),
        ),
        ReviewType.FIRST12: Rule(
            CountedFrom.OST_START,
            grace_days=7,
            completed_by=(KEYWORKERS,),
            milestones=(28, 56, 84),
            needs=FIRST12_NEEDS,
            needs_last=WEEK_12_NEEDS,
            joined_last_by=PRESCRIBERS,
        ),
        ReviewType.KEYWORK: Rule(
            CountedFrom.EPISODE_START,
            grace_days=7,
            completed_by=(KEYWORKERS,),
            first_due_days=7,
            interval_days=28,
            steps=((28, 7), (84, 14)),
        ),
        ReviewType.CARE_PLAN: Rule(
            CountedFrom.EPISODE_START,
            grace_days=14,
            completed_by=(KEYWORKERS,),
            first_due_days=28,
            interval_days=84,
            needs=CARE_PLAN_NEEDS,
        ),
        ReviewType.MEDICAL: Rule(
            CountedFrom.OST_START,
            grace_days=14,
            completed_by=(PRESCRIBERS,),
            first_due_days=28,
            interval_days=84,
            stable_interval_days=182,
            needs=MEDICAL_NEEDS,
        ),
        ReviewType.STRATEGIC: Rule(
            CountedFrom.OST_START,
            grace_days=28,
            completed_by=(KEYWORKERS, PRESCRIBERS),
            first_due_days=84,
            interval_days=365,
            short_interval_days=182,
            needs=STRATEGIC_NEEDS,
        ),
        ReviewType.TOP: Rule(
            CountedFrom.EPISODE_START,
            grace_days=0,
            completed_by=(TRAINED,),
            first_due_days=14,
            interval_days=182,
            needs=(Question.TOP,),
        ),
        ReviewType.RISK: Rule(
            CountedFrom.EPISODE_START,
            grace_days=7,
            completed_by=(QUALIFIED,),
            first_due_days=0,
            interval_days=84,
            is_due_on_events=True,
            needs=RISK_NEEDS,
        ),
        ReviewType.AFTERCARE: Rule(
            CountedFrom.PLANNED_EXIT,
            grace_days=7,
            completed_by=(KEYWORKERS | {ReviewerRole.PEER, ReviewerRole.RECOVERY_WORKER},),
            milestones=(7, 28, 84, 182),
        ),
        ReviewType.EVENT: Rule(
            CountedFrom.EVENT,
            grace_days=2,
            completed_by=(QUALIFIED,),
            needs=(Question.WHAT_HAPPENED,),
        ),
    },
)
