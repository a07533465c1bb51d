"""Rows that go from one record to another: two records of one person, an entry about the wrong
person; and back again. Nothing is copied or lost: each row keeps its id, its moment and its author,
and the history says when it stood where."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import moving
from patients.models import Fact, Patient, RecordMove
from rodt.ids import new_id
from rodt.words import and_list

REASON = 300


@transaction.atomic
def merge_records(
    *, kept: Patient, other: Patient, reason: str, by: User, entry_id: UUID | None = None
) -> RecordMove:
    """All that stands in the other record stands in the kept one; the other leads to it.

    Raises ValidationError where something goes on in both: that is ended first, in one of them.
    """
    made = RecordMove.objects.filter(pk=entry_id).first() if entry_id else None
    if made is not None:
        return made
    _check_pair(kept, other, reason)
    kept, other = _locked(kept, other)
    for record in (kept, other):
        if record.merged_into_id is not None:
            raise ValidationError("One of these was made one with another record already.")
    if going_on := moving.open_in_both(kept, other):
        raise ValidationError(
            f"Both records have something going on: {and_list(going_on)}. End one of each first."
        )
    rows = moving.rows_of(other)
    moving.put(rows, away_from=other, to=kept)
    led = list(Patient.objects.filter(merged_into=other).values_list("pk", flat=True))
    Patient.objects.filter(pk__in=[*led, other.pk]).update(merged_into=kept)
    along = [row for one in moving.FOLLOWERS for row in one.follow(other, kept)]
    return _note(
        RecordMove.Kind.MERGE,
        other,
        kept,
        reason,
        [*(row.as_kept for row in rows), *(["patients.patient", str(pk)] for pk in led), *along],
        by=by,
        entry_id=entry_id,
        verb="made two records one",
    )


@transaction.atomic
def move_entry(
    *, entry: Fact, to: Patient, reason: str, by: User, entry_id: UUID | None = None
) -> RecordMove:
    """What was written about the wrong person stands in the right record, with its earlier wordings
    and what hangs on it."""
    made = RecordMove.objects.filter(pk=entry_id).first() if entry_id else None
    if made is not None:
        return made
    away_from = Patient.objects.get(pk=entry.patient_id)
    _check_pair(to, away_from, reason)
    to, away_from = _locked(to, away_from)
    if to.merged_into_id is not None:
        raise ValidationError("That record was made one with another. Choose the other.")
    rows = moving.with_what_hangs_on([moving.Moved(type(entry), entry.pk)], away_from)
    moving.turn_keys(rows, to)
    moving.put(rows, away_from=away_from, to=to)
    return _note(
        RecordMove.Kind.WRONG_PERSON,
        away_from,
        to,
        reason,
        [row.as_kept for row in rows],
        by=by,
        entry_id=entry_id,
        verb="moved an entry",
    )


@transaction.atomic
def undo_move(*, move: RecordMove, by: User) -> RecordMove:
    """Each row goes back to where it was. Rows added since stay, but for those that hang on a row
    that goes back."""
    now = RecordMove.objects.select_for_update().get(pk=move.pk)
    if now.undone_at is not None:
        return now
    there, back = _locked(now.patient, now.from_patient)
    if there.merged_into_id is not None:
        raise ValidationError("The record was made one with another since. Undo that first.")
    rows = [row for row in moving.kept(now.rows) if row.table is not Patient]
    led = [row.id for row in moving.kept(now.rows) if row.table is Patient]
    standing = [row for row in rows if _stands_in(row, there)]
    if now.kind == RecordMove.Kind.MERGE:
        Patient.objects.filter(pk__in=led).update(merged_into=back)
        Patient.objects.filter(pk=back.pk).update(merged_into=None)
    elif back.merged_into_id is not None:
        raise ValidationError("The first record was made one with another since. Undo that first.")
    moving.put(moving.with_what_hangs_on(standing, there), away_from=there, to=back)
    moving.turn_back(standing)
    if now.kind == RecordMove.Kind.MERGE:
        for one in moving.FOLLOWERS:
            one.go_back(now.rows, there, back)
    RecordMove.objects.filter(pk=now.pk).update(undone_at=TransactionNow(), undone_by=by)
    _leave_notes("undid a move", now, by)
    now.refresh_from_db()
    return now


def added_since(move: RecordMove) -> list[str]:
    """What was added to the kept record since, and stays there when the move is undone: by what it
    is called, with how many."""
    moved = {(row.table, row.id) for row in moving.kept(move.rows)}
    rows = [moving.Moved(table, pk) for table, pk in moved if table is not Patient]
    goes = {(row.table, row.id) for row in moving.with_what_hangs_on(rows, move.patient)}
    found = []
    for table in moving.tables():
        new = table._default_manager.filter(
            patient=move.patient, recorded_at__gt=move.recorded_at
        ).values_list("pk", flat=True)
        if count := sum((table, pk) not in goes for pk in new):
            meta = table._meta
            name = meta.verbose_name if count == 1 else meta.verbose_name_plural
            found.append(f"{count} {name}")
    return found


def _stands_in(row: moving.Moved, patient: Patient) -> bool:
    return row.table._default_manager.filter(pk=row.id, patient=patient).exists()


def _check_pair(to: Patient, away_from: Patient, reason: str) -> None:
    if to.pk == away_from.pk:
        raise ValidationError("That is this very record. Choose another.")
    if to.service_id != away_from.service_id:
        raise ValidationError("Both records must be of one service.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why."})


def _locked(one: Patient, other: Patient) -> tuple[Patient, Patient]:
    """Both, locked in one order, so that two moves at once do not wait for each other."""
    found = Patient.objects.select_for_update().in_bulk(sorted([one.pk, other.pk]))
    return found[one.pk], found[other.pk]


def _note(
    kind: RecordMove.Kind,
    away_from: Patient,
    to: Patient,
    reason: str,
    rows: list[list[Any]],
    *,
    by: User,
    entry_id: UUID | None,
    verb: str,
) -> RecordMove:
    move = RecordMove(
        id=entry_id or new_id(),
        service_id=to.service_id,
        kind=kind,
        from_patient=away_from,
        patient=to,
        reason=reason.strip()[:REASON],
        rows=rows,
        recorded_by=by,
    )
    move.save(force_insert=True)
    move.refresh_from_db()
    _leave_notes(verb, move, by)
    return move


def _leave_notes(verb: str, move: RecordMove, by: User) -> None:
    """In both records' trails."""
    for patient_id in (move.from_patient_id, move.patient_id):
        trail.record(
            verb,
            by=by,
            service_id=move.service_id,
            patient_id=patient_id,
            row=str(move.pk),
            of=len(move.rows),
        )
