"""Reviews held before somebody was transferred to us: their days count, their content is elsewhere.

Without them everything would fall due at once for somebody who was reviewed last month.
Source: domain/reviews.md §9, "transferred-in patient with inherited dates".
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.forms.contacts import happened_on
from patients.forms.parts import lay_out
from patients.models import Patient
from reviews.models import Review, ReviewCredit
from reviews.review_types import TITLES, ReviewType
from rodt.forms import EntryForm

TYPES = (ReviewType.CARE_PLAN, ReviewType.MEDICAL, ReviewType.STRATEGIC, ReviewType.RISK)
# The role of somebody whose name and profession this record does not hold.
ELSEWHERE = "elsewhere"


class InheritedForm(EntryForm):
    """The last day of each kind of review, as the other service says."""

    where = forms.CharField(
        label="Which service told us?",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Enter the other service"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in TYPES:
            field = happened_on(TITLES[kind], on)
            field.required = False
            self.fields[kind.value] = field
        lay_out(self, "where", Fieldset("Last held on", *(kind.value for kind in TYPES)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        held = {kind.value: cleaned.pop(kind.value, None) for kind in TYPES}
        cleaned["held"] = {kind: day for kind, day in held.items() if day is not None}
        if not cleaned["held"] and not self.errors:
            self.add_error(None, "Enter at least one day")
        return cleaned


@transaction.atomic
def record_inherited(
    *, patient: Patient, held: Mapping[str, date], where: str, by: User, entry_id: UUID
) -> list[Review]:
    """One review a day, with what it counts for. The same form posted twice is kept once."""
    if not held:
        raise ValidationError("Enter at least one day")
    by_day: dict[date, list[str]] = defaultdict(list)
    for kind, day in held.items():
        by_day[day].append(ReviewType(kind).value)
    kept = []
    for day, kinds in sorted(by_day.items()):
        review = facts.add(
            Review,
            patient=patient,
            by=by,
            entry_id=uuid5(entry_id, day.isoformat()),
            held_on=day,
            seen=Review.Seen.IN_PERSON,
            held_by=None,
            held_by_role=ELSEWHERE,
            with_others=where.strip(),
            is_inherited=True,
        )
        for kind in kinds:
            facts.add(
                ReviewCredit,
                patient=patient,
                by=by,
                entry_id=uuid5(entry_id, f"{day.isoformat()} {kind}"),
                review=review,
                type=kind,
                held_on=day,
                is_valid=True,
            )
        kept.append(review)
    trail.record(
        "wrote down reviews held elsewhere",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        of=len(kept),
    )
    return kept
