"""One of each kind of question, for the gallery."""

from datetime import date
from typing import Any

from django import forms

from rodt.forms import CheckChips, ChoiceChips, DateField3, NumberBox, PlainForm, WholeNumberField

TODAY = date(2026, 10, 1)
_SEEN = [
    ("in_person", "In person"),
    ("phone", "By phone"),
    ("video", "By video"),
    ("not_seen", "Not seen: case discussion"),
]
_RISK = [("no", "No"), ("yes", "Yes"), ("declined", "Would rather not say")]
_CONCLUSIONS = [
    ("clear", "Clear benefit"),
    ("partial", "Partial benefit"),
    ("not_evident", "Benefit not evident"),
    ("unknown", "Not enough information"),
]


class GalleryForm(PlainForm):
    """One of each kind of question."""

    seen_how = forms.ChoiceField(label="How did you see her?", choices=_SEEN, widget=ChoiceChips())
    held_on = DateField3(label="Date of the review", latest=TODAY)
    words = forms.CharField(
        label="In her own words",
        widget=forms.Textarea({"rows": 3}),
        help_text="Her language, not ours.",
    )
    risk = forms.ChoiceField(
        label="Has anything changed that could put her or a child at risk?",
        choices=_RISK,
        widget=ChoiceChips(),
        required=False,
    )
    dose_mg = WholeNumberField(
        label="Daily dose", min_value=1, max_value=200, called="a dose", suffix="mg"
    )
    team = forms.ChoiceField(
        label="Team", choices=[("harbour", "Harbour Street"), ("east", "Eastfield")]
    )
    options = forms.MultipleChoiceField(
        label="Options you talked about",
        choices=[
            ("stay", "Staying as it is"),
            ("less", "Collecting less often"),
            ("depot", "Monthly depot"),
            ("group", "Recovery group"),
        ],
        widget=CheckChips(closed={"depot": "Not offered here: no fridge"}),
    )
    conclusion = forms.ChoiceField(
        label="Conclusion",
        choices=_CONCLUSIONS,
        widget=ChoiceChips(
            is_stacked=True,
            hints={
                "clear": "a gain that is held counts",
                "partial": "then: add support",
                "not_evident": "then: improve treatment first",
                "unknown": "say what is missing",
            },
        ),
    )
    risk_confirmed = forms.BooleanField(label="Asked: still true", required=False)


class WeeksForm(PlainForm):
    """Two rows of four weeks, for the row that sums."""

    prefix = "weeks"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in ("opiates", "crack"):
            for week in (4, 3, 2, 1):
                self.fields[f"{item}_{week}"] = WholeNumberField(
                    label=f"{item.capitalize()}, week {week}",
                    min_value=0,
                    max_value=7,
                    called="days",
                    widget=NumberBox({"class": ""}),
                )


class WarningForm(PlainForm):
    prefix = "warning"
    answer = forms.ChoiceField(
        label="What did you do about it?",
        choices=[
            ("discussed", "Discussed today"),
            ("known", "Already known"),
            ("no", "Does not apply"),
        ],
        widget=ChoiceChips(),
    )
    reason = forms.CharField(label="Reason, in a few words")


class FilterForm(forms.Form):
    whose = forms.ChoiceField(label="Whose people", choices=[("mine", "My people")])
    treatment = forms.ChoiceField(
        label="Treatment", choices=[("ost", "On opioid substitution treatment")]
    )
