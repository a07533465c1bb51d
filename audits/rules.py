"""The numbers the indicators count with, as a service may change them. Pure.

Every one is the product's own default [P] from domain/twelve-steps.md, but for `known_at_least`,
which is in national use [S] (NDTMS Treatment Progress Measure, documentation, November 2024). A
service changes them as versioned configuration; each run stores the values it used.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from careplans.quality import ENOUGH
from reviews.first_weeks import PLAN_BY_DAYS, WEEK_12_DAYS

KIND = "audit"


class AuditRulesError(ValueError):
    """Values that cannot be used. `problems` holds a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class AuditRules:
    """All lengths are days unless the name says otherwise.

    `thresholds`: percentages by indicator code, the service's own; none by default, and without
    one no verdict is given but "descriptive only".
    """

    version: str = "0"
    thresholds: Mapping[str, int] = field(default_factory=dict, hash=False)
    known_at_least: int = 80
    suppress_under: int = 5
    plan_balance_after_days: int = 28
    harm_window_days: int = 365
    status_after_days: int = 84
    status_window_days: int = 182
    test_and_top_days: int = 28
    options_after_days: int = 84
    options_window_days: int = 365
    stable_after_days: int = 182
    stable_tops: int = 2
    stable_missed_days: int = 56
    stable_risk_days: int = 56
    offer_window_days: int = 182
    exit_vision_days: int = 28
    exit_alive_after_days: int = 365
    exit_alive_window_days: int = 365
    met_recovery_days: int = 84
    strategic_after_days: int = 84
    conclusion_window_days: int = 365
    doubt_plan_days: int = 28
    doubt_follow_up_days: int = 84
    drift_after_days: int = 364
    drift_signs: int = 2
    drift_review_days: int = 456
    drift_goal_days: int = 365
    drift_use_days: int = 13
    drift_plan_days: int = 365
    drift_contact_days: int = 56
    early_before_days: int = 84
    early_after_days: int = 28
    reentry_working_days: int = 3
    return_days: int = 182
    need_window_days: int = 182
    death_after_days: int = 365
    housing_after_days: int = 182
    use_after_days: int = 84
    use_window_days: int = 182
    use_response_days: int = 28
    dose_after_days: int = 14
    pregnancy_days: int = 280
    intensity_window_days: int = 182
    need_signs: int = 2
    need_use_days: int = 13
    first12_top_within_days: int = 28
    mutual_aid_window_days: int = 365
    family_window_days: int = 365
    peer_window_days: int = 182
    work_after_days: int = 84
    work_window_days: int = 182
    working_age_from_years: int = 16
    working_age_to_years: int = 65
    tops_apart_days: int = 84
    plan_parts: int = ENOUGH
    plan_sample_people: int = 10
    plan_sample_percent: int = 10
    plan_read_twice_percent: int = 20
    plan_moves_after_days: int = 182
    plan_moves_days: int = 182
    first12_days: int = WEEK_12_DAYS
    first12_plan_days: int = PLAN_BY_DAYS
    first12_full_plan_days: int = 28
    first12_early_review_days: int = 28
    first12_within_days: int = 7
    capital_window_days: int = 365
    evidence_days: int = 365
    same_time_days: int = 28

    def values(self) -> dict[str, Any]:
        """Plain values, to store with a result."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: Mapping[str, Any], *, version: str) -> "AuditRules":
        """The defaults with a service's own values over them.

        Raises AuditRulesError with a sentence for each value that cannot be used.
        """
        problems: list[str] = []
        ready: dict[str, Any] = {}
        known = {item.name for item in fields(cls)} - {"version", "thresholds"}
        for name, value in values.items():
            if name == "thresholds":
                ready[name] = _thresholds(value, problems)
            elif name not in known:
                problems.append(f'"{name}" is not a number the audit counts with.')
            elif not _is_whole(value) or value < 0:
                problems.append(f'"{name}" must be a whole number, 0 or more.')
            else:
                ready[name] = value
        if problems:
            raise AuditRulesError(problems)
        return cls(version=version, **ready)


def _thresholds(value: Any, problems: list[str]) -> dict[str, int]:
    if not isinstance(value, Mapping):
        problems.append("Thresholds must be percentages by the code of an indicator.")
        return {}
    for code, percent in value.items():
        if not _is_whole(percent) or not 0 <= percent <= 100:
            problems.append(f"The threshold of {code} must be a whole number from 0 to 100.")
    return dict(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


DEFAULT_RULES = AuditRules()
