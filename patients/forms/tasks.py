"""What is typed to open a task, and to say what came of it."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.parts import VersionForm, lay_out, words_box
from patients.models import Assignment
from rodt.dates import add_days
from rodt.forms import ChoiceChips, DateField3, EntryForm

AHEAD_DAYS = 366


class TaskForm(EntryForm):
    """Something to do for a person: what, for whom, by when."""

    text = forms.CharField(
        label="What is to do?",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Say what is to do"},
    )
    duty = forms.ChoiceField(
        label="Who does it?", choices=Assignment.Duty.choices, widget=ChoiceChips
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"] = DateField3(
            label="By when?", called="The day", earliest=on, latest=add_days(on, AHEAD_DAYS)
        )
        lay_out(self, "text", "duty", "due_on")


class OutcomeForm(VersionForm):
    """What was done, in a line. Without it nothing is done."""

    outcome = forms.CharField(
        label="What was done, and what came of it?",
        max_length=300,
        widget=words_box(3),
        error_messages={"required": "Say what was done"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "outcome")
