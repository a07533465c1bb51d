"""The way back, for 30 seconds, from one save that changed where something stands.

A save is one transaction, and the history that triggers write carries its moment: so what a save
did to a person's rows can be read back, whatever action did it, and put back. A fact that was added
is taken back; one that was corrected is corrected to what it said; a row that was changed is as it
was. Of rows that a save made, a task or a meeting ends and a transfer is called off. Only treatment
that was opened, with who was made responsible, goes: it never was, and the history keeps it. The
trail says what was undone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError

from accounts import trail
from accounts.models import User
from patients import facts
from patients.models import (
    Appointment,
    Assignment,
    EditableRow,
    Episode,
    Fact,
    Patient,
    Task,
    Transfer,
)
from rodt.versions import StaleSave

SECONDS = 30
TOO_LATE = "30 seconds have passed: this can no longer be undone. Correct the entry instead."
CHANGED_SINCE = "Something else was saved since. Correct the entry instead."
CANNOT = "This cannot be undone. Correct the entry instead."
REASON = "Undone within 30 seconds"
_SALT = "patients.undoing"


@dataclass(frozen=True, slots=True)
class _Change:
    """One row that the save wrote. `before` is its last event before, None when it was new."""

    row: Any
    before: Any


def offer(*, patient: Patient, by: User) -> str:
    """A token for what the current transaction does, bound to this person and member of staff."""
    said = {"moment": _moment().isoformat(), "patient": str(patient.pk), "user": str(by.pk)}
    return signing.dumps(said, salt=_SALT)


def _moment() -> datetime:
    """When the current transaction began: the moment its history carries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


@transaction.atomic
def undo(token: str, *, patient: Patient, by: User) -> None:
    """Put back what that save changed. Raises ValidationError, in words, when it is too late or
    something was written on top."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=SECONDS)
    except signing.SignatureExpired:
        raise ValidationError(TOO_LATE) from None
    except signing.BadSignature:
        raise ValidationError(CANNOT) from None
    if (said["patient"], said["user"]) != (str(patient.pk), str(by.pk)):
        raise ValidationError(CANNOT)
    Patient.objects.select_for_update().get(pk=patient.pk)
    moment = datetime.fromisoformat(said["moment"])
    if moment == _moment():
        raise ValidationError(CANNOT)
    changes = list(_changes(patient, moment))
    if not changes:
        raise ValidationError(CHANGED_SINCE)
    for change in sorted(changes, key=_order):
        _put_back(change, by)
    trail.record(
        "undid a change", by=by, service_id=patient.service_id, patient_id=patient.pk, at=token[-8:]
    )


def _events() -> list[tuple[Any, Any]]:
    pairs = ((getattr(event, "pgh_tracked_model", None), event) for event in apps.get_models())
    return [
        (model, event) for model, event in pairs if model and issubclass(model, Fact | EditableRow)
    ]


def _changes(patient: Patient, moment: datetime) -> Iterator[_Change]:
    for model, event in _events():
        whose = {"id": patient.pk} if model is Patient else {"patient_id": patient.pk}
        written = event.objects.filter(pgh_created_at=moment, **whose)
        for pk in set(written.values_list("pgh_obj_id", flat=True)):
            history = list(event.objects.filter(pgh_obj_id=pk).order_by("pgh_id"))
            if history[-1].pgh_created_at != moment:
                raise ValidationError(CHANGED_SINCE)
            before = [one for one in history if one.pgh_created_at < moment]
            yield _Change(
                model._default_manager.select_for_update().get(pk=pk),
                before[-1] if before else None,
            )


def _order(change: _Change) -> int:
    """Facts first: a row that goes on again may need that another has gone. What hangs on an
    episode goes before the episode, and new rows before those that go on again."""
    if isinstance(change.row, Fact):
        return 0
    if change.before is not None:
        return 3
    return 2 if isinstance(change.row, Episode) else 1


def _put_back(change: _Change, by: User) -> None:
    row = change.row
    if isinstance(row, Fact):
        if change.before is None:
            _take_back(row, by)
        return
    if change.before is None:
        _close(row, by)
        return
    names = [
        field.name
        for field in row._meta.concrete_fields
        if field.name not in ("id", "version", "recorded_at")
        and getattr(row, field.attname) != getattr(change.before, field.attname)
    ]
    for name in names:
        attname = row._meta.get_field(name).attname
        setattr(row, attname, getattr(change.before, attname))
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _take_back(fact: Any, by: User) -> None:
    """A new fact is withdrawn; a correction is corrected to what stood before it."""
    try:
        if fact.superseded_at is not None:
            return  # a later wording of the same save is put back in its place
        stood = fact.amends
        while stood is not None and stood.recorded_at == fact.recorded_at:
            stood = stood.amends
        if stood is None:
            facts.withdraw(fact, by=by, reason=REASON)
            return
        shared = {field.name for field in Fact._meta.get_fields()} | {"id", "amends"}
        said = {
            field.name: getattr(stood, field.name)
            for field in fact._meta.concrete_fields
            if field.name not in shared
        }
        said["is_withdrawn"] = stood.is_withdrawn
        facts.amend(fact, by=by, reason=REASON, values=said)
    except StaleSave:
        raise ValidationError(CHANGED_SINCE) from None


def _close(row: Any, by: User) -> None:
    """A row the save made, which has no history of corrections: a task or a booking ends."""
    if isinstance(row, Task):
        row.done_on, row.done_by, row.outcome = row.due_on, by, REASON
    elif isinstance(row, Appointment):
        row.state = Appointment.State.CANCELLED
    elif isinstance(row, Transfer):
        row.cancelled_on = row.asked_on
        row.note = f"{row.note} {REASON}.".strip()[:300]
    elif isinstance(row, Episode | Assignment):
        _remove(row)
        return
    else:
        raise ValidationError(CANNOT)
    row.version += 1
    row.save()


def _remove(row: Any) -> None:
    """Whatever was written about it since keeps it, and the undo is refused."""
    try:
        row.delete()
    except ProtectedError:
        raise ValidationError(CHANGED_SINCE) from None
