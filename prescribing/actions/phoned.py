"""A call from a pharmacy about somebody: doses missed, or a concern. Whoever of the team takes it
writes it down; what cannot wait is a red task for the prescriber."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from patients.actions.tasks import open_task
from patients.models import Assignment, Patient, Task
from prescribing.actions.missed import record_missed_doses
from prescribing.models import MissedDoses, Prescription
from prescribing.phoned import INTOXICATED, MISSED, called_by, task_text


@dataclass(frozen=True, slots=True)
class Written:
    """What a call became: a run of missed doses, a task, or both."""

    missed: MissedDoses | None = None
    task: Task | None = None


@transaction.atomic
def record_call(
    *,
    patient: Patient,
    said: str,
    on: date,
    by: User | None,
    prescription: Prescription | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    words: str = "",
    cannot_wait: bool = False,
    who: str = "",
    pharmacy: str = "",
    entry_id: UUID | None = None,
) -> Written:
    """`said`: see `prescribing.phoned`. Words beside missed doses are kept as a task of their own,
    opened by the run, so that the same form posted twice opens one."""
    if said == MISSED:
        if prescription is None or from_on is None or to_on is None:
            raise ValidationError({"from_on": "Enter the days that were missed"})
        missed = record_missed_doses(
            prescription=prescription,
            from_on=from_on,
            to_on=to_on,
            by=by,
            reported_by=called_by(who, pharmacy),
            entry_id=entry_id,
            may_repeat=True,
        )
        if not (words or cannot_wait):
            return Written(missed=missed)
        source, own_id = missed.pk, None
    else:
        missed, source, own_id = None, None, entry_id
    task = open_task(
        patient=patient,
        kind=Task.Kind.PHARMACY,
        text=task_text(said, words, who, pharmacy),
        duty=Assignment.Duty.PRESCRIBER,
        due_on=on,
        by=by,
        is_red=cannot_wait or said == INTOXICATED,
        source_id=source,
        entry_id=own_id,
    )
    return Written(missed=missed, task=task)
