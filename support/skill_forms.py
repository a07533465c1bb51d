"""What is typed about competences and supervision of staff. It saves nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from patients.staff_choices import clinicians
from rodt.dates import FIRST_DAY
from rodt.forms import ChoiceChips, DateField3, EntryForm, PlainForm
from support import skills
from support.forms import line


class StaffChoice(forms.ModelChoiceField):
    def label_from_instance(self, user: Any) -> str:
        return str(user.full_name)


class StaffForm(EntryForm):
    """About one member of staff who sees people, on a day that has come."""

    DAY, LABEL = "on", "Day"
    FIELDS: tuple[str, ...] = ()
    staff = StaffChoice(
        label="Who?",
        queryset=User.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose who it is about"},
    )

    def __init__(self, *args: Any, service_id: UUID, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff: Any = self.fields["staff"]
        staff.queryset = clinicians(service_id)
        self.fields[self.DAY] = happened_on(self.LABEL, on, earliest=FIRST_DAY)
        self.add_days(on)
        lay_out(self, "staff", *self.FIELDS)

    def add_days(self, on: date) -> None:
        """Further days, which have their own bounds."""


class CompetenceForm(StaffForm):
    DAY, LABEL = "assessed_on", "Day of the assessment"
    FIELDS = ("intervention", "level", "assessed_on", "assessed_by", "expires_on")
    intervention = forms.ChoiceField(
        label="In what?",
        choices=[("", "Choose"), *skills.choices()],
        error_messages={"required": "Choose the intervention"},
    )
    level = forms.ChoiceField(
        label="How far?",
        choices=skills.LEVELS,
        widget=ChoiceChips,
        error_messages={"required": "Choose how far they are"},
    )
    assessed_by = line("Who assessed it", 120, help_text="A name, or the training provider.")

    def add_days(self, on: date) -> None:
        self.fields["expires_on"] = DateField3(
            label="Last day on which it holds",
            required=False,
            help_text="Leave empty where it does not run out.",
            latest=date(on.year + 20, 12, 31),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        runs_out, assessed_on = cleaned.get("expires_on"), cleaned.get("assessed_on")
        if runs_out and assessed_on and runs_out < assessed_on:
            self.add_error("expires_on", "It cannot run out before it was assessed")
        return cleaned


class SupervisionForm(StaffForm):
    DAY, LABEL = "on", "Day of the supervision"
    FIELDS = ("kind", "on", "with_whom")
    kind = forms.ChoiceField(
        label="What kind?",
        choices=skills.SUPERVISION,
        widget=ChoiceChips,
        error_messages={"required": "Choose what kind it was"},
    )
    with_whom = line("With whom", 120, help_text="What was said in it is not kept here.")


class TakeBackForm(PlainForm):
    reason = forms.CharField(
        label="Why is it taken back?",
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Say why it is taken back"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "reason")
