"""What is typed in answer to a safety check."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from patients.forms.parts import lay_out, words_box
from prescribing.forms.fields import line
from prescribing.forms.prescriptions import DoseForm
from prescribing.models import SafetyAnswer
from prescribing.safety.table import Warning
from rodt.forms import ChoiceChips, EntryForm


class AnswerForm(EntryForm):
    """What was done, or why it goes on as it is. It stops nothing."""

    outcome = forms.ChoiceField(
        label="What is your answer?",
        choices=SafetyAnswer.Outcome.choices,
        widget=ChoiceChips(is_stacked=True),
    )
    reason = forms.CharField(
        label="Say why, or what was done",
        max_length=300,
        widget=words_box(3),
        error_messages={"required": "Say why, or what was done"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "outcome", "reason")


class CheckedDoseForm(DoseForm):
    """A dose, with the safety checks it fires shown once before it is saved. `seen`: those that
    were shown, so that the second press saves; a dose that fires others is shown those first."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    check_reason = line(
        "Looking at the checks above: why is this right?",
        300,
        "Leave it empty to answer them later.",
    )
    warnings: Sequence[Warning] = ()
    helper: FormHelper

    def shows_first(self, warnings: Sequence[Warning]) -> bool:
        """Is there a warning that was not shown yet? Then they stand on the form from now on."""
        if not warnings:
            return False
        self.warnings = warnings
        self.helper.layout.fields.append("check_reason")
        codes = {f"{one.check.code}={trigger}" for one in warnings for trigger in one.triggers}
        shown = set(self.cleaned_data.get("seen", "").split(";"))
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = ";".join(sorted(codes))
        self.data = data
        return not codes <= shown
