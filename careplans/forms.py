"""What is typed about goals, next steps, a good ending, and the plan as a whole."""

from datetime import date
from typing import Any

from crispy_forms.layout import Row
from django import forms

from careplans.endings import PARTS, changed_parts
from careplans.models import ExitVision, GoalProgress, Tag
from patients.forms.contacts import happened_on
from patients.forms.parts import VersionForm, lay_out, words_box
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm, PlainForm


def _line(label: str, length: int, help_text: str = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": "off"}),
        **kwargs,
    )


class NextStepFields(PlainForm):
    """The agreed action: what next, who does it, by when."""

    next_step = _line("Next step", 200, "One thing, small enough to do.")
    next_step_by = _line("Who does it", 80)
    next_step_on = DateField3(label="By when", required=False)


class GoalWords(PlainForm):
    """What the person wants, in their own words, and what it is for."""

    words = forms.CharField(
        label="The goal, in their own words",
        max_length=200,
        widget=words_box(2),
        error_messages={"required": "Write the goal in their own words"},
    )
    tags = forms.MultipleChoiceField(
        label="What is it for?",
        choices=Tag.choices,
        required=False,
        widget=CheckChips,
        help_text="Any that apply.",
    )
    substance = _line("About which substance, if any", 40)


class GoalForm(GoalWords, NextStepFields, EntryForm):
    """A new goal, with the first agreed step."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_on"] = happened_on("Day it was agreed", on)
        lay_out(
            self,
            "words",
            "tags",
            "substance",
            "opened_on",
            "next_step",
            Row("next_step_by", "next_step_on"),
        )


class ProgressForm(NextStepFields, VersionForm, EntryForm):
    """How a goal stands, and what next."""

    state = forms.ChoiceField(
        label="How does it stand?",
        choices=[c for c in GoalProgress.State.choices if c[0] != GoalProgress.State.NEW],
        widget=ChoiceChips,
        help_text="Achieved and dropped close the goal. It can be opened again.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Day you talked", on)
        lay_out(self, "state", "on", "next_step", Row("next_step_by", "next_step_on"))


class ExitForm(EntryForm):
    """A good ending, in their words. No date is asked for."""

    words = forms.CharField(
        label="What would a good ending be?",
        widget=words_box(4),
        help_text="In their own words. “I want to stay on this” is a full answer, by itself.",
        error_messages={"required": "Write it in their own words"},
    )
    in_place = forms.CharField(
        label="What must be in place?",
        required=False,
        widget=words_box(3),
        help_text="If they want to say.",
    )
    way_back = forms.CharField(
        label="What would bring them back to us?",
        required=False,
        widget=words_box(2),
        help_text="If they want to say.",
    )

    def __init__(self, *args: Any, on: date, last: ExitVision | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last
        self.fields["on"] = happened_on("Day you talked", on)
        lay_out(self, "words", "in_place", "way_back", "on")

    def clean(self) -> dict[str, Any]:
        """The same words on another day: asked again, and still so. What must be in place and
        what would bring them back belong to it: another answer there is a change."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = ExitVision(**{name: cleaned.get(name, "") for name, _ in PARTS})
        cleaned["is_confirmed"] = self.last is not None and not changed_parts(typed, self.last)
        return cleaned


class PlanForm(VersionForm):
    """Strengths. Moves and agreement are dated facts; the copy is given on its own page."""

    strengths = forms.CharField(
        label="Strengths", required=False, widget=words_box(3), help_text="In their own words."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "strengths")
