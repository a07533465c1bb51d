"""What is typed to change where a prescription stands, and to end it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import VersionForm, lay_out, words_box
from patients.models import Patient
from patients.staff_choices import prescribers
from prescribing.doses import CLOSING_STATES
from prescribing.forms.fields import agreed_field, line, why_field
from prescribing.models import Intent, State, StopReason
from rodt.dates import add_days
from rodt.forms import ChoiceChips, DateField3, EntryForm

A_YEAR = 365

# Said by what happens, never chosen here.
NOT_CHOSEN = (StopReason.SWITCHED, StopReason.TRANSFERRED, StopReason.RECORDS_END)


class StateForm(VersionForm, EntryForm):
    """A change of state that goes on prescribing, or holds it for a while."""

    state = forms.ChoiceField(label="It becomes", widget=ChoiceChips)
    intent = forms.ChoiceField(
        label="If reducing: what for?",
        choices=[("", "Not a reduction"), *Intent.choices],
        required=False,
        widget=ChoiceChips,
        help_text="Only as the person wishes. It can be turned round on any day.",
    )
    why = why_field("Why?", None)
    patient_agreed = agreed_field()
    their_words = forms.CharField(
        label="In their words",
        required=False,
        widget=words_box(2),
        help_text="Of a reduction: what the person wants, and how fast.",
    )
    support = forms.CharField(
        label="What support goes with it?",
        required=False,
        widget=words_box(2),
        help_text="Sessions, with whom and how often. Leave empty what is on record already.",
    )
    way_back = forms.CharField(
        label="How do they come back?",
        required=False,
        widget=words_box(2),
        help_text="As you give it to them in writing: whom to ring, and that nobody blames them.",
    )
    why_without = forms.CharField(
        label="If it goes ahead without any of these: why?",
        required=False,
        widget=words_box(2),
        help_text="Kept and shown with the reduction, with your name.",
    )
    is_for_safety = forms.BooleanField(
        label="Because going on would be unsafe: as you wrote above", required=False
    )

    def __init__(self, *args: Any, choices: Iterable[str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [
            (name, State(name).label) for name in choices if name not in CLOSING_STATES
        ]
        self.fields["on"] = happened_on("First day of the change", on)
        self.fields["support_on"] = DateField3(
            label="First session on", required=False, latest=add_days(on, A_YEAR)
        )
        lay_out(
            self,
            *("state", "on", "intent", "their_words", "why", "patient_agreed"),
            Fieldset(
                "If reducing to zero",
                *("support", "support_on", "way_back", "why_without", "is_for_safety"),
            ),
        )


class StopForm(VersionForm, EntryForm):
    """The end of a prescription: reached only through the page that says what it gives."""

    state = forms.ChoiceField(
        label="How does it end?",
        choices=[(s.value, s.label) for s in (State.STOPPED, State.TRANSFERRED)],
        widget=ChoiceChips,
        initial=State.STOPPED,
    )
    stop_reason = forms.ChoiceField(
        label="If stopped: why does it end?",
        choices=[choice for choice in StopReason.choices if choice[0] not in NOT_CHOSEN],
        required=False,
        widget=ChoiceChips(is_stacked=True),
    )
    to_service = line(
        "If transferred: to which service?", 120, "From the first day that they collect there."
    )
    why = why_field("Why, in your words", None)
    patient_agreed = agreed_field("Was the person told, and do they agree?")
    their_words = forms.CharField(label="What they say", required=False, widget=words_box(2))
    has_risk_plan = forms.BooleanField(
        label="A plan for the risk is written: taper unless unsafe, naloxone, a way back",
        required=False,
    )
    second_clinician = forms.ModelChoiceField(
        label="Second clinician",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="A service decision needs two. Another prescriber of this service.",
    )

    def __init__(self, *args: Any, on: date, patient: Patient, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("First day without", on)
        staff: Any = self.fields["second_clinician"]
        staff.queryset = prescribers(patient.service_id).exclude(pk=by.pk)
        lay_out(
            self,
            "state",
            "stop_reason",
            "to_service",
            "on",
            "why",
            "patient_agreed",
            "their_words",
            "has_risk_plan",
            "second_clinician",
        )
