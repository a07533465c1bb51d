"""What is typed to correct a goal's words, or how it stood. It saves nothing."""

from datetime import date
from typing import Any

from crispy_forms.layout import Row
from django import forms

from careplans.forms import GoalWords, NextStepFields
from careplans.models import GoalProgress
from patients.forms.contacts import happened_on
from patients.forms.parts import VersionForm, add_reason, lay_out, reason_field
from rodt.forms import ChoiceChips


class CorrectGoalForm(GoalWords, VersionForm):
    """The goal in their own words, and what it is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amend_reason"] = reason_field()
        lay_out(self, "words", "tags", "substance", "amend_reason")


class CorrectProgressForm(NextStepFields):
    """How the goal stood on a day, and the agreed action, as it was saved."""

    state = forms.ChoiceField(
        label="How did it stand?",
        choices=GoalProgress.State.choices,
        widget=ChoiceChips,
        help_text="Achieved and dropped close the goal.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Day you talked", on)
        ends = add_reason(self)
        lay_out(self, "state", "on", "next_step", Row("next_step_by", "next_step_on"), *ends)
