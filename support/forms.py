"""What is typed about support: an offer, what came of it, how home and work stand. It saves
nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import VersionForm, add_reason, lay_out, words_box
from patients.models import Answer
from patients.staff_choices import clinicians
from rodt.forms import ChoiceChips, EntryForm, PlainForm
from support import kinds
from support.models import Employment, Housing, Offer, OfferStep, Place
from support.querysets import places_of

NOT_ASKED = ("", "Not asked")
STATE = OfferStep.State
AT_ONCE = [
    ("", "No answer yet"),
    (STATE.STARTED.value, STATE.STARTED.label),
    (STATE.REFERRED.value, STATE.REFERRED.label),
    (STATE.DECLINED.value, STATE.DECLINED.label),
]
WANTS_WORK = [
    (Answer.YES.value, "Yes"),
    (Answer.NO.value, "Not now"),
    (Answer.RATHER_NOT_SAY.value, Answer.RATHER_NOT_SAY.label),
    (Answer.NOT_ASKED.value, Answer.NOT_ASKED.label),
]


def line(label: str, length: int, **kwargs: Any) -> forms.CharField:
    box = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, widget=box, required=False, **kwargs)


class PlaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, place: Any) -> str:
        return f"{place.name} ({kinds.called(place.kind).lower()})"


class OfferFields(PlainForm):
    """Support of one kind, how it came about, and in which place."""

    kind = forms.ChoiceField(
        label="What support?",
        choices=[("", "Choose"), *kinds.choices()],
        error_messages={"required": "Choose what support it is"},
    )
    other_words = line("If it is another kind: what is it?", 120)
    how = forms.ChoiceField(
        label="How did it come about?", choices=Offer.How.choices, widget=ChoiceChips
    )
    place = PlaceChoice(
        label="At which place?",
        queryset=Place.objects.none(),
        required=False,
        empty_label="None of our list",
    )
    words = forms.CharField(label="In their words", required=False, widget=words_box(2))

    def __init__(self, *args: Any, on: date, service_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["place"]
        places.queryset = places_of(service_id)
        self.fields["on"] = happened_on("Day it was talked about", on)


class OfferForm(OfferFields, EntryForm):
    """A new offer, with what came of it at once."""

    state = forms.ChoiceField(
        label="What came of it?",
        choices=AT_ONCE,
        required=False,
        widget=ChoiceChips(unknown=[""]),
        help_text="Declining is a full answer. More can be written down later.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "kind", "other_words", "how", "place", "words", "state", "on")


class CorrectOfferForm(OfferFields, VersionForm):
    """The offer as it was saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ends = add_reason(self)
        del self.fields["corrects"]
        lay_out(self, "kind", "other_words", "how", "place", "words", "on", *ends)


class StepForm(EntryForm):
    """What came of an offer, who gives the support, and whether it helps."""

    state = forms.ChoiceField(label="What came of it?", widget=ChoiceChips(unknown=[]))
    with_staff = forms.ModelChoiceField(
        label="Who of us gives it?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody of us",
    )
    with_outside = line("Or who outside this service?", 120)
    helped = forms.ChoiceField(
        label="Does it help, as they see it?",
        choices=Answer.choices,
        widget=ChoiceChips,
        initial=Answer.NOT_ASKED,
    )
    words = forms.CharField(label="In their words", required=False, widget=words_box(2))

    def __init__(self, *args: Any, on: date, service_id: UUID, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state, staff = self.fields["state"], self.fields["with_staff"]
        state.choices = STATE.for_kind(kind)  # type: ignore[attr-defined]
        staff.queryset = clinicians(service_id)  # type: ignore[attr-defined]
        self.fields["on"] = happened_on("Day", on)
        lay_out(self, "state", "on", "with_staff", "with_outside", "helped", "words")


class CircumstancesForm(EntryForm):
    """How home and work stand. Each question may be left for another day."""

    housing = forms.ChoiceField(
        label="How does housing stand?",
        choices=[*Housing.choices, NOT_ASKED],
        required=False,
        widget=ChoiceChips(unknown=["", Housing.RATHER_NOT_SAY]),
    )
    employment = forms.ChoiceField(
        label="Work, training, or what fills the day?",
        choices=[*Employment.choices, NOT_ASKED],
        required=False,
        widget=ChoiceChips(unknown=["", *Employment.unknown()]),
    )
    wants_work = forms.ChoiceField(
        label="Do they want help with work, training or volunteering?",
        choices=WANTS_WORK,
        required=False,
        widget=ChoiceChips,
        initial=Answer.NOT_ASKED,
        help_text="“Not now” is a full answer. Nobody has to work.",
    )
    words = forms.CharField(label="In their words", required=False, widget=words_box(2))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Day you talked", on)
        lay_out(self, "housing", "employment", "wants_work", "words", "on")
