"""What forms about one person share: their layout, the version that was seen, a time of day."""

import re
from datetime import time
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from rodt.forms import PlainForm, helper

_TIME = re.compile(r"^(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?$", re.ASCII)


def lay_out(form: Any, *parts: Any) -> None:
    """Give the form its crispy helper with this order of fields; the summary of errors names them
    in the same order. The page writes the form element."""
    made: FormHelper = helper(form_tag=False)
    made.layout = Layout(*parts)
    made.render_hidden_fields = True
    form.helper = made
    form.order_fields([pointer.name for pointer in made.layout.get_field_names()])


def words_box(rows: int = 3, **attrs: str) -> forms.Textarea:
    return forms.Textarea({"rows": rows, **attrs})


class VersionForm(PlainForm):
    """A form that changes a row: `version` is the one the page was opened with."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again, then save."},
    )


def read_time(typed: str) -> time:
    """2:30pm, 2.30pm, 14:30, 1430 or 2pm. Raises ValueError for anything else."""
    found = _TIME.match(typed.strip().lower())
    if not found:
        raise ValueError(typed)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(typed)
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif not found[2]:
        raise ValueError(typed)
    return time(hour, minute)


class TimeField(forms.CharField):
    """A time of day, typed as people write it."""

    widget = forms.TextInput({"class": "width-5", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_time(typed)
        except ValueError:
            raise ValidationError("Enter a time, like 2:30pm") from None


TAKE_BACK = "Take it back: it was never so"


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Why is it corrected?",
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Say why it is corrected"},
    )


def add_reason(form: Any, *, take_back: str = TAKE_BACK) -> list[str]:
    """The end of a form that corrects: which wording it was opened with (`corrects`), whether it is
    taken back (`take_back` names it; empty where it cannot be), and why. Returns what is shown."""
    form.fields["corrects"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
    names = []
    if take_back:
        form.fields["is_withdrawn"] = forms.BooleanField(label=take_back, required=False)
        names = ["is_withdrawn"]
    form.fields["amend_reason"] = reason_field()
    return [*names, "amend_reason"]
