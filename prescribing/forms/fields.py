"""Fields that forms about a prescription share."""

from decimal import Decimal
from typing import Any

from django import forms

from patients.forms.parts import words_box
from patients.models import Answer
from prescribing.models import SupervisionStep
from rodt.forms import CheckChips, ChoiceChips, NumberBox
from rodt.words import WEEKDAYS

MOST_MG = Decimal("9999.99")


class DoseField(forms.DecimalField):
    """A dose in mg. The unit stands in the box; a dose in ml is refused by its letters."""

    def __init__(
        self, *, max_digits: int = 7, most_mg: Decimal | int = MOST_MG, **kwargs: Any
    ) -> None:
        self.most_mg = most_mg
        super().__init__(
            max_digits=max_digits,
            decimal_places=2,
            widget=NumberBox({"inputmode": "decimal", "class": "width-4"}, suffix="mg"),
            **kwargs,
        )
        said = "Enter the dose in mg, as a number more than 0, with at most 2 decimals"
        self.error_messages |= {"invalid": said, "required": said}

    def prepare_value(self, value: Any) -> Any:
        """A dose on record as it is typed: 55, not 55.00."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip().lower()
        return super().to_python(typed.removesuffix("mg").strip())

    def clean(self, value: Any) -> Any:
        """Whatever is wrong with it, one sentence says what a dose looks like."""
        try:
            dose = super().clean(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"]) from None
        if dose is not None and not 0 < dose <= self.most_mg:
            raise forms.ValidationError(self.error_messages["invalid"])
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


def right_field() -> forms.BooleanField:
    """Shown only under a dose that is far from any used: a slip of the hand asks twice."""
    return forms.BooleanField(label="This is right: I have looked at the number", required=False)


def typed_dose(form: forms.Form) -> Decimal | None:
    """The dose as it was posted, before the form is read; None where it is no dose."""
    try:
        dose = DoseField().clean(form.data.get(form.add_prefix("dose_mg")))
    except forms.ValidationError:
        return None
    return Decimal(dose)
