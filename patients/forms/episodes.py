"""What is typed when treatment opens again, when reviews pause, and who is responsible."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from patients.models import Assignment, Pause
from patients.staff_choices import clinicians
from rodt.dates import add_days
from rodt.forms import ChoiceChips, DateField3, EntryForm, PlainForm

LONGEST_PAUSE_DAYS = 366
YES, NO = "yes", "no"


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
        help_text="By name: the person themselves, a colleague, or you.",
        widget=forms.TextInput({"autocomplete": "off", "class": "width-20"}),
        error_messages={"required": "Enter who agreed that reviews wait"},
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


class ResponsibleForm(PlainForm):
    """Who becomes responsible, as what, from when; alone or jointly."""

    duty = forms.ChoiceField(label="As what?", choices=Assignment.Duty.choices, widget=ChoiceChips)
    staff = forms.ModelChoiceField(
        label="Who?",
        queryset=User.objects.none(),
        empty_label="Choose somebody",
        error_messages={"required": "Choose who is responsible"},
    )
    is_joint = forms.TypedChoiceField(
        label="Alone or jointly?",
        choices=((NO, "In place of whoever is now"), (YES, "Jointly with whoever is now")),
        coerce=lambda value: value == YES,
        widget=ChoiceChips,
        error_messages={"required": "Choose whether they take over, or share it"},
    )

    def __init__(self, *args: Any, service_id: UUID, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff: Any = self.fields["staff"]
        staff.queryset = clinicians(service_id)
        self.fields["from_on"] = happened_on("First day", on)
        lay_out(self, "duty", "staff", "is_joint", "from_on")
