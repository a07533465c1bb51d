"""Writing down what goes with coming off, and finding what is there already."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.models import Patient
from prescribing.coming_off import Course, Turn, counts_from, courses
from prescribing.models import ComingOffPart, Prescription, StateChange
from rodt.words import says


@transaction.atomic
def record_part(
    *,
    patient: Patient,
    kind: str,
    on: date,
    words: str,
    by: User | None,
    first_on: date | None = None,
    entry_id: UUID | None = None,
) -> ComingOffPart:
    """Raises ValidationError without words, or for a day that is not in the person's life."""
    if not says(words):
        raise ValidationError({"words": "Write what it says"})
    first_on = first_on if kind == ComingOffPart.Kind.SESSIONS else None
    facts.in_life(patient, on=on, first_on=first_on)
    part = facts.add(
        ComingOffPart,
        patient=patient,
        by=by,
        entry_id=entry_id,
        kind=kind,
        on=on,
        words=words.strip(),
        first_on=first_on,
    )
    trail.record(
        "recorded a part of coming off",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(part.pk),
    )
    return part


def add_said(kind: str, words: str, **known: Any) -> None:
    """What was said with the reduction itself, where anything was."""
    if says(words):
        record_part(kind=kind, words=words, **known)


def parts_of(prescription: Prescription, on: date) -> set[str]:
    """The kinds that are on record for a reduction that begins on this day."""
    since = counts_from(prescription.episode.started_on, _courses(prescription.patient), on)
    found = ComingOffPart.objects.current().filter(
        patient=prescription.patient, on__gte=since, on__lte=on
    )
    return set(found.values_list("kind", flat=True))


def _courses(patient: Patient) -> list[Course]:
    """Every reduction to zero of this person."""
    turns: dict[UUID, list[Turn]] = {}
    changes = StateChange.objects.current().filter(patient=patient)
    for row in changes.order_by("on", "recorded_at", "id"):
        turns.setdefault(row.prescription_id, []).append(Turn(row.on, row.state, row.intent))
    return [course for one in turns.values() for course in courses(one)]
