"""The form that says from which month on something is done in another way. It saves nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from patients.forms.parts import lay_out
from reviews.flows import FLOWS
from rodt.forms import EntryForm
from rodt.words import month_year


class BeginAnewForm(EntryForm):
    flow = forms.TypedChoiceField(
        label="Which chart?",
        coerce=FLOWS.__getitem__,
        choices=[("", "Choose"), *((flow.code, flow.title) for flow in FLOWS.values())],
        error_messages={"required": "Choose a chart"},
    )
    month = forms.TypedChoiceField(
        label="From which month on?",
        coerce=date.fromisoformat,
        error_messages={"required": "Choose a month"},
    )
    reason = forms.CharField(
        label="What is done in another way since then?",
        max_length=200,
        help_text="It stands beside the chart, with your name.",
        error_messages={"required": "Say what is done in another way since then"},
    )

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(first.isoformat(), month_year(first)) for first in reversed(months)]
        month = self.fields["month"]
        assert isinstance(month, forms.TypedChoiceField)
        month.choices = [("", "Choose"), *shown]
        lay_out(self, "flow", "month", "reason")
