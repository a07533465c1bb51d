"""A service's own intervals: stored, read back, refused with a sentence."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reviews.intervals import DEFAULT_SCHEDULE, Schedule, ScheduleError
from reviews.review_types import ReviewerRole, ReviewType
from reviews.rules import PRODUCT_DEFAULT
from reviews.schedule import Credit, ReviewFacts, due_for
from rodt.dates import add_days


def test_the_schedule_survives_being_stored() -> None:
    stored = json.loads(json.dumps(DEFAULT_SCHEDULE.to_values()))
    assert Schedule.from_values(stored, version="0") == DEFAULT_SCHEDULE


def test_no_values_are_the_defaults_under_another_version() -> None:
    assert Schedule.from_values({}, version="3") == replace(DEFAULT_SCHEDULE, version="3")


def test_a_service_changes_one_interval_and_keeps_the_rest() -> None:
    own = Schedule.from_values({"types": {"care_plan": {"interval_days": 56}}}, version="2")
    assert own.rule(ReviewType.CARE_PLAN).interval_days == 56
    assert own.rule(ReviewType.CARE_PLAN).grace_days == 14
    assert own.rule(ReviewType.MEDICAL) == DEFAULT_SCHEDULE.rule(ReviewType.MEDICAL)


def test_a_changed_interval_moves_the_day_that_is_due() -> None:
    own = Schedule.from_values({"types": {"care_plan": {"interval_days": 56}}}, version="2")
    held_on = date(2026, 6, 18)
    facts = ReviewFacts(date(2026, 1, 5), credits=(Credit(ReviewType.CARE_PLAN, held_on),))
    found = due_for(ReviewType.CARE_PLAN, facts, held_on, own)
    assert (found.due_on, found.rule_version) == (add_days(held_on, 56), "2")


def test_every_default_is_marked_as_not_verified() -> None:
    assert {rule.status for rule in DEFAULT_SCHEDULE.rules.values()} == {PRODUCT_DEFAULT}
    assert not DEFAULT_SCHEDULE.is_verified


def test_a_manager_completes_no_review() -> None:
    for rule in DEFAULT_SCHEDULE.rules.values():
        assert not any(ReviewerRole.MANAGER in roles for roles in rule.completed_by)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"types": {"annual": {}}}, '"annual" is not a type of review.'),
        ({"types": []}, '"types" must hold a set of values for each type of review.'),
        ({"types": {"risk": 5}}, "Risk review: give names and values."),
        ({"due_soon_days": -1}, '"due_soon_days" must be a whole number, 0 or more.'),
        ({"due_soon_days": True}, '"due_soon_days" must be a whole number, 0 or more.'),
        ({"colour": 3}, '"colour" is not a value of the schedule.'),
        (
            {"types": {"care_plan": {"interval_days": 0}}},
            'Care plan review: "interval_days" must be a whole number of days, 1 or more.',
        ),
        (
            {"types": {"care_plan": {"interval_days": None}}},
            'Care plan review: "interval_days" must be a whole number of days, 1 or more.',
        ),
        (
            {"types": {"care_plan": {"grace_days": "14"}}},
            'Care plan review: "grace_days" must be a whole number of days, 0 or more.',
        ),
        (
            {"types": {"first12": {"milestones": [56, 28]}}},
            'First 12 weeks review: "milestones" must be different days after the start,'
            " earliest first.",
        ),
        (
            {"types": {"first12": {"milestones": []}}},
            "First 12 weeks review: milestones cannot be added to, or all taken from, a type.",
        ),
        (
            {"types": {"care_plan": {"milestones": [28]}}},
            "Care plan review: milestones cannot be added to, or all taken from, a type.",
        ),
        (
            {"types": {"keywork": {"steps": [[84, 14], [28, 7]]}}},
            'Keywork contact: "steps" must be in order of their days.',
        ),
        (
            {"types": {"keywork": {"steps": [[28]]}}},
            'Keywork contact: "steps" must be pairs: before this day, every so many days.',
        ),
        (
            {"types": {"medical": {"completed_by": [["manager"]]}}},
            "Medical review: a manager may not complete a review.",
        ),
        (
            {"types": {"medical": {"completed_by": [["wizard"]]}}},
            'Medical review: "wizard" is not a role that can complete a review.',
        ),
        (
            {"types": {"medical": {"completed_by": []}}},
            'Medical review: "completed_by" must name a role for each signature.',
        ),
        (
            {"types": {"medical": {"completed_by": "prescriber"}}},
            'Medical review: "completed_by" must be a list.',
        ),
        (
            {"types": {"medical": {"allows_stable_interval": 1}}},
            'Medical review: "allows_stable_interval" must be yes or no.',
        ),
        (
            {"types": {"medical": {"needs": ["horoscope"]}}},
            'Medical review: "horoscope" is not a question of the review form.',
        ),
        (
            {"types": {"medical": {"counted_from": "episode_start"}}},
            "Medical review: what it is counted from cannot be changed.",
        ),
        (
            {"types": {"medical": {"years_on_ost": 2}}},
            'Medical review: "years_on_ost" is not a value of a rule.',
        ),
        ({"types": {"medical": {"status": 1}}}, 'Medical review: "status" must be words.'),
    ],
)
def test_a_value_that_cannot_be_used_gets_its_own_sentence(
    values: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ScheduleError) as refused:
        Schedule.from_values(values, version="2")
    assert refused.value.problems == (problem,)


def test_all_problems_are_named_at_once() -> None:
    values = {"due_soon_days": "x", "types": {"risk": {"grace_days": -1}, "annual": {}}}
    with pytest.raises(ScheduleError) as refused:
        Schedule.from_values(values, version="2")
    assert len(refused.value.problems) == 3


def test_there_is_no_setting_for_a_time_limit() -> None:
    stored = json.dumps(DEFAULT_SCHEDULE.to_values())
    assert "limit" not in stored
    assert "most" not in stored
