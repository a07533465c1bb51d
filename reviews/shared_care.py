"""A medical review held by a prescriber elsewhere, such as a GP in shared care, from their letter.

It counts by the same rule as any medical review, with the letter in place of a signature of ours.
What the letter does not say is not asked, and counted as unknown.
Source: domain/reviews.md §9, "external reviewer name, evidence letter".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset
from django import forms

from accounts.models import User
from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from patients.models import Patient
from reviews import schedules
from reviews.actions import log_review
from reviews.answers import NOT_ASKED_VALUE, answered
from reviews.asks import SECTIONS, Kind
from reviews.credits import Wanted
from reviews.logged import Logged
from reviews.models import Review
from reviews.questions import MEDICAL_NEEDS, Question
from reviews.review_types import ReviewerRole, ReviewType
from rodt.forms import ChoiceChips, EntryForm
from rodt.words import nhs_date

ASKS = tuple(
    ask for section in SECTIONS for ask in section.asks if ask.question in set(MEDICAL_NEEDS)
)
SEEN = tuple(choice for choice in Review.Seen.choices if choice[0] != Review.Seen.NOT_SEEN)


class SharedCareForm(EntryForm):
    """Who held it, what letter says so, and what the letter says."""

    external_reviewer = forms.CharField(
        label="Who held it?",
        max_length=120,
        help_text="Name and practice, as in the letter.",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Enter the name of who held it"},
    )
    seen = forms.ChoiceField(
        label="How were they seen?",
        choices=SEEN,
        widget=ChoiceChips,
        help_text="A letter about somebody who was not seen is no review.",
        error_messages={"required": "Choose how they were seen"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"] = happened_on("Date of the review", on)
        self.fields["evidence_letter_on"] = happened_on("Date of the letter", on)
        for ask in ASKS:
            name, words = ask.question.value, {"label": ask.label, "required": False}
            if ask.kind is Kind.WORDS:
                self.fields[name] = forms.CharField(**words, widget=forms.Textarea({"rows": 2}))  # type: ignore[arg-type]
            else:
                self.fields[name] = forms.ChoiceField(
                    **words,  # type: ignore[arg-type]
                    choices=ask.choices,
                    widget=ChoiceChips,
                )
        lay_out(
            self,
            Fieldset("The letter", "external_reviewer", "evidence_letter_on", "held_on", "seen"),
            Fieldset("What the letter says", *(ask.question.value for ask in ASKS)),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        held_on, letter_on = cleaned.get("held_on"), cleaned.get("evidence_letter_on")
        if held_on and letter_on and letter_on < held_on:
            self.add_error(
                "evidence_letter_on",
                f"Date of the letter cannot be before the review, {nhs_date(held_on)}",
            )
        cleaned["said"] = {ask.question: cleaned.pop(ask.question.value, "") or "" for ask in ASKS}
        return cleaned


def record_shared_care(
    *,
    patient: Patient,
    by: User,
    external_reviewer: str,
    evidence_letter_on: date,
    held_on: date,
    seen: str,
    said: Mapping[Question, str],
    entry_id: UUID,
) -> Review:
    """The medical review that the letter tells of, credited by the rule for every review."""
    logged = Logged(
        held_on=held_on,
        seen=seen,
        wanted=(Wanted(ReviewType.MEDICAL),),
        answers={
            question: answered(said.get(question) or NOT_ASKED_VALUE) for question in MEDICAL_NEEDS
        },
        external_reviewer=external_reviewer.strip(),
        evidence_letter_on=evidence_letter_on,
    )
    return log_review(
        patient=patient,
        by=by,
        role=ReviewerRole.EXTERNAL_PRESCRIBER,
        logged=logged,
        schedule=schedules.in_force(patient.service_id, held_on),
        entry_id=entry_id,
    )
