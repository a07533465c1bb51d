"""What is typed about a place. It saves nothing."""

from typing import Any

from django import forms

from patients.forms.parts import VersionForm, lay_out
from rodt.forms import EntryForm, PlainForm
from support import kinds
from support.forms import line

ORDER = ("name", "kind", "about", "address", "times", "contact")


class PlaceFields(PlainForm):
    """Where people can go, when, and whom to ask."""

    name = line("Name of the place", 120, error_messages={"required": "Give its name"})
    kind = forms.ChoiceField(
        label="What support is it?",
        choices=[("", "Choose"), *kinds.choices()],
        error_messages={"required": "Choose what support it is"},
    )
    about = line("For whom, and what happens there", 300, help_text="Women only; step-free.")
    address = line("Where", 200)
    times = line("When", 200, help_text="Tuesdays 7pm; doors open at 6:30pm.")
    contact = line("Whom to ask", 200, help_text="A name and a work telephone number or address.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        lay_out(self, *ORDER)


class PlaceForm(PlaceFields, EntryForm):
    """A place that is new on the list."""


class ChangePlaceForm(PlaceFields, VersionForm):
    """A place as it is today."""

    is_closed = forms.BooleanField(label="It is not there any more", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(self, *ORDER, "is_closed")
