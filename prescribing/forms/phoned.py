"""What is typed while the pharmacy is on the phone: one short form, mostly filled already."""

from datetime import date
from typing import Any

from crispy_forms.layout import Row
from django import forms

from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from prescribing.forms.fields import line
from prescribing.models import Prescription
from prescribing.phoned import (
    CONCERN,
    INTOXICATED,
    LONGEST_CALLER,
    LONGEST_TASK,
    MISSED,
    SAID,
    called_by,
    task_text,
)
from rodt.dates import days_between
from rodt.forms import ChoiceChips, EntryForm

NO_DAILY = "No daily medicine runs on this record"


class PhonedForm(EntryForm):
    said = forms.ChoiceField(
        label="What did they say?",
        choices=SAID,
        widget=ChoiceChips(),
        error_messages={"required": "Choose what they said"},
    )
    prescription = forms.ModelChoiceField(
        label="Which medicine",
        queryset=Prescription.objects.none(),
        empty_label=None,
        required=False,
    )
    words = line("What they saw, in a line", 160, "Needed for another concern.")
    cannot_wait = forms.BooleanField(label="It cannot wait until tomorrow", required=False)
    who = line("Who phoned?", 60)
    pharmacy = line("Which pharmacy?", 80)

    def __init__(self, *args: Any, running: Any, on: date, ask_after: int, **kwargs: Any) -> None:
        """`ask_after`: more days in a row than this belong on the longer form, which asks."""
        super().__init__(*args, **kwargs)
        self.ask_after = ask_after
        self.fields["from_on"] = happened_on("First day missed", on)
        self.fields["to_on"] = happened_on("Last day missed", on)
        for name in ("from_on", "to_on"):
            self.fields[name].required = False
        medicine: Any = self.fields["prescription"]
        medicine.queryset = running
        medicine.label_from_instance = lambda row: str(row.medicine)
        days: list[Any] = [Row("from_on", "to_on")]
        if len(running) < 2:
            medicine.initial = running[0].pk if running else None
            medicine.widget = forms.HiddenInput()
        if not running:
            said: Any = self.fields["said"]
            said.widget.closed = {MISSED: NO_DAILY}
            days = []
            del self.fields["from_on"], self.fields["to_on"]
        lay_out(self, "said", "prescription", *days, "words", "cannot_wait", "who", "pharmacy")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said, words = cleaned.get("said", ""), cleaned.get("words", "")
        who, pharmacy = cleaned.get("who", ""), cleaned.get("pharmacy", "")
        if said == MISSED:
            self._check_days(cleaned)
        if said == CONCERN and not words:
            self.add_error("words", "Write what the concern is")
        if len(called_by(who, pharmacy)) > LONGEST_CALLER:
            self.add_error("who", "The two names are too long together: say them shorter")
        elif len(task_text(said or INTOXICATED, words, who, pharmacy)) > LONGEST_TASK:
            self.add_error("words", "It is too long with the names: say it shorter")
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        if "from_on" not in self.fields:
            self.add_error("said", f"{NO_DAILY}. Choose another concern")
            return
        for name in ("from_on", "to_on"):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, f"Enter {str(self.fields[name].label).lower()}")
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and days_between(first, last) >= self.ask_after:
            self.add_error(
                "from_on",
                f"More than {self.ask_after} days in a row. Use Record missed doses, which asks"
                " whether it is right",
            )
        if not cleaned.get("prescription"):
            self.add_error("prescription", "Choose the medicine")
