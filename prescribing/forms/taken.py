"""What is typed about missed doses and tests."""

from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.layout import Row
from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out, words_box
from patients.models import Answer
from patients.staff_choices import clinicians
from prescribing.doses import ASK_MISSED_AFTER
from prescribing.forms.fields import agreed_field, line
from prescribing.missed_days import OUTCOME_WORDS
from prescribing.models import DrugTest, Prescription
from prescribing.substances import CHOICES
from rodt.forms import CheckChips, ChoiceChips, EntryForm, PlainForm


class MissedForm(EntryForm):
    """Days on which no dose was taken. By phone in under a minute."""

    prescription = forms.ModelChoiceField(
        label="Which medicine", queryset=Prescription.objects.none(), empty_label=None
    )
    reported_by = line("Who reported it", 80, "For example: the pharmacy.")

    def __init__(
        self,
        *args: Any,
        running: Any,
        on: date,
        ask_after: int = ASK_MISSED_AFTER,
        **kwargs: Any,
    ) -> None:
        """`ask_after`: more days in a row than this are asked about once."""
        super().__init__(*args, **kwargs)
        self.ask_after = ask_after
        self.fields["from_on"] = happened_on("First day missed", on)
        self.fields["to_on"] = happened_on("Last day missed", on)
        choice: Any = self.fields["prescription"]
        choice.queryset = running
        choice.label_from_instance = lambda row: str(row.medicine)
        if len(running) == 1:
            choice.initial = running[0].pk
            choice.widget = forms.HiddenInput()
        sure = []
        if self._days_typed() > ask_after:
            self.fields["is_right"] = forms.BooleanField(
                label="Yes, no dose was taken on any of these days", required=False
            )
            sure = ["is_right"]
        lay_out(self, "prescription", Row("from_on", "to_on"), *sure, "reported_by")

    def _days_typed(self) -> int:
        """How many days were posted, before the form is read; 0 where they are no days."""
        try:
            first, last = (
                self.fields[name].clean(self[name].data) for name in ("from_on", "to_on")
            )
        except forms.ValidationError:
            return 0
        return (last - first).days + 1

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.pop("is_right", True):
            days = f"{self._days_typed():,} days in a row"
            self.add_error("is_right", f"This is {days}, more than {self.ask_after}. Is it right?")
        return cleaned


class DecideForm(PlainForm):
    """What a prescriber decides about three or more days in a row."""

    outcome = forms.ChoiceField(
        label="What happens next?",
        choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()],
        widget=ChoiceChips,
        error_messages={"required": "Choose what happens next"},
    )
    decision = forms.CharField(
        label="How, in words",
        widget=words_box(4),
        help_text="Who saw them and what was found; the dose, as you decided it.",
        error_messages={"required": "Write what was decided"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"] = happened_on("Day of the decision", on)
        lay_out(self, "outcome", "decision", "decided_on")


class TestForm(EntryForm):
    """One day's test. A prompt to talk, never a sanction."""

    __test__ = False  # not a test of ours, for pytest

    matrix = forms.ChoiceField(
        label="What was tested",
        choices=[("urine", "Urine"), ("saliva", "Saliva"), ("other", "Other")],
        widget=ChoiceChips(unknown=[]),
    )
    consent = agreed_field("Did the person agree to the test?")
    method = forms.ChoiceField(
        label="How was it read?",
        choices=[("", "Not recorded"), *DrugTest.Method.choices],
        required=False,
        widget=ChoiceChips,
    )
    device = line("Which device or laboratory", 80)
    taken_by = forms.ModelChoiceField(
        label="Who took the sample",
        queryset=User.objects.none(),
        required=False,
        empty_label="Not recorded",
    )
    confirmed = forms.ChoiceField(
        label="Did a laboratory confirm it?",
        choices=[("", "Not recorded"), ("yes", "Yes"), ("no", "No")],
        required=False,
        widget=ChoiceChips,
    )
    found = forms.MultipleChoiceField(
        label="Found", choices=CHOICES, required=False, widget=CheckChips
    )
    not_found = forms.MultipleChoiceField(
        label="Looked for, not found",
        choices=CHOICES,
        required=False,
        widget=CheckChips,
        help_text="What is in neither list was not looked for.",
    )

    FIELDS = (
        "on",
        "consent",
        "matrix",
        "method",
        "device",
        "taken_by",
        "found",
        "not_found",
        "confirmed",
    )

    def __init__(self, *args: Any, on: date, service_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Day of the test", on)
        self.fields["consent"].required = False
        staff: Any = self.fields["taken_by"]
        staff.queryset = clinicians(service_id)
        staff.label_from_instance = lambda user: user.full_name
        lay_out(self, *self.FIELDS)

    def clean_consent(self) -> str:
        """Nothing chosen is not asked, never a no."""
        return str(self.cleaned_data.get("consent") or Answer.NOT_ASKED)
