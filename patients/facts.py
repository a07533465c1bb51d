"""Adding, amending and withdrawing what happened to a person.

A fact is never changed. An amendment is a new row beside it, with who, when and why; the old row
only gets the moment from which it no longer stands. One row is amended once at most: of two people
who correct it at the same time the second is told.
"""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import trail
from accounts.models import User
from patients.models import Fact, Patient, PatientRow
from rodt.ids import new_id
from rodt.versions import StaleSave
from rodt.words import nhs_date

_OWN = {
    "id",
    "recorded_at",
    "recorded_by",
    "amends",
    "amend_reason",
    "superseded_at",
    "is_withdrawn",
}

F = TypeVar("F", bound=Fact)
R = TypeVar("R", bound=PatientRow)


def add(
    model: type[R],
    *,
    patient: Patient,
    by: User | None,
    entry_id: UUID | None = None,
    **values: Any,
) -> R:
    """A new row about this person. `entry_id` is the id a form was given when it was opened: the
    same form posted twice makes one row."""
    found = posted_before(model, patient=patient, entry_id=entry_id)
    if found is not None:
        return found
    row = model(
        id=entry_id or new_id(),
        service_id=patient.service_id,
        patient=patient,
        recorded_by=by,
        **values,
    )
    if entry_id is None:
        row.save(force_insert=True)
        return row
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        found = posted_before(model, patient=patient, entry_id=entry_id)
        if found is None:
            raise
        return found
    return row


def note(verb: str, row: PatientRow, by: User | None, /, **said: Any) -> None:
    """What somebody did with a row about a person, on the trail."""
    trail.record(
        verb,
        by=by,
        service_id=row.service_id,
        patient_id=row.patient_id,  # type: ignore[attr-defined]
        about=row._meta.label_lower,
        **said,
    )


def after_birth(patient: Patient, on: date, field: str = "on") -> None:
    """Raises ValidationError for a day before this person was born."""
    if patient.date_of_birth is not None and on < patient.date_of_birth:
        born = nhs_date(patient.date_of_birth)
        raise ValidationError({field: f"This is before they were born, {born}"})


def in_life(patient: Patient, **days: date | None) -> None:
    """Raises ValidationError for a day, by its field, before this person's birth or after their
    death."""
    for field, day in days.items():
        if day is None:
            continue
        after_birth(patient, day, field)
        if patient.died_on is not None and day > patient.died_on:
            died = nhs_date(patient.died_on)
            raise ValidationError({field: f"This is after they died, {died}"})


def posted_before(model: type[R], *, patient: Patient, entry_id: UUID | None) -> R | None:
    """The row this very form has already made, if it has."""
    if entry_id is None:
        return None
    return model._default_manager.filter(pk=entry_id, patient=patient).first()


@transaction.atomic
def amend(
    fact: F,
    *,
    by: User | None,
    reason: str,
    values: Any = None,
    **changes: Any,
) -> F:
    """A new row in place of this one, the same but for `changes`, or `values` where they are
    gathered by name (a fact may have a field of its own that is called "reason").

    Raises StaleSave when somebody has amended or withdrawn it since, ValidationError without a
    reason.
    """
    changes |= values or {}
    if not reason.strip():
        raise ValidationError({"amend_reason": "Say why this is corrected."})
    model = type(fact)
    now = model._default_manager.select_for_update().get(pk=fact.pk)
    if now.superseded_at is not None:
        raise StaleSave(_standing(now))
    model._default_manager.filter(pk=now.pk).update(superseded_at=TransactionNow())
    new = model(recorded_by=by, amends=now, amend_reason=reason.strip()[:300])
    for field in model._meta.concrete_fields:
        if field.name not in _OWN:
            setattr(new, field.attname, getattr(now, field.attname))
    for name, value in changes.items():
        setattr(new, name, value)
    new.save(force_insert=True)
    trail.record(
        "withdrew" if new.is_withdrawn else "amended",
        by=by,
        service_id=now.service_id,
        patient_id=now.patient_id,
        about=model._meta.label_lower,
        row=str(now.pk),
        fields=sorted(changes),
    )
    return new


def withdraw(fact: F, *, by: User | None, reason: str) -> F:
    """The fact no longer stands: it was never so, or was about somebody else. It stays on record,
    with who took it back and why."""
    return amend(fact, by=by, reason=reason, is_withdrawn=True)


def _standing(fact: Fact) -> Fact:
    """The row that stands in place of an amended one, after however many amendments."""
    while fact.superseded_at is not None:
        following = type(fact)._default_manager.filter(amends=fact).first()
        if following is None:
            break
        fact = following
    return fact
