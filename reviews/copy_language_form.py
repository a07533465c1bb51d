"""What is typed to propose a language of the person's copy. It saves nothing."""

from datetime import date
from itertools import groupby
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from careplans.copy_words import LONGEST, LONGEST_NAME, PHRASES, Language
from patients.forms.parts import lay_out
from reviews.intervals_form import FURTHEST_DAYS, reason_field, status_field
from rodt.dates import add_days
from rodt.forms import DateField3, PlainForm


class CopyLanguageForm(PlainForm):
    """Every phrase of the copy in one language; a reason, and the first day."""

    tag = forms.CharField(
        label="Short code of the language",
        max_length=8,
        widget=forms.TextInput({"class": "width-5", "autocomplete": "off", "spellcheck": "false"}),
        help_text="As web pages name it: cy for Welsh, pl for Polish.",
        error_messages={"required": "Give the short code of the language"},
    )
    name = forms.CharField(
        label="Its name, as its speakers write it",
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"class": "width-20", "autocomplete": "off"}),
        error_messages={"required": "Give the name of the language"},
    )
    reason = reason_field()
    status = status_field("Has somebody who speaks it checked these words?")

    def __init__(self, *args: Any, base: Language | None, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if base:
            self.initial = {"tag": base.tag, "name": base.name}
        for phrase in PHRASES:
            self.fields[phrase.key] = forms.CharField(
                label=phrase.english,
                required=False,
                max_length=LONGEST,
                initial=base.said[phrase.key] if base else "",
                widget=forms.Textarea({"rows": 1}),
            )
        self.fields["effective_from"] = DateField3(
            label="First day",
            earliest=on,
            earliest_words="cannot be in the past",
            latest=add_days(on, FURTHEST_DAYS),
            help_text="From this day on a copy can be printed in it.",
        )
        lay_out(
            self,
            Fieldset("The language", "tag", "name"),
            *(
                Fieldset(group, *(phrase.key for phrase in phrases))
                for group, phrases in groupby(PHRASES, key=lambda phrase: phrase.group)
            ),
            Fieldset("Why, and from when", "reason", "status", "effective_from"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["words"] = {
            phrase.key: cleaned.pop(phrase.key) for phrase in PHRASES if phrase.key in cleaned
        }
        return cleaned
