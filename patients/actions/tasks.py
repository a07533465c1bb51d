"""What somebody has to do for a person: opened by an event, done with an outcome."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.models import Assignment, Patient, Task
from rodt.versions import check_version
from rodt.words import nhs_date


@transaction.atomic
def open_task(
    *,
    patient: Patient,
    kind: str,
    text: str,
    duty: str,
    due_on: date,
    by: User | None,
    is_red: bool = False,
    source_id: UUID | None = None,
    entry_id: UUID | None = None,
) -> Task:
    """One task for one source: while it is to do, the same source and kind open no second one."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    made = facts.posted_before(Task, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    if source_id is not None:
        same = Task.objects.filter(
            patient=patient, kind=kind, source_id=source_id, done_on=None
        ).first()
        if same is not None:
            return same
    task = facts.add(
        Task,
        patient=patient,
        by=by,
        entry_id=entry_id,
        kind=kind,
        text=text,
        duty=duty,
        due_on=due_on,
        is_red=is_red,
        source_id=source_id,
    )
    trail.record(
        "opened a task",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(task.pk),
    )
    return task


@transaction.atomic
def complete_task(*, task: Task, version: int, outcome: str, on: date, by: User | None) -> Task:
    """It is done, and what came of it. Raises StaleSave when somebody has done it since."""
    now = Task.objects.select_for_update().get(pk=task.pk)
    check_version(now, version)
    if now.done_on is not None:
        raise ValidationError("This is done already.")
    if not outcome.strip():
        raise ValidationError({"outcome": "Say what was done"})
    now.done_on, now.done_by, now.outcome = on, by, outcome.strip()[:300]
    now.version += 1
    now.save(update_fields=["done_on", "done_by", "outcome", "version"])
    trail.record(
        "completed a task",
        by=by,
        service_id=now.service_id,
        patient_id=now.patient_id,
        row=str(now.pk),
    )
    return now


def ask_about_tolerance(
    *, patient: Patient, since: date, why: str, source_id: UUID, by: User | None
) -> Task:
    """After time away the old dose may be too much: a prescriber decides before the next one, and
    says so on this task. Source: domain/prescribing.md §7 [K]."""
    return open_task(
        patient=patient,
        kind=Task.Kind.TOLERANCE,
        text=f"{why} {nhs_date(since)}. Tolerance may be lost: decide before the next dose",
        duty=Assignment.Duty.PRESCRIBER,
        due_on=since,
        by=by,
        is_red=True,
        source_id=source_id,
    )


def they_were_seen(*, patient: Patient, on: date, by: User | None) -> None:
    """A first meeting after coming back, or a next try to reach them, is not to do any more."""
    kinds = (Task.Kind.FIRST_APPOINTMENT, Task.Kind.REACH)
    _settle(patient, kinds, f"Seen on {nhs_date(on)}", on, by)


def tried_again(*, patient: Patient, words: str, on: date, by: User | None) -> None:
    """This was the next try to reach them."""
    _settle(patient, (Task.Kind.REACH,), words, on, by)


def _settle(
    patient: Patient, kinds: Collection[str], words: str, on: date, by: User | None
) -> None:
    for task in Task.objects.filter(patient=patient, kind__in=kinds, done_on=None):
        complete_task(task=task, version=task.version, outcome=words, on=on, by=by)
