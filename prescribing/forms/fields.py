"""Fields that forms about a prescription share."""

from decimal import Decimal
from typing import Any

from django import forms

from patients.forms.parts import words_box
from patients.models import Answer
from prescribing.doses import far_outside
from prescribing.models import Medicine, SupervisionStep
from prescribing.safety.limits import Limits
from rodt.forms import CheckChips, ChoiceChips, NumberField
from rodt.words import WEEKDAYS

MOST_MG = Decimal("9999.99")


class DoseField(NumberField):
    """A dose in mg. A dose in ml is refused by its letters."""

    def __init__(
        self, *, max_digits: int = 7, most_mg: Decimal | int = MOST_MG, **kwargs: Any
    ) -> None:
        self.most_mg = most_mg
        super().__init__(
            unit="mg",
            said="Enter the dose in mg, as a number more than 0, with at most 2 decimals",
            max_digits=max_digits,
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        dose = super().clean(value)
        if dose is not None and not 0 < dose <= self.most_mg:
            raise forms.ValidationError(self.said)
        return dose


def agreed_field(label: str = "Does the person agree?") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Answer.choices, widget=ChoiceChips, initial=Answer.NOT_ASKED
    )


def why_field(label: str = "Why?", length: int | None = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        widget=forms.TextInput({"autocomplete": "off"}) if length else words_box(3),
    )


def supervision_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How are doses collected and watched?",
        choices=SupervisionStep.Supervision.choices,
        widget=ChoiceChips,
    )


def days_field() -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label="Collection days",
        choices=[(number, name) for number, name in enumerate(WEEKDAYS, start=1)],
        coerce=int,
        required=False,
        widget=CheckChips,
    )


def line(label: str, length: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": "off", "class": "width-20"}),
    )


def ask_if_right(
    form: Any, medicine: Medicine | None, limits: Limits, before: Decimal | None = None
) -> list[str]:
    """A slip of the hand asks twice: the field to tick under a dose that is far from any used, or
    from the dose `before`. No field under any other."""
    if not far_outside(typed(form, "dose_mg"), medicine, limits, before):
        return []
    form.fields["is_right"] = forms.BooleanField(
        label="This is right: I have looked at the number", required=False
    )
    return ["is_right"]


def typed(form: forms.Form, name: str) -> Any:
    """An answer as it was posted, before the form is read; None where it is none."""
    field = form.fields[name]
    posted = field.widget.value_from_datadict(form.data, {}, form.add_prefix(name))
    try:
        return field.clean(posted) if form.is_bound else None
    except forms.ValidationError:
        return None
