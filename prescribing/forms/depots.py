"""What is typed about an injection."""

from datetime import date
from typing import Any

from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from prescribing.forms.fields import DoseField, line
from rodt.forms import EntryForm


class DepotForm(EntryForm):
    """An injection that was given."""

    dose_mg = DoseField(label="Dose of this injection")
    site = line("Where on the body", 40, "With the side: left or right.")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"] = happened_on("Day of the injection", on)
        lay_out(self, "given_on", "dose_mg", "site")
