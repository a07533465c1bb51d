"""The quick answers of the first day. Every one may be left for later."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from patients.forms.parts import VersionForm, lay_out
from patients.models import Answer
from prescribing.models import Advice, NaloxoneSupply
from reviews.day_zero_actions import DECLINED
from rodt.forms import CheckChips, ChoiceChips, EntryForm

NALOXONE = [*NaloxoneSupply.Product.choices, (DECLINED, "Offered and declined")]
TOPICS = [(topic.value, topic.label) for topic in (Advice.Topic.STORAGE, Advice.Topic.DRIVING)]


class DayZeroForm(VersionForm, EntryForm):
    consent = forms.ChoiceField(
        label="Do they agree to treatment, and to this record?",
        choices=Answer.choices,
        widget=ChoiceChips,
        required=False,
    )
    naloxone = forms.ChoiceField(
        label="Naloxone to take home", choices=NALOXONE, widget=ChoiceChips, required=False
    )
    was_trained = forms.BooleanField(label="They were shown how to use it", required=False)
    children_at_home = forms.ChoiceField(
        label="Do children live or stay at home?",
        choices=Answer.choices,
        widget=ChoiceChips,
        required=False,
    )
    box_given = forms.BooleanField(label="A locked box was given today", required=False)
    advised = forms.MultipleChoiceField(
        label="What was talked about today?", choices=TOPICS, widget=CheckChips, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(
            self,
            "consent",
            Fieldset("Naloxone", "naloxone", "was_trained"),
            Fieldset("At home", "children_at_home", "box_given", "advised"),
        )
