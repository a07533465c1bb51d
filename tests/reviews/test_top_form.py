"""The fields of a TOP in a form: what is refused names what it is about."""

from datetime import date
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form

from reviews.top_form import BY_WEEK, TopFields
from rodt.forms import PlainForm, helper


class TopForm(TopFields, PlainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_top_fields(last=None)


@pytest.mark.parametrize("typed", ["8", "-1", "x", "٣"])
def test_a_week_that_cannot_be_so_names_its_substance_and_week(typed: str) -> None:
    item = BY_WEEK[0]
    form = TopForm({f"{item.field}_w4": typed})
    said = f"{item.label}, week 4: enter a whole number from 0 to 7"
    assert form.errors == {f"{item.field}_w4": [said]}
    assert form.weeks_rows[0].errors == (said,)
    assert f">{said}</a>" in render_crispy_form(form, helper(form_tag=False))


def test_a_week_that_can_be_so_is_kept() -> None:
    form = TopForm({f"{BY_WEEK[0].field}_w4": "7"})
    assert form.is_valid()
    form.clean_top(
        form.cleaned_data, held_on=date(2026, 9, 30), on=date(2026, 10, 1), stage="start"
    )
    assert form.cleaned_data[f"{BY_WEEK[0].field}_w4"] == 7
