"""What a form of many questions says beside what is saved: both texts, in words. Pure.

For a save that came second, and for a page that shows what a correction changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Field, Form

from rodt.words import and_list, nhs_date

NOT_SAID: tuple[Any, ...] = ("", None, [], ())


@dataclass(frozen=True, slots=True)
class Both:
    """One question: `now`, what is saved; `yours`, what was typed. Empty where nothing is said."""

    label: str
    now: str
    yours: str


def differences(form: Form, saved: Mapping[str, Any]) -> list[Both]:
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
    if value in NOT_SAID:
        return ""
    if isinstance(value, date):
        return nhs_date(value)
    choices: Iterable[Any] = getattr(field, "choices", ())
    named = {str(key): str(words) for key, words in choices}
    if isinstance(value, list | tuple):
        return and_list([named.get(str(one), str(one)) for one in value])
    return named.get(str(value), str(value))
