"""Missed doses: runs of days, and the prescriber's decision about three or more in a row."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import configuration
from accounts.models import User
from patients import facts
from patients.actions.tasks import complete_task, open_task
from patients.models import Assignment, Task
from prescribing.actions import lock
from prescribing.doses import MISSED_IN_A_ROW, waits_for_prescriber
from prescribing.missed_days import (
    CLOSED_WEEKDAYS,
    OUTCOME_WORDS,
    IsClosed,
    Outcome,
    closed_days,
    join,
    without_dose,
)
from prescribing.models import MissedDoses, Prescription, SupervisionStep
from rodt.dates import Span
from rodt.words import and_list, count, date_range, nhs_date

JOINED = "Joined with the days beside it"


@transaction.atomic
def record_missed_doses(
    *,
    prescription: Prescription,
    from_on: date,
    to_on: date,
    by: User | None,
    reported_by: str = "",
    entry_id: UUID | None = None,
    may_repeat: bool = False,
) -> MissedDoses:
    """Days on which no dose was taken. They join the days beside them into one run, also over days
    on which nobody can collect; a run that grows after a decision waits for a new one. Days
    recorded before are refused. `may_repeat`: a second call often names them again, so it is
    refused only when it says nothing new."""
    now = lock.locked(prescription)
    made = facts.posted_before(MissedDoses, patient=now.patient, entry_id=entry_id)
    if made is not None:
        return made
    if to_on < from_on:
        raise ValidationError({"to_on": "The last day cannot be before the first"})
    lock.refuse_before_start(now, "from_on", from_on)
    _refuse_without_daily_doses(now, to_on)
    runs = list(now.missed_doses.current().order_by("from_on"))
    _refuse_recorded_days(runs, from_on, to_on, may_repeat=may_repeat)
    values = configuration.in_force(now.service_id, "prescribing", to_on).values
    is_closed = closed_for(now, to_on, values.get("closed_weekdays", CLOSED_WEEKDAYS))
    whole, joined = join(
        Span(from_on, to_on), [Span(run.from_on, run.to_on) for run in runs], is_closed
    )
    for index in joined:
        facts.withdraw(runs[index], by=by, reason=JOINED)
        _settle_task(runs[index], JOINED, to_on, None)
    missed = facts.add(
        MissedDoses,
        patient=now.patient,
        by=by,
        entry_id=entry_id,
        prescription=now,
        from_on=whole.start,
        to_on=whole.end,
        reported_by=reported_by,
        needs_decision=waits_for_prescriber(
            without_dose(whole, is_closed),
            in_a_row=values.get("missed_in_a_row", MISSED_IN_A_ROW),
        ),
    )
    if missed.needs_decision:
        _tell_the_team(missed, by)
    lock.note("recorded missed doses", now, by, missed.pk)
    return missed


def _tell_the_team(missed: MissedDoses, by: User | None) -> None:
    """The run itself stands on every page of whoever has the person. Where no prescriber has them,
    a red task stands on those of the team's prescribers."""
    held = Assignment.objects.filter(
        patient_id=missed.patient_id, duty=Assignment.Duty.PRESCRIBER, to_on=None
    )
    if held.exists():
        return
    days = f"{count(missed.days, 'missed dose')}, {date_range(missed.from_on, missed.to_on)}"
    open_task(
        patient=missed.patient,
        kind=Task.Kind.TOLERANCE,
        text=f"{days}. Tolerance may be lost: decide before the next dose",
        duty=Assignment.Duty.PRESCRIBER,
        due_on=missed.to_on,
        by=by,
        is_red=True,
        source_id=missed.pk,
    )


def _settle_task(missed: MissedDoses, outcome: str, on: date, by: User | None) -> None:
    """`by` None: the product itself, so that it does not count as a prescriber's decision."""
    asked = Task.objects.filter(source_id=missed.pk, done_on=None)
    for task in asked.exclude(kind=Task.Kind.PHARMACY):
        complete_task(task=task, version=task.version, outcome=outcome, on=on, by=by)


def days_without_dose(missed: MissedDoses) -> int:
    """Days missed, and the closed days right after them. Two queries."""
    values = configuration.in_force(missed.service_id, "prescribing", missed.to_on).values
    weekdays = values.get("closed_weekdays", CLOSED_WEEKDAYS)
    is_closed = closed_for(missed.prescription, missed.to_on, weekdays)
    return without_dose(Span(missed.from_on, missed.to_on), is_closed)


def closed_for(prescription: Prescription, on: date, weekdays: Any) -> IsClosed:
    """The days on which this person cannot collect, as it stood on a day."""
    step = (
        prescription.supervision_steps.current().filter(from_on__lte=on).order_by("from_on").last()
    )
    return closed_days(weekdays, step.collection_days if step else ())


def _refuse_recorded_days(
    runs: list[MissedDoses], from_on: date, to_on: date, *, may_repeat: bool
) -> None:
    """A day recorded twice is a slip or a second report: either way somebody should look."""
    again = [run for run in runs if run.from_on <= to_on and run.to_on >= from_on]
    if may_repeat:
        again = [run for run in again if run.from_on <= from_on and to_on <= run.to_on]
    if again:
        named = and_list([date_range(run.from_on, run.to_on) for run in again])
        raise ValidationError({"from_on": f"Already recorded as missed: {named}"})


def _refuse_without_daily_doses(prescription: Prescription, to_on: date) -> None:
    if prescription.ended_on is not None and to_on >= prescription.ended_on:
        raise ValidationError(
            {"to_on": f"The prescription ended on {nhs_date(prescription.ended_on)}"}
        )
    is_depot = prescription.supervision_steps.current().filter(
        supervision=SupervisionStep.Supervision.DEPOT
    )
    if prescription.medicine.covers_days or is_depot.exists():
        raise ValidationError("An injection covers its days. There are no daily doses to miss.")


@transaction.atomic
def decide_missed_doses(
    *, missed: MissedDoses, decision: str, decided_on: date, by: User, outcome: str = ""
) -> MissedDoses:
    """A prescriber says what happens next: `outcome`, and how in words. Raises StaleSave when the
    run was changed or decided by somebody else meanwhile."""
    if not decision.strip():
        raise ValidationError({"decision": "Write what was decided"})
    if decided_on < missed.from_on:
        raise ValidationError(
            {"decided_on": f"The first day missed was {nhs_date(missed.from_on)}"}
        )
    said = decision.strip()
    if outcome:
        said = f"{OUTCOME_WORDS[Outcome(outcome)]}. {said}"
    decided = facts.amend(
        missed,
        by=by,
        reason=f"Decided about {date_range(missed.from_on, missed.to_on)}",
        decision=said,
        decided_on=decided_on,
        decided_by=by,
    )
    _settle_task(missed, said[:300], decided_on, by)
    lock.note("decided about missed doses", missed.prescription, by, decided.pk)
    return decided
