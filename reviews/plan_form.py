"""What is typed to plan how treatment becomes better, and to say what came of it."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.parts import lay_out, words_box
from reviews.doubt import follow_up_by
from rodt.dates import add_days
from rodt.forms import DateField3, EntryForm, PlainForm
from rodt.words import nhs_date

AHEAD_DAYS = 366


class PlanForm(EntryForm):
    """`asked_by`: the day by which a follow-up is asked for. Left blank, it is that day; where that
    day has passed, 12 weeks from today."""

    actions = forms.CharField(
        label="What will make treatment work better?",
        help_text="Who does what, by when.",
        widget=words_box(4),
        error_messages={"required": "Say who does what, by when"},
    )

    def __init__(self, *args: Any, on: date, asked_by: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_by = asked_by if asked_by > on else follow_up_by(on)
        self.fields["follow_up_on"] = DateField3(
            label="Follow-up",
            help_text=f"Left blank, it is {nhs_date(self.asked_by)}.",
            required=False,
            earliest=on,
            latest=add_days(on, AHEAD_DAYS),
        )
        lay_out(self, "actions", "follow_up_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("follow_up_on") and "follow_up_on" not in self.errors:
            cleaned["follow_up_on"] = self.asked_by
        return cleaned


class PlanOutcomeForm(PlainForm):
    """`corrects`: the wording of the plan that the page was opened with."""

    corrects = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.CharField(
        label="What was done, and what came of it?",
        max_length=300,
        widget=words_box(3),
        error_messages={"required": "Say what came of it"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "outcome")
