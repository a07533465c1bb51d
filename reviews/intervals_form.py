"""What is typed to propose other review intervals, and to answer a proposal. They save nothing."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from accounts.models import Configuration
from patients.forms.parts import lay_out
from reviews.interval_values import (
    EDITABLES,
    Editable,
    Whole,
    nonsense,
    read_days,
    value_of,
    words,
)
from reviews.intervals import Schedule
from rodt.dates import add_days
from rodt.forms import ChoiceChips, DateField3, PlainForm, WholeNumberField

FURTHEST_DAYS = 365
AGREE, DECLINE = "agree", "decline"


def field_name(value: Editable) -> str:
    return value.key.replace(".", "-")


class DaysField(forms.CharField):
    """Days after a start, typed as "3, 7, 14"."""

    widget = forms.TextInput({"class": "width-20", "autocomplete": "off", "inputmode": "text"})

    def __init__(self, *, value: Editable, **kwargs: Any) -> None:
        self.value = value
        super().__init__(
            max_length=60, error_messages={"required": "Enter at least one day"}, **kwargs
        )

    def clean(self, typed: Any) -> Any:
        try:
            return read_days(super().clean(typed), self.value)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Why is this changed?",
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        help_text="The second person reads it, and everybody after them.",
        error_messages={"required": "Say why this is changed"},
    )


def status_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=(
            (Configuration.Status.UNVERIFIED, "Not yet verified"),
            (Configuration.Status.VERIFIED, "Verified by our clinical lead"),
        ),
        widget=ChoiceChips,
        help_text="It is printed wherever they are used.",
        error_messages={"required": "Choose whether they are verified"},
    )


class IntervalsForm(PlainForm):
    """Every value that a service may change, as it stands; a reason, and the first day."""

    reason = reason_field()
    status = status_field("Has somebody checked these values against their source?")

    def __init__(self, *args: Any, base: Schedule, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[str]] = {}
        for value in EDITABLES:
            self.fields[field_name(value)] = _field(value, base)
            groups.setdefault(value.group, []).append(field_name(value))
        self.fields["effective_from"] = DateField3(
            label="First day",
            earliest=on,
            earliest_words="cannot be in the past: what was due then stays as it was",
            latest=add_days(on, FURTHEST_DAYS),
            help_text="From this day on reviews are due by these values. Reviews held earlier keep"
            " the day they were due.",
        )
        lay_out(
            self,
            *(Fieldset(title, *names) for title, names in groups.items()),
            Fieldset("Why, and from when", "reason", "status", "effective_from"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed: dict[str, Whole] = {
            value.key: cleaned.pop(field_name(value))
            for value in EDITABLES
            if cleaned.get(field_name(value)) is not None
        }
        for key, said in nonsense(typed).items():
            self.add_error(key.replace(".", "-"), said)
        cleaned["typed"] = typed
        return cleaned


def _field(value: Editable, base: Schedule) -> forms.Field:
    now = value_of(base, value)
    help_text = (
        f"Now {words(value, now)}. The product’s own: {words(value, value.default)}."
        f" {value.limits_words}."
    )
    if isinstance(now, tuple):
        typed = ", ".join(str(day) for day in now)
        return DaysField(value=value, label=value.label, initial=typed, help_text=help_text)
    return WholeNumberField(
        label=value.label,
        min_value=value.lowest,
        max_value=value.highest,
        called=f"{value.unit}s for “{value.group}, {value.label[0].lower()}{value.label[1:]}”",
        suffix=f"{value.unit}s",
        initial=now,
        help_text=help_text,
    )


class AnswerForm(PlainForm):
    """Agree or decline, and what is said with it."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=((AGREE, "Agree"), (DECLINE, "Decline")),
        widget=ChoiceChips,
        error_messages={"required": "Choose whether you agree or decline"},
    )
    words = forms.CharField(
        label="What you want to say",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed to decline: whoever proposed it reads it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "answer", "words")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("answer") == DECLINE and not cleaned.get("words", "").strip():
            self.add_error("words", "Say why you decline: whoever proposed it reads it")
        return cleaned
