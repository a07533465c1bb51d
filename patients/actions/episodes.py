"""Treatment episodes: starting, opening again, and who is responsible."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import Membership, User
from accounts.roles import Role
from patients import facts
from patients.actions.ending import close_assignment
from patients.actions.people import register_patient
from patients.actions.tasks import ask_about_tolerance, open_task
from patients.models import Assignment, Episode, Patient, Task
from rodt.dates import ONE_DAY, add_working_days
from rodt.words import nhs_date

_ROLES = {
    Assignment.Duty.KEYWORKER: (Role.KEYWORKER, Role.PRESCRIBER),
    Assignment.Duty.PRESCRIBER: (Role.PRESCRIBER,),
}


@transaction.atomic
def start_episode(
    *,
    patient: Patient,
    started_on: date,
    by: User | None,
    contacted_on: date | None = None,
    keyworker: User | None = None,
    prescriber: User | None = None,
    entry_id: UUID | None = None,
) -> Episode:
    """Treatment starts. Raises ValidationError when it is already going on, or an earlier episode
    ended later than this day."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    made = facts.posted_before(Episode, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    if patient.episodes.filter(ended_on=None).exists():
        raise ValidationError("Treatment is already going on. End it before a new one starts.")
    last = patient.episodes.order_by("-ended_on").first()
    if last is not None and last.ended_on is not None and last.ended_on > started_on:
        raise ValidationError(
            {"started_on": f"Start cannot be before the last end, {nhs_date(last.ended_on)}"}
        )
    episode = facts.add(
        Episode,
        patient=patient,
        by=by,
        entry_id=entry_id,
        started_on=started_on,
        contacted_on=contacted_on,
    )
    duties = ((Assignment.Duty.KEYWORKER, keyworker), (Assignment.Duty.PRESCRIBER, prescriber))
    for duty, staff in duties:
        if staff is not None:
            assign(episode=episode, staff=staff, duty=duty, from_on=started_on, by=by)
    trail.record("started treatment", by=by, service_id=patient.service_id, patient_id=patient.pk)
    return episode


@transaction.atomic
def start_someone(
    *,
    by: User,
    entry_id: UUID,
    started_on: date,
    keyworker: User | None = None,
    prescriber: User | None = None,
    **details: Any,
) -> Patient:
    """A new record, and the start of treatment, in one go. The same form posted twice starts one
    person."""
    made = Patient.objects.filter(pk=entry_id).first()
    if made is not None:
        return made
    patient = register_patient(by=by, entry_id=entry_id, **details)
    start_episode(
        patient=patient,
        started_on=started_on,
        by=by,
        keyworker=keyworker,
        prescriber=prescriber,
    )
    return patient


