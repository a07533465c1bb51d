"""What is typed to propose another wording of the TOP's items. It saves nothing."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from patients.forms.parts import lay_out
from reviews.intervals_form import FURTHEST_DAYS, reason_field, status_field
from reviews.top_items import ITEMS, SECTION_TITLES, Section
from reviews.top_wording import LONGEST, Wording
from rodt.dates import add_days
from rodt.forms import DateField3, PlainForm


class WordingForm(PlainForm):
    """Every item as it is worded now; a reason, and the first day."""

    reason = reason_field()
    status = status_field(
        "Has somebody checked this wording against the form you hold a licence for?"
    )

    def __init__(self, *args: Any, base: Wording, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in ITEMS:
            self.fields[item.field] = forms.CharField(
                label=f"{item.number} {item.label}",
                required=False,
                max_length=LONGEST,
                initial=base.of(item),
                widget=forms.Textarea({"rows": 2}),
                help_text="Empty: the product’s own short name.",
            )
        self.fields["effective_from"] = DateField3(
            label="First day",
            earliest=on,
            earliest_words="cannot be in the past",
            latest=add_days(on, FURTHEST_DAYS),
            help_text="From this day on forms and pages use this wording.",
        )
        lay_out(
            self,
            *(
                Fieldset(
                    SECTION_TITLES[section],
                    *(item.field for item in ITEMS if item.section == section),
                )
                for section in Section
            ),
            Fieldset("Why, and from when", "reason", "status", "effective_from"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["typed"] = {
            item.field: cleaned.pop(item.field) for item in ITEMS if item.field in cleaned
        }
        return cleaned
