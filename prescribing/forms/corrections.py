"""What is typed to correct a dose, a way of collecting, a script, an injection or a state."""

from datetime import date
from typing import Any

from django import forms

from patients.forms.parts import add_reason, lay_out, words_box
from prescribing.forms.depots import DepotForm
from prescribing.forms.fields import (
    DoseField,
    agreed_field,
    ask_if_right,
    days_field,
    supervision_field,
    typed,
    why_field,
)
from prescribing.forms.prescriptions import A_YEAR, AHEAD_DAYS
from prescribing.forms.scripts import ScriptForm
from prescribing.querysets import dose_before
from prescribing.safety.limits import Limits
from rodt.dates import add_days
from rodt.forms import DateField3, PlainForm


class CorrectDoseForm(PlainForm):
    dose_mg = DoseField(label="Dose")
    why = why_field("Why this dose")
    patient_agreed = agreed_field("Did the person agree?")

    def __init__(self, *args: Any, row: Any, on: date, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"] = DateField3(
            label="First day of this dose", latest=add_days(on, AHEAD_DAYS)
        )
        before = dose_before(row.prescription, typed(self, "from_on"), besides=row)
        sure = ask_if_right(self, row.prescription.medicine, limits, before)
        ends = add_reason(self)
        lay_out(self, "dose_mg", *sure, "from_on", "why", "patient_agreed", *ends)


class CorrectCollectingForm(PlainForm):
    supervision = supervision_field()
    collection_days = days_field()
    reason = why_field("Why this way")

    def __init__(self, *args: Any, row: Any, on: date, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"] = DateField3(label="First day", latest=add_days(on, AHEAD_DAYS))
        self.fields["review_on"] = DateField3(
            label="Day to look again", required=False, latest=add_days(on, A_YEAR)
        )
        ends = add_reason(self)
        lay_out(self, "supervision", "collection_days", "from_on", "reason", "review_on", *ends)


class CorrectScriptForm(ScriptForm):
    def __init__(self, *args: Any, row: Any, on: date, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        _without_entry_id(self)


class CorrectDepotForm(DepotForm):
    def __init__(self, *args: Any, row: Any, on: date, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        _without_entry_id(self)


def _without_entry_id(form: Any) -> None:
    """A correction makes no new entry of its own."""
    del form.fields["entry_id"]
    form.helper.layout.extend(add_reason(form))


class CorrectStateForm(PlainForm):
    """The day and the words of a change. Another state is another change: it is recorded anew."""

    why = forms.CharField(label="Why", required=False, widget=words_box(3))
    their_words = forms.CharField(label="In the person's words", required=False, widget=words_box())
    patient_agreed = agreed_field("Did the person agree?")

    def __init__(self, *args: Any, row: Any, on: date, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField3(
            label="First day in this state", latest=add_days(on, AHEAD_DAYS)
        )
        ends = add_reason(self, take_back="")
        lay_out(self, "on", "why", "their_words", "patient_agreed", *ends)
