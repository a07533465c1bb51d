"""What a colleague answers who reads a plan. It saves nothing."""

from typing import Any

from django import forms

from audits.peer_checklist import Checklist
from patients.forms.parts import lay_out
from rodt.forms import ChoiceChips, PlainForm

YES = "yes"


class ReadingForm(PlainForm):
    """Yes or no to each question of the list; none is answered beforehand."""

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [item.key for item in checklist.items]
        for item in checklist.items:
            self.fields[item.key] = forms.ChoiceField(
                label=item.text,
                choices=((YES, "Yes"), ("no", "No")),
                widget=ChoiceChips,
                error_messages={"required": "Choose yes or no"},
            )
        lay_out(self, *self.asked)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        answers = {key: cleaned.pop(key) == YES for key in self.asked if key in cleaned}
        return {"answers": answers}
