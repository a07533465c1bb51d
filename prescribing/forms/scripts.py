"""What is typed about a script as it was issued elsewhere."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from patients.forms.parts import lay_out
from prescribing.forms.fields import DoseField, line
from prescribing.models import Script
from rodt.dates import add_days
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm, WholeNumberField

# A script for instalments covers at most 14 days (domain/prescribing.md §4); others run longer.
AHEAD_DAYS = 92


class QuantityField(DoseField):
    """An amount in mg, larger than a dose may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=8, most_mg=999_999, **kwargs)
        self.said = "Enter the amount in mg, as a number more than 0"


class ScriptForm(EntryForm):
    """The days one script covers, and the facts of its instalments."""

    form = forms.ChoiceField(
        label="Which form", choices=Script.Form.choices, widget=ChoiceChips, initial="fp10mda"
    )
    from_on = DateField3(label="First day of the script")
    to_on = DateField3(label="Last day of the script")
    total_mg = QuantityField(
        label="Total quantity",
        required=False,
        help_text="In mg, as written on the script. Its words are shown after saving.",
    )
    instalment_mg = QuantityField(label="Amount of each instalment", required=False)
    interval_days = WholeNumberField(
        label="Days between instalments",
        called="days",
        min_value=1,
        max_value=28,
        suffix="days",
        required=False,
        help_text="1 for every day.",
    )
    phrases = forms.TypedMultipleChoiceField(
        label="Home Office wordings on the script",
        choices=Script.Phrase.choices,
        coerce=int,
        required=False,
        widget=CheckChips(is_stacked=True),
    )
    pharmacy = line("Pharmacy", 80)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_on", "to_on"):
            day: Any = self.fields[name]
            day.latest = add_days(on, AHEAD_DAYS)
        lay_out(
            self,
            Fieldset("Days", "form", Row("from_on", "to_on"), "pharmacy"),
            Fieldset("Instalments", "total_mg", Row("instalment_mg", "interval_days")),
            "phrases",
        )
