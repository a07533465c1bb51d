"""What is typed about a person's own copy of the plan. It saves nothing."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.contacts import happened_on
from patients.forms.parts import VersionForm, lay_out
from rodt.forms import ChoiceChips

TAKEN, NOT_WANTED = "taken", "not_wanted"


class CopyForm(VersionForm):
    """They took it, or did not want one: the day stands for one of the two."""

    answer = forms.ChoiceField(
        label="Did they take their copy?",
        choices=((TAKEN, "They took it"), (NOT_WANTED, "They did not want one")),
        widget=ChoiceChips,
        error_messages={"required": "Choose whether they took it"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("On which day", on)
        lay_out(self, "answer", "on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, answer = cleaned.pop("on", None), cleaned.pop("answer", "")
        cleaned["copy_given_on"] = day if answer == TAKEN else None
        cleaned["copy_not_wanted_on"] = day if answer == NOT_WANTED else None
        return cleaned
