"""What is typed about contacts, events and appointments."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone

from accounts.models import User
from patients import ties
from patients.forms.parts import TimeField, lay_out, words_box
from patients.models import Contact, SignificantEvent
from patients.staff_choices import clinicians
from rodt.dates import add_days
from rodt.forms import CheckChips, ChoiceChips, DateField3, EntryForm, PlainForm

# The kinds of review a meeting may be booked for; their codes are those of the reviews room.
MEETING_FOR = (
    ("care_plan", "Care plan review"),
    ("medical", "Medical review"),
    ("strategic", "Strategic review"),
    ("first12", "First 12 weeks"),
    ("induction", "Induction"),
    ("risk", "Risk"),
    ("keywork", "Keywork"),
    ("top", "TOP"),
    ("aftercare", "Aftercare"),
    ("event", "Event review"),
)


AHEAD_DAYS = 366

ORDER = (
    "on",
    "kind",
    "outcome",
    "with_role",
    "with_staff",
    "content",
    "their_words",
    "summary",
    "reason_missed",
)


def happened_on(label: str, on: date, *, earliest: date | None = None) -> DateField3:
    """A day that has come. The label is a name, because messages begin with it."""
    return DateField3(
        label=label, earliest=earliest, latest=on, latest_words="must be today or in the past"
    )


class ContactFields(PlainForm):
    """A meeting, call or message, held or missed."""

    kind = forms.ChoiceField(label="How", choices=Contact.Kind.choices, widget=ChoiceChips)
    outcome = forms.ChoiceField(
        label="What happened", choices=Contact.Outcome.choices, widget=ChoiceChips
    )
    with_role = forms.ChoiceField(
        label="With whom", choices=Contact.With.choices, widget=ChoiceChips
    )
    with_staff = forms.ModelChoiceField(
        label="Name", queryset=User.objects.none(), required=False, empty_label="Somebody else"
    )
    content = forms.MultipleChoiceField(
        label="What it was about",
        choices=Contact.Content.choices,
        required=False,
        widget=CheckChips,
        help_text="Any that apply.",
    )
    their_words = forms.CharField(
        label="In their words",
        required=False,
        widget=words_box(2),
        help_text="As they said it. It is shown large on their page.",
    )
    summary = forms.CharField(
        label="What was talked about and agreed", required=False, widget=words_box(4)
    )
    reason_missed = forms.CharField(
        label="If it was missed: why, and what was tried",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, on: date, service_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Date of the contact", on)
        staff: Any = self.fields["with_staff"]
        staff.queryset = clinicians(service_id)
        lay_out(self, *ORDER)


def _add_ties(form: forms.Form, choices: Sequence[tuple[str, str]]) -> list[str]:
    """The question what it was about in a room above, where there is anything to choose."""
    if not choices:
        return []
    form.fields["tied_to"] = forms.MultipleChoiceField(
        label=ties.label(),
        choices=choices,
        required=False,
        widget=CheckChips,
        help_text="Any that apply; none is fine.",
    )
    return ["tied_to"]


class ContactForm(ContactFields, EntryForm):
    def __init__(
        self, *args: Any, tie_choices: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, *ORDER, *_add_ties(self, tie_choices))


class NoteForm(EntryForm):
    """A call or a message, in few clicks: how, and what it was about in a line or two."""

    kind = forms.ChoiceField(
        label="How",
        choices=[(k.value, k.label) for k in (Contact.Kind.PHONE, Contact.Kind.MESSAGE)],
        widget=ChoiceChips,
        initial=Contact.Kind.PHONE,
    )
    summary = forms.CharField(
        label="What was said",
        widget=words_box(2),
        error_messages={"required": "Write what was said"},
    )

    def __init__(
        self, *args: Any, tie_choices: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, "kind", "summary", *_add_ties(self, tie_choices))


class ReachOutForm(EntryForm):
    """A try to reach somebody, in few clicks: how, how it went, and when it is tried next."""

    kind = forms.ChoiceField(
        label="How did you try?",
        choices=[
            (Contact.Kind.PHONE.value, "By phone"),
            (Contact.Kind.MESSAGE.value, "Text or letter"),
            (Contact.Kind.IN_PERSON.value, "Went to see them"),
        ],
        widget=ChoiceChips,
    )
    outcome = forms.ChoiceField(
        label="How did it go?",
        choices=[
            (Contact.Outcome.NO_ANSWER.value, "No answer"),
            (Contact.Outcome.REACHED.value, "Reached them"),
            (Contact.Outcome.DID_NOT_ATTEND.value, "They did not come"),
        ],
        widget=ChoiceChips(
            hints={Contact.Outcome.DID_NOT_ATTEND.value: "To a meeting that was agreed"}
        ),
    )
    summary = forms.CharField(
        label="What was said, or what was tried", required=False, widget=words_box(2)
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Date", on)
        self.fields["next_try_on"] = DateField3(
            label="When is it tried next?",
            called="The next try",
            earliest=on,
            latest=add_days(on, AHEAD_DAYS),
            required=False,
            help_text="Leave it empty if nothing more is to be tried. It is put on your list.",
        )
        lay_out(self, "kind", "outcome", "on", "summary", "next_try_on")


class CorrectContactForm(ContactFields):
    """A correction stands beside what it corrects, with its reason."""

    amend_reason = forms.CharField(
        label="Why is it corrected?",
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Say why it is corrected"},
    )
    is_withdrawn = forms.BooleanField(
        label="Take it back: it did not happen, or was about somebody else", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, *ORDER, "is_withdrawn", "amend_reason")


class EventForm(EntryForm):
    """Something after which a review is due within days."""

    kind = forms.ChoiceField(
        label="What happened",
        choices=SignificantEvent.Kind.choices,
        widget=ChoiceChips(is_stacked=True),
    )
    note = forms.CharField(label="What is known", required=False, widget=words_box(3))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = happened_on("Date of the event", on)
        lay_out(self, "kind", "on", "note")


# A year wrong by a slip of the key is no booking.
BOOKED_AHEAD_DAYS = 2 * 365


class AppointmentForm(EntryForm):
    """A meeting that is booked. Booked shows; it never clears what is due."""

    day = DateField3(label="Day of the meeting")
    time = TimeField(label="Time", error_messages={"required": "Enter a time, like 2:30pm"})
    staff = forms.ModelChoiceField(label="With", queryset=User.objects.none(), empty_label=None)
    review_types = forms.MultipleChoiceField(
        label="What is it for?",
        choices=MEETING_FOR,
        required=False,
        widget=CheckChips,
        help_text="Any that apply; none means any review.",
    )
    about = forms.CharField(
        label="A line about it",
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    place = forms.CharField(
        label="Where",
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "width-20"}),
    )

    def __init__(self, *args: Any, on: date, service_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["day"]
        day.earliest, day.latest = on, add_days(on, BOOKED_AHEAD_DAYS)
        staff: Any = self.fields["staff"]
        staff.queryset = clinicians(service_id)
        lay_out(self, "day", "time", "staff", "review_types", "about", "place")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, time = cleaned.pop("day", None), cleaned.pop("time", None)
        if day and time:
            cleaned["at"] = datetime.combine(day, time, get_current_timezone())
        return cleaned
