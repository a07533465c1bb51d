"""What is typed about a report: comments, promises, signatures, and that it is not to be used."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from audits.meant_days import bound_ahead
from audits.models import Audit, PromisedAction
from patients.forms.parts import VersionForm, lay_out, words_box
from patients.staff_choices import everybody
from rodt.forms import ChoiceChips, DateField3, EntryForm, PlainForm
from rodt.words import nhs_date

NAME_NOBODY = "Name no patient here: it is printed in the report."


def _line(label: str, help_text: str = "", missing: str = "", **more: Any) -> forms.CharField:
    """Up to 300 letters."""
    return forms.CharField(
        label=label,
        max_length=300,
        help_text=help_text,
        widget=words_box(2),
        error_messages={"required": missing},
        **more,
    )


class CommentForm(VersionForm):
    text = forms.CharField(
        label="What do you say about this step?",
        max_length=2000,
        help_text=NAME_NOBODY,
        widget=words_box(6),
        error_messages={"required": "Write what you have to say about this step"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "text")


class PromiseFields(PlainForm):
    """What will be done, who sees to it, by when, and what is to change by it."""

    what = _line("What will be done?", NAME_NOBODY, "Say what will be done")
    owner = forms.ModelChoiceField(
        label="Who sees to it?",
        queryset=everybody(UUID(int=0)),
        empty_label="Choose",
        error_messages={"required": "Choose who sees to it"},
    )
    due_on = DateField3(label="By when", error_messages={"required": "Enter by when"})
    expected = _line(
        "What is to change by it?",
        "In words: which figure, and how you would notice.",
        "Say what is to change by it",
    )

    def __init__(self, *args: Any, service_id: UUID, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["owner"].queryset = everybody(service_id)
        bound_ahead(fields["due_on"], on, self.initial.get("due_on"))


class PromiseForm(PromiseFields, EntryForm):
    """A new promise on a figure of one report. `run`: its number."""

    run = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.ChoiceField(
        label="About which figure?", error_messages={"required": "Choose a figure"}
    )

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any) -> None:
        super().__init__(*args, service_id=audit.service_id, **kwargs)
        figures = [
            (item["code"], f"{item['code']} {item['title']}")
            for step in audit.definitions["steps"]
            for item in step["indicators"]
        ]
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [("", "Choose"), *figures]
        lay_out(self, "code", "what", "owner", "due_on", "expected")


class ChangePromiseForm(PromiseFields, VersionForm):
    """A promise as it stands today."""

    state = forms.ChoiceField(
        label="How does it stand?", choices=PromisedAction.State.choices, widget=ChoiceChips
    )
    came_of = _line(
        "What came of it, or why it is given up",
        "Needed where it is given up. It stands in the next report.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "what", "owner", "due_on", "expected", "state", "came_of")


class SayDoneForm(PlainForm):
    """Whoever sees to a promise says that it is done."""

    what = _line("What was done?", "Name no patient here: managers read it.", "Say what was done")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "what")


class SignForm(PlainForm):
    """`seen`: what the report held when this was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)
    remark = _line("A remark, if you have one", NAME_NOBODY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "remark")


class WithdrawForm(PlainForm):
    """`seen`: which run had its place when this was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = _line("Why is it withdrawn?", NAME_NOBODY, "Say why it is withdrawn")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "reason")


class SupersedeForm(PlainForm):
    """`runs`: those that can take its place."""

    replaced_by = forms.TypedChoiceField(
        label="Which run takes its place?",
        widget=ChoiceChips(is_stacked=True),
        error_messages={"required": "Choose the run that takes its place"},
    )
    reason = _line("Why?", NAME_NOBODY, "Say why another takes its place")

    def __init__(self, *args: Any, runs: Iterable[Audit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(run.pk): run for run in runs}
        field = self.fields["replaced_by"]
        assert isinstance(field, forms.TypedChoiceField)
        field.coerce = by_id.__getitem__
        field.choices = [
            (key, f"Run {run.number}, as known at {nhs_date(run.known_at.date())}")
            for key, run in by_id.items()
        ]
        lay_out(self, "replaced_by", "reason")
