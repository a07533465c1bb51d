"""What is typed about consent. It saves nothing."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from patients.models import Answer, Consent
from rodt.forms import ChoiceChips, EntryForm


class ConsentForm(EntryForm):
    """One matter, and what the person says of it."""

    about = forms.ChoiceField(
        label="What is it about?",
        choices=Consent.About.choices,
        widget=ChoiceChips(is_stacked=True),
    )
    answer = forms.ChoiceField(
        label="Do they agree?",
        choices=Answer.choices,
        widget=ChoiceChips,
        help_text="They may say no at any time, and care goes on as before.",
    )
    note = forms.CharField(
        label="Anything they said about it",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Day they said so", on)
        lay_out(self, "about", "answer", "note", "on")
