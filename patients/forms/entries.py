"""What is typed to correct an entry of any kind, and to say whom it was about."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from patients.entries import TAKEN_BACK_ONLY, typed_fields
from patients.entry_words import label_of
from patients.forms.parts import TAKE_BACK, lay_out, reason_field, words_box
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm, PlainForm

_MAY_LIE_AHEAD = (
    "expected",
    "ended_on",
    "to_on",
    "due",
    "expires",
    "covers",
    "review_on",
    "next",
    "first_on",
)
_EARLIEST = date(1900, 1, 1)


def _field(field: Any, on: date) -> forms.Field | None:
    """The house's own box for a column; None for one that is not typed as such."""
    label = label_of(field)
    known: dict[str, Any] = {"label": label, "required": not (field.null or field.blank)}
    if isinstance(field, ArrayField):
        choices = getattr(field.base_field, "choices", None)
        if not choices:
            return _ListField(**known)
        return forms.MultipleChoiceField(choices=choices, widget=CheckChips, **known)
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(label=label, required=False)
    if isinstance(field, models.DateField):
        is_past = not any(part in field.name for part in _MAY_LIE_AHEAD)
        made = DateField3(earliest=_EARLIEST, latest=on if is_past else None, **known)
        made.latest_words = "must be today or in the past"
        return made
    if field.choices:
        blank = [("", "Not recorded")] if field.blank else []
        return forms.ChoiceField(choices=[*blank, *field.choices], widget=ChoiceChips, **known)
    if isinstance(field, models.TextField):
        return forms.CharField(widget=words_box(3), **known)
    if isinstance(field, models.CharField):
        box = forms.TextInput({"autocomplete": "off"})
        return forms.CharField(max_length=field.max_length, widget=box, **known)
    return field.formfield(**known)


class _ListField(forms.CharField):
    """Several words with commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text="With commas between them.", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [part.strip() for part in str(value or "").split(",") if part.strip()]


class CorrectForm(PlainForm):
    """Every field of the entry as it stands; a reason; or the entry is taken back."""

    amend_reason = reason_field()
    is_withdrawn = forms.BooleanField(label=TAKE_BACK, required=False)

    def __init__(self, *args: Any, entry: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = []
        if entry._meta.model_name not in TAKEN_BACK_ONLY:
            for field in typed_fields(type(entry)):
                if made := _field(field, on):
                    self.fields[field.name] = made
                    names.append(field.name)
        else:
            self.fields["is_withdrawn"].required = True
            self.fields["is_withdrawn"].error_messages["required"] = (
                "Tick this to take it back. To change it, record it again."
            )
        lay_out(self, *names, "is_withdrawn", "amend_reason")


class WhyForm(EntryForm):
    """Which other record, and why. The other is chosen on the page before."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why?",
        max_length=300,
        widget=words_box(2),
        error_messages={"required": "Say why"},
    )

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
        lay_out(self, Fieldset("", "reason"), "other")
