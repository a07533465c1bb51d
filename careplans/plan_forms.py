"""What is typed about the plan as a whole, each with its day. It saves nothing."""

from datetime import date
from typing import Any

from django import forms

from careplans.models import Layer, Phase, Supporter
from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out, words_box
from patients.models import Answer
from rodt.forms import ChoiceChips, EntryForm


def _line(label: str, length: int, **kwargs: Any) -> forms.CharField:
    box = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, widget=box, **kwargs)


class MoveForm(EntryForm):
    """Another phase, or more or less support, and why."""

    phase = forms.ChoiceField(label="Phase", choices=Phase.choices, widget=ChoiceChips)
    layer = forms.ChoiceField(label="How much support", choices=Layer.choices, widget=ChoiceChips)
    why = forms.CharField(label="Why?", widget=words_box(2), error_messages={"required": "Say why"})

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("From which day", on)
        lay_out(self, "phase", "layer", "why", "on")


class AgreementForm(EntryForm):
    """What the person says of the plan."""

    answer = forms.ChoiceField(
        label="Do they agree with the plan?", choices=Answer.choices, widget=ChoiceChips
    )
    words = forms.CharField(
        label="In their words",
        required=False,
        widget=words_box(3),
        help_text="Not agreeing is a full answer. What would they rather have?",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Day you talked", on)
        lay_out(self, "answer", "words", "on")


class SupporterForm(EntryForm):
    """Somebody who stands by the person, and what the person lets them know."""

    name = _line("Their name", 80, error_messages={"required": "Give their name"})
    kind = forms.ChoiceField(
        label="Are they a supporter or a carer?", choices=Supporter.Kind.choices, widget=ChoiceChips
    )
    relation = _line("Who are they to the person?", 80, required=False, help_text="Sister, friend.")
    consent = forms.ChoiceField(
        label="Does the person consent to us being in touch with them?",
        choices=Answer.choices,
        widget=ChoiceChips,
    )
    may_know = forms.CharField(
        label="What may they know?",
        required=False,
        widget=words_box(2),
        help_text="As the person said it. Nothing is shared without their consent.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent_on"] = happened_on("Day they consented", on)
        self.fields["consent_on"].required = False
        self.fields["on"] = happened_on("Day they were named", on)
        lay_out(self, "name", "relation", "kind", "consent", "consent_on", "may_know", "on")


class EndSupporterForm(EntryForm):
    """They no longer stand by the person, or consent was taken back."""

    why = _line("Why?", 300, error_messages={"required": "Say why"})

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("From which day", on)
        lay_out(self, "why", "on")

    def clean(self) -> dict[str, Any]:
        """The correction it makes has an id of its own."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop("entry_id", None)
        return cleaned
