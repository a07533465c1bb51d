"""What is typed about recovery capital: the person's own ratings, and a licensed instrument's items
where the service has set one up. It saves nothing."""

from datetime import date
from typing import Any

from crispy_forms.layout import Row
from django import forms
from django.core.exceptions import ValidationError

from careplans.capital import KEYS, KINDS
from careplans.instrument import Instrument
from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out, words_box
from rodt.forms import EntryForm, WholeNumberField

NOTHING_SAID = "Give a rating, a strength or one thing to build"


class CapitalForm(EntryForm):
    """Four ratings, each by itself; what is left empty was not asked."""

    strengths = forms.CharField(
        label="What is strong?", required=False, widget=words_box(2), help_text="In their words."
    )
    one_thing_to_build = forms.CharField(
        label="One thing to build",
        required=False,
        widget=words_box(2),
        help_text="One, of their choice.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS:
            self.fields[kind.key] = WholeNumberField(
                label=kind.label,
                min_value=0,
                max_value=10,
                called="a rating",
                required=False,
                help_text=kind.takes_in,
            )
        self.fields["on"] = happened_on("Day you talked", on)
        lay_out(self, Row(*KEYS[:2]), Row(*KEYS[2:]), "strengths", "one_thing_to_build", "on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ratings = {key: cleaned.pop(key, None) for key in KEYS}
        words = cleaned.get("strengths") or cleaned.get("one_thing_to_build")
        is_empty = not words and all(rating is None for rating in ratings.values())
        if is_empty and not any(key in self.errors for key in KEYS):
            raise ValidationError(NOTHING_SAID)
        cleaned["ratings"] = ratings
        return cleaned


class InstrumentForm(EntryForm):
    """The items of a licensed instrument, worded as its configuration has them."""

    def __init__(self, *args: Any, on: date, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [item.key for item in instrument.items]
        for item in instrument.items:
            self.fields[f"item_{item.key}"] = WholeNumberField(
                label=item.text,
                min_value=item.lowest,
                max_value=item.highest,
                called="an answer",
                required=False,
                help_text=f"From {item.lowest} to {item.highest}.",
            )
        self.fields["on"] = happened_on("Day it was answered", on)
        lay_out(self, *(f"item_{key}" for key in self.keys), "on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["answers"] = {key: cleaned.pop(f"item_{key}", None) for key in self.keys}
        return cleaned
