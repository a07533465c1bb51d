"""What a save that came second shows: what is there now, beside what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Field, Form

from rodt.words import and_list, nhs_date

_NOT_SAID: tuple[Any, ...] = ("", None, [], ())


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


def touched(row: Any, form: Form, names: Iterable[str]) -> list[str]:
    """The fields that were changed in the form since its page was opened, as the history of the row
    has it. The others are not what somebody typed: they stay as they are now."""
    versions = row.pgh_event_model.objects.filter(pgh_obj=row.pk)
    opened = versions.filter(version=form.cleaned_data["version"]).order_by("-pgh_id").first()
    return [
        name
        for name in names
        if opened is None or form.cleaned_data.get(name) != getattr(opened, name)
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


@dataclass(frozen=True, slots=True)
class Both:
    """One question: `now`, what is saved; `yours`, what was typed. Empty where nothing is said."""

    label: str
    now: str
    yours: str


def differences_from(form: Form, saved: Mapping[str, Any]) -> list[Both]:
    """The questions that are answered otherwise in the form, which has been looked at, than in
    what is saved now; in the form's order."""
    typed = form.cleaned_data
    return [
        Both(str(field.label), now, yours)
        for name, field in form.fields.items()
        if name in saved and name in typed and not field.widget.is_hidden
        for now, yours in [(value_words(field, saved[name]), value_words(field, typed[name]))]
        if now != yours
    ]


def value_words(field: Field, value: Any) -> str:
    """An answer as its field says it; "" where it was not answered."""
    if value in _NOT_SAID:
        return ""
    if isinstance(value, date):
        return nhs_date(value)
    choices: Iterable[Any] = getattr(field, "choices", ())
    named = {str(key): str(words) for key, words in choices}
    if isinstance(value, list | tuple):
        return and_list([named.get(str(one), str(one)) for one in value])
    return named.get(str(value), str(value))