@transaction.atomic
def reopen_episode(
    *, patient: Patient, on: date, by: User, entry_id: UUID | None = None
) -> Episode:
    """Somebody comes back: a new episode from this day, with the keyworker and prescriber of the
    last one where they still work here. Everything known before stays on the same record.

    Two things are to do: a first meeting by the next working day, and, before the first dose, a
    prescriber's look at tolerance (domain/personas-and-journeys.md J9).
    """
    if patient.died_on is not None:
        raise ValidationError(f"The record says this person died on {nhs_date(patient.died_on)}.")
    last = patient.episodes.exclude(ended_on=None).order_by("-ended_on", "-started_on").first()
    if last is None:
        raise ValidationError("There is no earlier treatment to open again.")
    staff: dict[str, User] = {}
    for assignment in last.assignments.select_related("staff").order_by("from_on"):
        if may_hold(assignment.staff, assignment.duty, patient.service_id):
            staff[assignment.duty] = assignment.staff
    made = facts.posted_before(Episode, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    episode = start_episode(
        patient=patient,
        started_on=on,
        contacted_on=on,
        by=by,
        keyworker=staff.get(Assignment.Duty.KEYWORKER),
        prescriber=staff.get(Assignment.Duty.PRESCRIBER),
        entry_id=entry_id,
    )
    open_task(
        patient=patient,
        kind=Task.Kind.FIRST_APPOINTMENT,
        text="First meeting after coming back",
        duty=Assignment.Duty.KEYWORKER,
        due_on=first_meeting_by(on),
        by=by,
        source_id=episode.pk,
    )
    ask_about_tolerance(patient=patient, since=on, why="Came back", source_id=episode.pk, by=by)
    return episode


def first_meeting_by(back_on: date) -> date:
    """The next working day. Source: domain/personas-and-journeys.md J9 [P]."""
    return add_working_days(back_on, 1)


def roles_of(duty: str) -> tuple[Role, ...]:
    """The roles that go with a duty."""
    return _ROLES[Assignment.Duty(duty)]


def may_hold(staff: User, duty: str, service_id: UUID) -> bool:
    """Does this member of staff have, in this service, a role that goes with the duty?"""
    held = Membership.objects.filter(user=staff, service_id=service_id, is_current=True)
    return (
        staff.is_active and held.filter(role__in=[role.value for role in roles_of(duty)]).exists()
    )


@transaction.atomic
def assign(
    *,
    episode: Episode,
    staff: User,
    duty: str,
    from_on: date,
    by: User | None,
    is_joint: bool = False,
) -> Assignment:
    """Make somebody responsible from a day. Whoever was stops the day before, unless `is_joint`."""
    Episode.objects.select_for_update().get(pk=episode.pk)
    if not may_hold(staff, duty, episode.service_id):
        raise ValidationError({duty: f"{staff.full_name} has no role here that goes with this."})
    if from_on < episode.started_on:
        raise ValidationError(
            {duty: f"Nobody is responsible before treatment starts, {nhs_date(episode.started_on)}"}
        )
    running = list(episode.assignments.filter(duty=duty, to_on=None).select_for_update())
    held = next((a for a in running if a.staff_id == staff.pk), None)
    if not is_joint:
        for assignment in running:
            if assignment is not held:
                close_assignment(assignment, max(assignment.from_on, from_on - ONE_DAY))
    if held is not None:
        return held
    before = episode.assignments.filter(staff=staff, duty=duty, to_on__gte=from_on).first()
    if before is not None and before.to_on is not None:
        raise ValidationError(
            {"from_on": f"{staff.full_name} was responsible to {nhs_date(before.to_on)} already."}
        )
    assignment = facts.add(
        Assignment,
        patient=episode.patient,
        by=by,
        episode=episode,
        staff=staff,
        duty=duty,
        from_on=from_on,
    )
    trail.record(
        "made responsible",
        by=by,
        service_id=episode.service_id,
        patient_id=episode.patient_id,
        about=duty,
        staff=str(staff.pk),
    )
    return assignment


@transaction.atomic
def stop_responsible(*, assignment: Assignment, to_on: date, by: User) -> Assignment:
    """One of several stops being responsible after a day. The last one is replaced, not stopped:
    nobody is left without.

    Raises ValidationError for the last one, or a day before they began.
    """
    Episode.objects.select_for_update().get(pk=assignment.episode_id)
    running = Assignment.objects.filter(
        episode=assignment.episode_id, duty=assignment.duty, to_on=None
    )
    if not running.filter(pk=assignment.pk).exists():
        return assignment
    if running.count() < 2:
        raise ValidationError("Nobody else is responsible. Choose who takes over instead.")
    if to_on < assignment.from_on:
        raise ValidationError(f"They have been responsible since {nhs_date(assignment.from_on)}.")
    close_assignment(assignment, to_on)
    trail.record(
        "no longer responsible",
        by=by,
        service_id=assignment.service_id,
        patient_id=assignment.patient_id,
        about=assignment.duty,
        staff=str(assignment.staff_id),
    )
    return assignment
