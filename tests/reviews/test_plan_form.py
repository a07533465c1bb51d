"""The follow-up of a plan whose day was left blank."""

from datetime import date

import pytest

from reviews.plan_form import PlanForm
from rodt.ids import new_id

TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("asked_by", "expected"),
    [
        (date(2026, 11, 5), date(2026, 11, 5)),
        (date(2026, 10, 2), date(2026, 10, 2)),
        (TODAY, date(2026, 12, 24)),
        (date(2024, 3, 1), date(2026, 12, 24)),
    ],
)
def test_left_blank_it_is_the_day_asked_for_or_12_weeks_on_where_that_has_passed(
    asked_by: date, expected: date
) -> None:
    typed = {"entry_id": str(new_id()), "actions": "Dose up, Dr Osei, by Friday"}
    form = PlanForm(typed, on=TODAY, asked_by=asked_by)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["follow_up_on"] == expected
