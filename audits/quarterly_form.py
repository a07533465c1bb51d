"""What is typed to switch the audit of each quarter off, or on again. It saves nothing."""

from datetime import date
from typing import Any

from patients.forms.parts import lay_out
from reviews.intervals_form import FURTHEST_DAYS, reason_field
from rodt.dates import add_days
from rodt.forms import DateField3, PlainForm


class QuarterlyForm(PlainForm):
    reason = reason_field()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"] = DateField3(
            label="First day",
            earliest=on,
            earliest_words="cannot be in the past",
            latest=add_days(on, FURTHEST_DAYS),
            help_text="An audit of a quarter is made on the first day of the next one. What"
            " holds on that day decides.",
        )
        lay_out(self, "reason", "effective_from")
