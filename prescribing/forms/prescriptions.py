"""What is typed to record a prescription and to change its dose or supervision."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import VersionForm, lay_out
from patients.models import Patient
from patients.staff_choices import prescribers
from prescribing.catalogue import HISTORIC
from prescribing.doses import usual_words
from prescribing.forms.fields import (
    DoseField,
    agreed_field,
    ask_if_right,
    days_field,
    line,
    supervision_field,
    typed,
    why_field,
)
from prescribing.models import Medicine, Prescription, State
from prescribing.querysets import dose_before, running
from prescribing.safety.limits import PRODUCT, Limits
from rodt.dates import add_days
from rodt.forms import ChoiceChips, DateField3, EntryForm
from rodt.words import plain_number

STARTING = (State.INDUCTION, State.TITRATING, State.ACTIVE)
AHEAD_DAYS = 92
A_YEAR = 365


def dose_hint(medicine: Medicine) -> str:
    """What the medicine's dose is written in, and what is usual."""
    parts = []
    if medicine.mg_per_ml:
        strength = plain_number(medicine.mg_per_ml)
        parts.append(f"Write mg, not ml. 1ml of this medicine holds {strength}mg.")
    if usual := usual_words(medicine):
        parts.append(f"Usual for most people: {usual} a day.")
    return " ".join(parts)


class NewPrescriptionForm(EntryForm):
    """What is now prescribed, as it was decided elsewhere."""

    medicine = forms.ModelChoiceField(
        label="Medicine",
        queryset=Medicine.objects.exclude(code__in=HISTORIC).order_by("name", "form", "code"),
        empty_label="Choose a medicine",
    )
    dose_mg = DoseField(
        label="Daily dose", help_text="Of a depot: the dose of each injection. In mg, never ml."
    )
    state = forms.ChoiceField(
        label="Where does it stand?",
        choices=[(state.value, state.label) for state in STARTING],
        widget=ChoiceChips,
    )
    supervision = supervision_field()
    collection_days = days_field()
    supervision_reason = line("Why this way of collecting", 200)
    prescriber = forms.ModelChoiceField(
        label="Prescriber",
        queryset=User.objects.none(),
        required=False,
        empty_label="Somebody outside this service",
    )
    pharmacy = line("Pharmacy", 80)
    script_from_on = DateField3(label="Script from", required=False)
    script_to_on = DateField3(label="Script to", required=False)
    why = why_field("Why this medicine?", None)
    patient_agreed = agreed_field()
    replaces = forms.ModelChoiceField(
        label="Does it replace one that is recorded as running?",
        queryset=Prescription.objects.none(),
        required=False,
        empty_label="No",
    )
    alongside_reason = line(
        "If both are right: why?", 200, "Two prescriptions by mistake have killed people."
    )

    def __init__(
        self, *args: Any, patient: Patient, on: date, limits: Limits = PRODUCT, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started_on"] = happened_on("First day", on)
        for name in ("script_from_on", "script_to_on"):
            day: Any = self.fields[name]
            day.latest = add_days(on, AHEAD_DAYS)
        staff: Any = self.fields["prescriber"]
        staff.queryset = prescribers(patient.service_id)
        replaces: Any = self.fields["replaces"]
        replaces.queryset = running(patient)
        replaces.label_from_instance = _running_words
        others: list[Any] = []
        if replaces.queryset.exists():
            others = [Fieldset("What runs already", "replaces", "alongside_reason")]
        sure = ask_if_right(self, _chosen(self.data.get("medicine")), limits)
        lay_out(
            self,
            *others,
            Fieldset("Medicine", "medicine", "dose_mg", *sure, "started_on", "state"),
            Fieldset(
                "Collecting", "supervision", "collection_days", "supervision_reason", "pharmacy"
            ),
            Fieldset("Script", Row("script_from_on", "script_to_on"), "prescriber"),
            Fieldset("Talked about", "why", "patient_agreed"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("script_from_on"), cleaned.get("script_to_on")
        if bool(first) != bool(last):
            missing = "script_to_on" if first else "script_from_on"
            self.add_error(missing, "Enter both days of the script, or neither")
        elif first and last and last < first:
            self.add_error("script_to_on", "The last day cannot be before the first")
        return cleaned


def _chosen(code: Any) -> Medicine | None:
    return Medicine.objects.filter(code=str(code)).first() if code else None


def _running_words(prescription: Prescription) -> str:
    return f"Yes, {prescription.medicine}"


class DoseForm(VersionForm, EntryForm):
    """A dose that was decided, from a day."""

    dose_mg = DoseField(label="New dose")
    why = why_field("Why is it changed?")
    patient_agreed = agreed_field()

    def __init__(
        self, *args: Any, prescription: Prescription, on: date, limits: Limits, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dose_mg"].help_text = dose_hint(prescription.medicine)
        self.fields["from_on"] = DateField3(
            label="First day of this dose", latest=add_days(on, AHEAD_DAYS)
        )
        before = dose_before(prescription, typed(self, "from_on"))
        sure = ask_if_right(self, prescription.medicine, limits, before)
        lay_out(self, "dose_mg", *sure, "from_on", "why", "patient_agreed")


class SupervisionForm(VersionForm, EntryForm):
    """How doses are collected and watched, from a day."""

    supervision = supervision_field()
    collection_days = days_field()
    reason = why_field("Why?")
    pharmacy = line("Pharmacy", 80)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"] = DateField3(label="First day", latest=add_days(on, AHEAD_DAYS))
        self.fields["review_on"] = DateField3(
            label="Day to look again", required=False, earliest=on, latest=add_days(on, A_YEAR)
        )
        lay_out(
            self, "supervision", "collection_days", "pharmacy", "from_on", "reason", "review_on"
        )
