"""People on their way to or from another service: asked, accepted, first pick-up confirmed.

Source: domain/prescribing.md §10: a prescription is transferred when the other service confirms it.
"""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.actions.contacts import record_event
from patients.actions.tasks import complete_task, open_task
from patients.models import Assignment, Episode, Patient, SignificantEvent, Task, Transfer
from rodt.dates import add_working_days
from rodt.versions import check_version
from rodt.words import nhs_date

# Ours: by then somebody asks the other service how it stands.
LOOK_AGAIN_WORKING_DAYS = 5


@transaction.atomic
def ask_transfer(
    *,
    episode: Episode,
    direction: str,
    other_service: str,
    asked_on: date,
    by: User | None,
    note: str = "",
    entry_id: UUID | None = None,
) -> Transfer:
    """It is asked for. Nothing ends before the first pick-up elsewhere is confirmed."""
    patient = Patient.objects.select_for_update().get(pk=episode.patient_id)
    made = facts.posted_before(Transfer, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    if not other_service.strip():
        raise ValidationError({"other_service": "Enter the other service"})
    running = under_way(patient)
    if running is not None:
        raise ValidationError(
            f"A transfer is under way since {nhs_date(running.asked_on)}. See it through first."
        )
    if direction == Transfer.Direction.OUT and episode.ended_on is not None:
        raise ValidationError(f"Treatment ended on {nhs_date(episode.ended_on)}.")
    transfer = facts.add(
        Transfer,
        patient=patient,
        by=by,
        entry_id=entry_id,
        episode=episode,
        direction=direction,
        other_service=other_service.strip(),
        asked_on=asked_on,
        note=note,
    )
    way = "from" if direction == Transfer.Direction.IN else "to"
    open_task(
        patient=patient,
        kind=Task.Kind.TRANSFER,
        text=f"See the transfer {way} {transfer.other_service} through",
        duty=Assignment.Duty.KEYWORKER,
        due_on=add_working_days(asked_on, LOOK_AGAIN_WORKING_DAYS),
        by=by,
        source_id=transfer.pk,
    )
    _note("asked for a transfer", transfer, by)
    return transfer


@transaction.atomic
def accept_transfer(
    *, transfer: Transfer, version: int, accepted_on: date, accepted_by: str, by: User | None
) -> Transfer:
    """The other service takes them on (or we do), and somebody there said so by name."""
    now = _locked(transfer, version)
    if not accepted_by.strip():
        raise ValidationError({"accepted_by": "Say who accepted it"})
    if accepted_on < now.asked_on:
        raise ValidationError({"accepted_on": f"It was asked for on {nhs_date(now.asked_on)}"})
    now.accepted_on, now.accepted_by = accepted_on, accepted_by.strip()
    _save(now, "accepted_on", "accepted_by")
    _note("recorded that a transfer is accepted", now, by)
    return now


@transaction.atomic
def confirm_pick_up(
    *, transfer: Transfer, version: int, picked_up_on: date, by: User | None
) -> Transfer:
    """The first pick-up is confirmed. Only then may an episode here end as transferred: a room
    above does that in the same transaction (`reviews.leaving`)."""
    now = _locked(transfer, version)
    if now.accepted_on is None:
        raise ValidationError("Nobody has accepted this transfer yet.")
    if picked_up_on < now.accepted_on:
        raise ValidationError({"picked_up_on": f"It was accepted on {nhs_date(now.accepted_on)}"})
    now.picked_up_on = picked_up_on
    _save(now, "picked_up_on")
    _close_task(now, f"First pick-up on {nhs_date(picked_up_on)}", picked_up_on, by)
    if now.direction == Transfer.Direction.IN:
        record_event(
            patient=now.patient,
            kind=SignificantEvent.Kind.TRANSFER_IN,
            on=picked_up_on,
            note=now.other_service,
            by=by,
        )
    _note("confirmed the pick-up of a transfer", now, by)
    return now


@transaction.atomic
def cancel_transfer(
    *, transfer: Transfer, version: int, cancelled_on: date, by: User | None
) -> Transfer:
    """It does not happen. Treatment goes on here."""
    now = _locked(transfer, version)
    now.cancelled_on = max(cancelled_on, now.asked_on)
    _save(now, "cancelled_on")
    _close_task(now, "The transfer does not happen", now.cancelled_on, by)
    _note("cancelled a transfer", now, by)
    return now


def under_way(patient: Patient) -> Transfer | None:
    return Transfer.objects.filter(patient=patient, picked_up_on=None, cancelled_on=None).first()


def _locked(transfer: Transfer, version: int) -> Transfer:
    now = Transfer.objects.select_for_update().get(pk=transfer.pk)
    check_version(now, version)
    if now.picked_up_on is not None or now.cancelled_on is not None:
        raise ValidationError("This transfer is not under way any more.")
    return now


def _save(transfer: Transfer, *fields: str) -> None:
    transfer.version += 1
    transfer.save(update_fields=[*fields, "version"])


def _close_task(transfer: Transfer, outcome: str, on: date, by: User | None) -> None:
    for task in Task.objects.filter(source_id=transfer.pk, done_on=None):
        complete_task(task=task, version=task.version, outcome=outcome, on=on, by=by)


def _note(verb: str, transfer: Transfer, by: User | None) -> None:
    trail.record(
        verb,
        by=by,
        service_id=transfer.service_id,
        patient_id=transfer.patient_id,
        row=str(transfer.pk),
    )
