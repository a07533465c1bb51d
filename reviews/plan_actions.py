"""A plan to improve treatment, written after the review that asked for it, and what came of it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts, todo
from patients.actions import complete_task
from patients.models import Patient
from reviews import doubt_tasks
from reviews.models import Optimisation, StrategicReview
from reviews.review_versions import versions
from reviews.strategic import PLAN_TRIGGER


def last_concluded(patient: Patient) -> StrategicReview | None:
    """The strategic review whose conclusion stands last."""
    return (
        StrategicReview.objects.concluded()
        .filter(patient=patient)
        .select_related("review__patient")
        .order_by("-review__held_on", "-recorded_at")
        .first()
    )


@transaction.atomic
def write_plan(
    *,
    patient: Patient,
    by: User,
    on: date,
    actions: str,
    follow_up_on: date | None,
    entry_id: UUID | None = None,
) -> Optimisation:
    """From today: whoever reads it knows how long it took. The same form sent twice makes one."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    made = facts.posted_before(Optimisation, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    part = last_concluded(patient)
    plan = facts.add(
        Optimisation,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        trigger=f"{PLAN_TRIGGER}{part.conclusion}" if part else "",
        checks=part.ladder if part else {},
        actions=actions,
        follow_up_on=follow_up_on,
    )
    trail.record(
        "wrote a plan to improve treatment",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(plan.pk),
    )
    if part is not None:
        doubt_tasks.settle(part.review, by=by, on=on)
    return plan


@transaction.atomic
def record_outcome(*, plan: Optimisation, by: User, on: date, outcome: str) -> Optimisation:
    """What came of it, beside the plan as it was written; the follow-up is then done.

    Raises StaleSave when somebody wrote it first.
    """
    now = facts.amend(plan, by=by, reason="What came of it", outcome=outcome)
    part = last_concluded(plan.patient)
    if part is not None and part.review.held_on <= plan.on:
        rows = [row.pk for row in versions(part.review)]
        for task in todo.about(rows).filter(done_on=None):
            complete_task(task=task, version=task.version, outcome=outcome, on=on, by=by)
    return now
