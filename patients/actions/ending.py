"""The end of treatment, and what ends with it: who is responsible, a pause, booked meetings, a
transfer on its way, what was to do. What is prescribed ends in a room above (`reviews.leaving`)."""

from datetime import date, datetime, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import get_current_timezone

from accounts import trail
from accounts.models import User
from patients import facts
from patients.actions.tasks import complete_task, open_task
from patients.models import (
    AftercareAnswer,
    Answer,
    Appointment,
    Assignment,
    EndReason,
    Episode,
    Patient,
    Pause,
    Task,
    Transfer,
)
from rodt.dates import add_working_days
from rodt.versions import check_version
from rodt.words import nhs_date, told_by_words

# A meeting after the end may be the aftercare itself: it stays booked.
AFTERCARE = "aftercare"
# Ours, as for every event review (domain/reviews.md §2): within 5 working days of being told.
END_NOTE = 500
DEATH_REVIEW_WORKING_DAYS = 5


@transaction.atomic
def end_episode(
    *,
    episode: Episode,
    version: int,
    ended_on: date,
    reason: str,
    by: User | None,
    transfer_confirmed_on: date | None = None,
    note: str = "",
) -> Episode:
    """Treatment ends, and with it what was open. A death is noted on the person as well. `note`:
    what was said at the end."""
    now = Episode.objects.select_for_update().select_related("patient").get(pk=episode.pk)
    check_version(now, version)
    if now.ended_on is not None:
        raise ValidationError(f"Treatment already ended on {nhs_date(now.ended_on)}.")
    if ended_on < now.started_on:
        raise ValidationError(
            {"ended_on": f"End cannot be before the start, {nhs_date(now.started_on)}"}
        )
    if reason not in EndReason.values:
        raise ValidationError({"reason": "Choose why treatment ended."})
    now.ended_on, now.end_reason = ended_on, reason
    now.transfer_confirmed_on = transfer_confirmed_on
    now.end_note = note.strip()[:END_NOTE]
    now.version += 1
    now.save(
        update_fields=["ended_on", "end_reason", "transfer_confirmed_on", "end_note", "version"]
    )
    for assignment in now.assignments.select_for_update().filter(to_on=None):
        close_assignment(assignment, max(ended_on, assignment.from_on))
    has_died = reason == EndReason.DIED
    if has_died:
        _note_death(now.patient_id, ended_on)
    _end_with_it(now.patient, ended_on, by, has_died=has_died)
    trail.record(
        "ended treatment", by=by, service_id=now.service_id, patient_id=now.patient_id, why=reason
    )
    return now


@transaction.atomic
def record_death(
    *, patient: Patient, died_on: date, told_on: date, told_by: str, by: User | None
) -> Patient:
    """Somebody has died, in treatment or after it. Everything that was open ends, nothing more is
    due, and the team looks at what happened.

    Raises ValidationError when a death is recorded already, or the days cannot be.
    """
    now = Patient.objects.select_for_update().get(pk=patient.pk)
    if now.died_on is not None:
        raise ValidationError(f"The record already says that they died on {nhs_date(now.died_on)}.")
    if now.date_of_birth is not None and died_on < now.date_of_birth:
        raise ValidationError({"died_on": "The death cannot be before the birth"})
    if told_on < died_on:
        raise ValidationError({"told_on": "Nobody could tell before it happened"})
    if not told_by.strip():
        raise ValidationError({"told_by": "Say who told us"})
    episode = now.episodes.filter(ended_on=None).first()
    if episode is not None:
        if died_on < episode.started_on:
            raise ValidationError(
                {"died_on": f"This is before treatment started, {nhs_date(episode.started_on)}"}
            )
        end_episode(
            episode=episode,
            version=episode.version,
            ended_on=died_on,
            reason=EndReason.DIED,
            by=by,
        )
    else:
        _note_death(now.pk, died_on)
        _end_with_it(now, died_on, by, has_died=True)
    open_task(
        patient=now,
        kind=Task.Kind.OTHER,
        text=f"Review the death with the team. {told_by_words(told_by.strip()[:80])},"
        f" {nhs_date(told_on)}",
        duty=Assignment.Duty.KEYWORKER,
        due_on=add_working_days(told_on, DEATH_REVIEW_WORKING_DAYS),
        by=by,
        source_id=now.pk,
    )
    trail.record("recorded a death", by=by, service_id=now.service_id, patient_id=now.pk)
    now.refresh_from_db()
    now.death_told_by = told_by.strip()[:80]
    now.version += 1
    now.save(update_fields=["death_told_by", "version"])
    return now


@transaction.atomic
def answer_aftercare(
    *,
    patient: Patient,
    on: date,
    answer: str,
    by: User,
    how: str = "",
    words: str = "",
    entry_id: UUID | None = None,
) -> AftercareAnswer:
    """What they say about being in touch after they leave. A contact is due unless they said no."""
    if answer not in Answer.values:
        raise ValidationError({"answer": "Choose what they said"})
    facts.after_birth(patient, on)
    said = facts.add(
        AftercareAnswer,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        answer=answer,
        how=how.strip(),
        words=words.strip(),
    )
    trail.record(
        "recorded what they say about aftercare",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(said.pk),
    )
    return said


def close_assignment(assignment: Assignment, to_on: date) -> None:
    assignment.to_on = to_on
    assignment.version += 1
    assignment.save(update_fields=["to_on", "version"])


def _note_death(patient_id: UUID, died_on: date) -> None:
    patient = Patient.objects.select_for_update().get(pk=patient_id)
    patient.died_on = died_on
    patient.version += 1
    patient.save(update_fields=["died_on", "version"])


def _end_with_it(patient: Patient, on: date, by: User | None, *, has_died: bool) -> None:
    words = f"{'They died' if has_died else 'Treatment ended'} on {nhs_date(on)}"
    for pause in Pause.objects.current().filter(patient=patient, ended_on=None):
        if pause.started_on > on:
            facts.withdraw(pause, by=by, reason=words)
        else:
            facts.amend(pause, by=by, reason=words, ended_on=on)
    for meeting in meetings_to_cancel(patient, on, has_died=has_died):
        _cancel(meeting, by)
    for transfer in Transfer.objects.select_for_update().filter(
        patient=patient, picked_up_on=None, cancelled_on=None
    ):
        transfer.cancelled_on = max(on, transfer.asked_on)
        transfer.version += 1
        transfer.save(update_fields=["cancelled_on", "version"])
    for task in Task.objects.filter(patient=patient, done_on=None):
        complete_task(task=task, version=task.version, outcome=words, on=on, by=by)


def meetings_to_cancel(patient: Patient, on: date, *, has_died: bool = False) -> list[Appointment]:
    """Booked meetings that an end on this day cancels, by their day."""
    begins_at = datetime.combine(on, time.min, get_current_timezone())
    booked = patient.appointments.filter(state=Appointment.State.BOOKED, at__gte=begins_at)
    if not has_died:
        booked = booked.exclude(review_types__contains=[AFTERCARE])
    return list(booked.select_related("staff").order_by("at"))


def _cancel(meeting: Appointment, by: User | None) -> None:
    now = Appointment.objects.select_for_update().get(pk=meeting.pk)
    now.state = Appointment.State.CANCELLED
    now.version += 1
    now.save(update_fields=["state", "version"])
    trail.record(
        "settled an appointment",
        by=by,
        service_id=now.service_id,
        patient_id=now.patient_id,
        row=str(now.pk),
        state=now.state,
    )
