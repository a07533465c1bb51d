"""What a save that came second shows: what is there now, beside what was typed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.forms import Form

from rodt.words import nhs_date


def differences(row: Any, form: Form, names: Iterable[str]) -> list[dict[str, str]]:
    """Rows of label, now, yours, for the fields in which the form differs from the saved row.
    None at all: the same was typed and saved before, as by a double click."""
    typed = form.cleaned_data
    return [
        {
            "label": str(form.fields[name].label),
            "now": _said(row, name, getattr(row, name)),
            "yours": _said(row, name, typed[name]),
        }
        for name in names
        if name in typed and typed[name] != getattr(row, name)
    ]


def _said(row: Any, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return nhs_date(value)
    choices = dict(row._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))
