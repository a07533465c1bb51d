"""What is typed about health facts: quick forms, one a kind. Validated here, saved by actions."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from prescribing.forms.fields import line
from prescribing.forms.taken import TestForm
from prescribing.models import (
    Advice,
    LiverTest,
    NaloxoneSupply,
    Pregnancy,
    RiskFactor,
    Vaccination,
    VirusTest,
)
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm, PlainForm, WholeNumberField

NOTE = "Anything else to know"
SUPPLIED = "supplied"
DECLINED = "declined"
LIFETIME_YEARS = 90


class HealthForm(EntryForm):
    """A fact of one day. `FIELDS` in the order of the page; `DAY`, the label of the day."""

    DAY = "Day"
    FIELDS: tuple[str, ...] = ()

    def __init__(self, *args: Any, on: date, service_id: UUID | None = None, **kwargs: Any) -> None:
        """`service_id`: whose staff may be chosen, where a kind asks for one."""
        super().__init__(*args, **kwargs)
        if self.DAY:
            day = happened_on(self.DAY, on)
            day.earliest = date(on.year - LIFETIME_YEARS, 1, 1)
            self.fields["on"] = day
        self.add_days(on)
        self.lay_out_with()

    def add_days(self, on: date) -> None:
        """Further days of this kind, which have their own bounds."""

    def lay_out_with(self, *more: str) -> None:
        lay_out(self, *(["on"] if self.DAY else []), *self.FIELDS, *more)


class EcgForm(HealthForm):
    DAY = "Day of the ECG"
    FIELDS = ("qtc_ms", "is_declined", "note")
    qtc_ms = WholeNumberField(
        label="QTc",
        min_value=200,
        max_value=800,
        called="QTc",
        suffix="ms",
        required=False,
        help_text="Leave empty until it is read. Above 500 ms a prescriber is told today.",
    )
    is_declined = forms.BooleanField(label="Offered and declined", required=False)
    note = line(NOTE, 300)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_declined") and cleaned.get("qtc_ms"):
            self.add_error("qtc_ms", "An ECG that was declined has no QTc")
        return cleaned


class LiverForm(HealthForm):
    DAY = "Day of the liver test"
    FIELDS = ("result", "note")
    result = forms.ChoiceField(label="Result", choices=LiverTest.Result.choices, widget=ChoiceChips)
    note = line(NOTE, 300)


class VirusForm(HealthForm):
    DAY = "Day of the virus test"
    FIELDS = ("virus", "result")
    virus = forms.ChoiceField(label="Virus", choices=VirusTest.Virus.choices, widget=ChoiceChips)
    result = forms.ChoiceField(label="Result", choices=VirusTest.Result.choices, widget=ChoiceChips)


class VaccineForm(HealthForm):
    DAY = "Day of the vaccination"
    FIELDS = ("vaccine", "dose_number", "is_declined")
    vaccine = forms.ChoiceField(
        label="Vaccine", choices=Vaccination.Vaccine.choices, widget=ChoiceChips
    )
    dose_number = WholeNumberField(
        label="Which dose", min_value=1, max_value=9, called="which dose", required=False
    )
    is_declined = forms.BooleanField(label="Offered and declined", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_declined") and cleaned.get("dose_number"):
            self.add_error("dose_number", "A vaccine that was declined has no dose")
        return cleaned


class NaloxoneForm(HealthForm):
    DAY = "Day it was supplied or declined"
    FIELDS = ("answer", "product", "expires_on", "was_trained")
    answer = forms.ChoiceField(
        label="What happened",
        choices=[(SUPPLIED, "Supplied"), (DECLINED, "Offered and declined")],
        widget=ChoiceChips(unknown=[]),
    )
    product = forms.ChoiceField(
        label="Product", choices=NaloxoneSupply.Product.choices, required=False, widget=ChoiceChips
    )
    was_trained = forms.BooleanField(label="Was shown how to use it", required=False)

    def add_days(self, on: date) -> None:
        self.fields["expires_on"] = DateField3(
            label="Expiry date",
            required=False,
            earliest=date(2000, 1, 1),
            latest=date(on.year + 20, 12, 31),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        answer = cleaned.pop("answer", None)
        cleaned["is_declined"] = answer == DECLINED
        if answer == SUPPLIED and not cleaned.get("product"):
            self.add_error("product", "Choose the product that was supplied")
        if answer == DECLINED:
            cleaned |= {"product": "", "expires_on": None, "was_trained": False}
        return cleaned


class AdviceForm(HealthForm):
    DAY = "Day of the advice"
    FIELDS = ("topics", "note")
    topics = forms.MultipleChoiceField(
        label="What was explained",
        choices=Advice.Topic.choices,
        widget=CheckChips,
        error_messages={"required": "Choose what was explained"},
    )
    note = line(NOTE, 300)


class PregnancyForm(HealthForm):
    DAY = "Day this was found"
    FIELDS = ("found", "due_on", "note")
    found = forms.ChoiceField(
        label="What was found",
        choices=Pregnancy.Found.choices,
        widget=ChoiceChips(is_stacked=True),
        help_text="Pregnant, or it may be: a prescriber is told, to see them within 24 hours.",
    )
    note = line(NOTE, 300)

    def add_days(self, on: date) -> None:
        self.fields["due_on"] = DateField3(
            label="Expected date of birth",
            required=False,
            earliest=date(on.year - 1, 1, 1),
            latest=date(on.year + 1, 12, 31),
        )


class RiskForm(HealthForm):
    """Another medicine, a substance or a condition, from a day on."""

    DAY = ""
    FIELDS = ("kind", "name", "from_on", "to_on", "told_by")
    kind = forms.ChoiceField(label="What is it?", choices=RiskFactor.Kind.choices)
    name = line("Its name", 80, "For example: pregabalin 150mg twice a day.")
    told_by = line("Who told us", 80, "For example: the person, their GP.")

    def add_days(self, on: date) -> None:
        self.fields["from_on"] = DateField3(
            label="Since",
            latest=on,
            latest_words="must be today or in the past",
            earliest=date(on.year - LIFETIME_YEARS, 1, 1),
        )
        self.fields["to_on"] = DateField3(
            label="Until",
            required=False,
            latest=on,
            latest_words="must be today or in the past",
            help_text="The last day. Leave empty while it goes on.",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "The last day cannot be before the first")
        return cleaned


class TestFactForm(TestForm):
    """A drug test, recorded from the page of health."""

    __test__ = False  # not a test of ours, for pytest

    def lay_out_with(self, *more: str) -> None:
        lay_out(self, *self.FIELDS, *more)


def correcting(form_class: type[Any]) -> type[Any]:
    """The same form with why it is corrected, and whether it is taken back. A correction makes no
    new entry of its own, so it has no entry_id."""

    class Correcting(form_class):
        __test__ = False

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            del self.fields["entry_id"]
            self.fields["is_withdrawn"] = forms.BooleanField(
                label="Take it back: it did not happen, or was about somebody else",
                required=False,
            )
            self.fields["amend_reason"] = forms.CharField(
                label="Why is it corrected?",
                max_length=300,
                widget=forms.TextInput({"autocomplete": "off"}),
                error_messages={"required": "Say why it is corrected"},
            )
            self.lay_out_with("is_withdrawn", "amend_reason")

    return Correcting


Form = type[PlainForm]
