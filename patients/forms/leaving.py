"""What is typed when treatment ends, when somebody has died, and on the way to another service."""

from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset
from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import VersionForm, lay_out, words_box
from patients.models import Answer, EndReason, Transfer
from patients.staff_choices import prescribers
from rodt.forms import ChoiceChips, DateField3, EntryForm, PlainForm

# A death has its own page; the other reason is only the import's.
NOT_OFFERED = (EndReason.RECORDS_END, EndReason.DIED)


def _line(label: str, length: int, help_text: str = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": "off"}),
        **kwargs,
    )


class EndForm(VersionForm):
    """Why and when treatment ends, and what the person wants."""

    reason = forms.ChoiceField(
        label="Why does treatment end?",
        choices=[c for c in EndReason.choices if c[0] not in NOT_OFFERED],
        widget=ChoiceChips(is_stacked=True, unknown=[]),
    )
    transfer_confirmed_on = DateField3(
        label="Day the other service confirmed it",
        help_text="For a transfer only.",
        required=False,
    )
    patient_agreed = forms.ChoiceField(
        label="Is it what they want?",
        choices=Answer.choices,
        widget=ChoiceChips,
        initial=Answer.NOT_ASKED,
        required=False,
    )
    their_words = forms.CharField(label="In their words", required=False, widget=words_box(2))
    why = forms.CharField(
        label="Why now, in your own words",
        max_length=300,
        required=False,
        widget=words_box(2),
        help_text="Needed where something above asks for it.",
    )
    has_risk_plan = forms.BooleanField(label="There is a written plan for the risk", required=False)
    second_clinician = forms.ModelChoiceField(
        label="Second clinician",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Where the service ends a prescription.",
    )

    def __init__(self, *args: Any, on: date, service_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"] = happened_on("Last day of treatment", on)
        confirmed: Any = self.fields["transfer_confirmed_on"]
        confirmed.latest, confirmed.latest_words = on, "must be today or in the past"
        second: Any = self.fields["second_clinician"]
        second.queryset = prescribers(service_id)
        lay_out(
            self,
            "reason",
            "ended_on",
            "transfer_confirmed_on",
            "patient_agreed",
            "their_words",
            "why",
            Fieldset("Where the service decides", "has_risk_plan", "second_clinician"),
        )

    def clean_patient_agreed(self) -> str:
        return self.cleaned_data["patient_agreed"] or Answer.NOT_ASKED


class DeathForm(PlainForm):
    """When somebody died, and who told us."""

    told_by = _line(
        "Who told us?",
        80,
        "For example: their sister, the coroner’s officer.",
        error_messages={"required": "Say who told us"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["died_on"] = happened_on("Day of the death", on)
        self.fields["told_on"] = happened_on("Day we were told", on)
        lay_out(self, "died_on", "told_by", "told_on")


class AskTransferForm(EntryForm):
    """To or from which service, and since when."""

    direction = forms.ChoiceField(
        label="Which way?", choices=Transfer.Direction.choices, widget=ChoiceChips
    )
    other_service = _line(
        "The other service", 120, error_messages={"required": "Enter the other service"}
    )
    note = _line("A line about it", 300, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"] = happened_on("Day it was asked for", on)
        lay_out(self, "direction", "other_service", "asked_on", "note")


class AcceptTransferForm(VersionForm):
    accepted_by = _line("Who accepted it?", 120, error_messages={"required": "Say who accepted it"})

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted_on"] = happened_on("Day it was accepted", on)
        lay_out(self, "accepted_by", "accepted_on")


class PickUpForm(VersionForm):
    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked_up_on"] = happened_on("Day of the first pick-up", on)
        lay_out(self, "picked_up_on")


class CancelTransferForm(VersionForm):
    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cancelled_on"] = happened_on("Day it was called off", on)
        lay_out(self, "cancelled_on")


class AftercareForm(EntryForm):
    """Whether they want us to be in touch after they leave, and how."""

    answer = forms.ChoiceField(
        label="Do they want us to be in touch after they leave?",
        choices=Answer.choices,
        widget=ChoiceChips,
    )
    how = _line(
        "How may we be in touch?",
        200,
        "By phone, in the evening; through their sister.",
        required=False,
    )
    words = forms.CharField(label="In their words", required=False, widget=words_box(2))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Day you talked", on)
        lay_out(self, "answer", "how", "words", "on")
