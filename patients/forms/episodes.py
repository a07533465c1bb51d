"""What is typed when treatment opens again, and when reviews pause."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from patients.models import Pause
from rodt.dates import add_days
from rodt.forms import ChoiceChips, DateField3, EntryForm, PlainForm

LONGEST_PAUSE_DAYS = 366


class ReopenForm(EntryForm):
    """The day somebody came back."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("First day back in treatment", on)
        lay_out(self, "on")


class PauseForm(EntryForm):
    """Away: why, from when, who agreed, and when it is looked at again."""

    reason = forms.ChoiceField(
        label="Where are they?", choices=Pause.Reason.choices, widget=ChoiceChips
    )
    expected_end_on = DateField3(
        label="Day to look again",
        help_text="The day they are expected back. Nobody stays paused beyond it unseen.",
    )
    agreed_by = forms.CharField(
        label="Agreed by",
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "width-20"}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started_on"] = happened_on("First day away", on)
        again: Any = self.fields["expected_end_on"]
        again.earliest, again.latest = on, add_days(on, LONGEST_PAUSE_DAYS)
        lay_out(self, "reason", "started_on", "expected_end_on", "agreed_by")


class ReturnForm(PlainForm):
    """Back: the first day."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"] = happened_on("First day back", on)
        lay_out(self, "ended_on")


class StillAwayForm(PlainForm):
    """Still away: a new day to look again."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected_end_on"] = DateField3(
            label="Day to look again",
            earliest=on,
            latest=add_days(on, LONGEST_PAUSE_DAYS),
        )
        lay_out(self, "expected_end_on")
