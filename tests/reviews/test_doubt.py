"""What has to follow doubt about benefit, and by when."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.doubt import Doubt, Need, asked_after

HELD = date(2026, 10, 1)
DOUBT = Doubt("partial", HELD, planned=True, follow_up_on=None, no_plan_because="")


@pytest.mark.parametrize(
    ("conclusion", "needs"),
    [
        ("partial", {Need.PLAN, Need.FOLLOW_UP}),
        ("not_evident", {Need.PLAN, Need.FOLLOW_UP}),
        ("clear", set()),
        ("not_enough", set()),
        ("", set()),
    ],
)
def test_partial_or_no_evident_benefit_asks_for_a_plan_and_a_follow_up(
    conclusion: str, needs: set[Need]
) -> None:
    assert asked_after(replace(DOUBT, conclusion=conclusion, planned=False)).keys() == needs


def test_a_plan_is_due_within_28_days_and_a_follow_up_within_12_weeks() -> None:
    asked = asked_after(replace(DOUBT, planned=False))
    assert asked[Need.PLAN].due_on == date(2026, 10, 29)
    assert asked[Need.FOLLOW_UP].due_on == date(2026, 12, 24)


def test_the_day_agreed_for_the_follow_up_is_its_day() -> None:
    asked = asked_after(replace(DOUBT, follow_up_on=date(2026, 10, 29)))
    assert asked.keys() == {Need.FOLLOW_UP}
    assert asked[Need.FOLLOW_UP].due_on == date(2026, 10, 29)


def test_the_reason_for_no_plan_stands_in_the_task_and_fits() -> None:
    found = asked_after(replace(DOUBT, planned=False, no_plan_because="Will complete later"))
    assert "Not yet, because: Will complete later" in found[Need.PLAN].text
    found = asked_after(replace(DOUBT, planned=False, no_plan_because="w" * 200))
    assert len(found[Need.PLAN].text) == 200
