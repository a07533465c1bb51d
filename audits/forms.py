"""What is typed about an audit: what to run, a digest to look up, the service's own view."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone

from audits import links
from audits.meant_days import bound_ahead, bound_back
from audits.models import SelfAssessment
from audits.period import MONTHS, USUAL_MONTHS, refused
from rodt.forms import ChoiceChips, DateField3, PlainForm, helper

FEWEST_OF_DIGEST, ALL_OF_DIGEST = 8, 64


class StartForm(PlainForm):
    """The day, the period before it, and how the record was known when."""

    months = forms.TypedChoiceField(
        label="Period that ends on that day",
        choices=[(number, f"{number} months") for number in MONTHS],
        coerce=int,
        initial=USUAL_MONTHS,
        widget=ChoiceChips,
    )
    known_on = DateField3(
        label="As known at the end of",
        required=False,
        help_text="Leave empty to use everything recorded up to now.",
    )
    field_order = ["on", "months", "known_on"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField3(
            label="As things stood on", called="The day", latest=today, initial=today
        )
        known_on: Any = self.fields["known_on"]
        known_on.latest = today
        self.order_fields(self.field_order)
        self.today = today
        self.helper = helper(submit="Start the audit")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("on") and "known_on" in cleaned:
            for name, said in refused(cleaned["on"], self.known_at, self.today).items():
                self.add_error("known_on" if name == "known_at" else name, said.rstrip("."))
        return cleaned

    @property
    def known_at(self) -> datetime | None:
        """The end of the day that was typed; today has not ended, so it is now: None."""
        known_on: date | None = self.cleaned_data.get("known_on")
        if known_on is None or known_on == self.today:
            return None
        morning_after = known_on + timedelta(days=1)
        return datetime.combine(morning_after, time(0), get_current_timezone())

    @property
    def request(self) -> dict[str, Any]:
        return {
            "on": self.cleaned_data["on"],
            "months": self.cleaned_data["months"],
            "known_at": self.known_at,
        }


class VerifyForm(PlainForm):
    """A digest as it is printed at the foot of a report."""

    digest = forms.CharField(
        label="Digest",
        help_text="From the foot of a page, or the SHA-256 of a file: letters a to f and numbers.",
        error_messages={"required": "Enter the digest"},
        widget=forms.TextInput({"class": "width-20", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(form_tag=False, method="get")

    def clean_digest(self) -> str:
        typed = re.sub(r"\s", "", self.cleaned_data["digest"]).lower()
        if len(typed) > ALL_OF_DIGEST:
            raise ValidationError(
                f"A digest has {ALL_OF_DIGEST} letters and numbers. This has {len(typed):,}"
            )
        if re.search(r"[^0-9a-f]", typed):
            raise ValidationError("Enter only letters from a to f and numbers, as they are printed")
        if len(typed) < FEWEST_OF_DIGEST:
            raise ValidationError(
                f"Enter at least {FEWEST_OF_DIGEST} letters and numbers, as they are printed"
            )
        return typed


def _words(label: str, rows: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )


class StreamForm(PlainForm):
    """One stream of one step. `version`: as the page was opened with; 0 where nothing was said."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again, then save."},
    )
    rating = forms.TypedChoiceField(
        label="How far are we?",
        choices=[
            *((str(value), f"{value}. {words}") for value, words in SelfAssessment.Rating.choices),
            ("", "Not said yet"),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=ChoiceChips(unknown=[""], is_stacked=True),
    )
    evidence = _words("What shows it", 3, "A document, minutes, a clinic list: where one can look.")
    link = forms.CharField(
        label="Link to it",
        max_length=500,
        required=False,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    evidence_on = DateField3(label="Date of the evidence", required=False)
    owner = forms.CharField(
        label="Who leads on this",
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    next_action = _words("What next", 2)
    next_action_on = DateField3(label="By when", required=False)

    def __init__(self, *args: Any, on: date, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_file = has_file
        days: Any = self.fields
        bound_back(days["evidence_on"], on, self.initial.get("evidence_on"))
        bound_ahead(days["next_action_on"], on, self.initial.get("next_action_on"))
        self.helper = helper(form_tag=False)
        self.helper.disable_csrf = True
        self.helper.render_hidden_fields = True

    def clean_link(self) -> str:
        typed: str = self.cleaned_data["link"]
        try:
            return links.read(typed) if typed else ""
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_shown = self.has_file or cleaned.get("evidence") or cleaned.get("link")
        if cleaned.get("rating") and not is_shown and {"evidence", "link"} <= cleaned.keys():
            self.add_error("evidence", "Say what shows it, or choose 0 or not said yet")
        if is_shown and not cleaned.get("evidence_on") and "evidence_on" in cleaned:
            self.add_error("evidence_on", "Enter the day the evidence is from")
        if cleaned.get("next_action_on") and not cleaned.get("next_action"):
            self.add_error("next_action", "Say what is to be done by then")
        return cleaned
