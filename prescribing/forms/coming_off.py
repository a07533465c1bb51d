"""What is typed about one part of coming off."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out, words_box
from prescribing.models import ComingOffPart
from rodt.dates import add_days
from rodt.forms import DateField3, EntryForm

A_YEAR = 365
ASKS = {
    ComingOffPart.Kind.RELAPSE_PLAN: (
        "The plan, as you made it together",
        "What may bring use back, what helps then, who knows.",
    ),
    ComingOffPart.Kind.SESSIONS: (
        "What is booked",
        "Which sessions, with whom and how often.",
    ),
    ComingOffPart.Kind.WAY_BACK: (
        "How they come back, as you gave it to them in writing",
        "Whom to ring and when; that nobody blames them, and that it is quick.",
    ),
}


class PartForm(EntryForm):
    """One part. The day it was written or booked; of sessions, the day of the first as well."""

    def __init__(self, *args: Any, kind: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, help_text = ASKS[ComingOffPart.Kind(kind)]
        self.fields["words"] = forms.CharField(
            label=label,
            help_text=help_text,
            widget=words_box(5),
            error_messages={"required": "Write what it says"},
        )
        names = ["words"]
        if kind == ComingOffPart.Kind.SESSIONS:
            self.fields["first_on"] = DateField3(
                label="Day of the first session",
                latest=add_days(on, A_YEAR),
                error_messages={"required": "Give the day of the first session"},
            )
            names.append("first_on")
        self.fields["on"] = happened_on("Day it was agreed", on)
        lay_out(self, *names, "on")
