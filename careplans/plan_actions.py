"""What is recorded of the plan as a whole, each with its day: where it moved and why, whether the
person agrees, and who stands by them. None of it overwrites what was there before."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from careplans.actions import open_plan
from careplans.models import CarePlan, PlanAgreement, PlanMove, Supporter
from careplans.trail_of_plan import place_now
from patients import facts
from patients.models import Answer, Episode, Patient


@transaction.atomic
def move_plan(
    *,
    episode: Episode,
    on: date,
    phase: str,
    layer: str,
    why: str,
    by: User,
    entry_id: UUID | None = None,
) -> PlanMove:
    """Another phase or layer from this day, which opens the plan where there is none. Raises
    ValidationError without a reason, and where the plan stands there already."""
    plan = open_plan(episode=episode, started_on=on, by=by)
    now = CarePlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    made = facts.posted_before(PlanMove, patient=episode.patient, entry_id=entry_id)
    if made is not None:
        return made
    if not why.strip():
        raise ValidationError({"why": "Say why"})
    if on < now.started_on:
        raise ValidationError({"on": "This is before the plan was started"})
    if place_now(now, PlanMove.objects.current().filter(plan=now, on__lte=on)) == (phase, layer):
        raise ValidationError({"phase": "The plan stands there already on that day"})
    move = facts.add(
        PlanMove,
        patient=episode.patient,
        by=by,
        entry_id=entry_id,
        plan=now,
        on=on,
        phase=phase,
        layer=layer,
        why=why.strip(),
    )
    facts.note("moved a care plan", move, by)
    return move


@transaction.atomic
def record_agreement(
    *,
    episode: Episode,
    on: date,
    answer: str,
    by: User,
    words: str = "",
    entry_id: UUID | None = None,
) -> PlanAgreement:
    """What the person says of the plan. Whoever disagrees is written down like whoever agrees."""
    plan = open_plan(episode=episode, started_on=on, by=by)
    if answer not in Answer.values:
        raise ValidationError({"answer": "Choose what they said"})
    said = facts.add(
        PlanAgreement,
        patient=episode.patient,
        by=by,
        entry_id=entry_id,
        plan=plan,
        on=on,
        answer=answer,
        words=words.strip(),
    )
    facts.note("recorded what they say of the plan", said, by)
    return said


@transaction.atomic
def add_supporter(
    *,
    patient: Patient,
    on: date,
    name: str,
    kind: str,
    by: User,
    relation: str = "",
    consent: str = Answer.NOT_ASKED,
    consent_on: date | None = None,
    may_know: str = "",
    entry_id: UUID | None = None,
) -> Supporter:
    """Somebody who stands by them. Raises ValidationError for a consent without its day."""
    if consent == Answer.YES and consent_on is None:
        raise ValidationError({"consent_on": "Give the day they consented"})
    row = facts.add(
        Supporter,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        name=name.strip(),
        kind=kind,
        relation=relation,
        consent=consent,
        consent_on=consent_on if consent == Answer.YES else None,
        may_know=may_know,
    )
    facts.note("added a supporter", row, by)
    return row


@transaction.atomic
def end_supporter(*, supporter: Supporter, on: date, why: str, by: User) -> Supporter:
    """They no longer stand by the person, or consent was taken back: from this day. Raises
    StaleSave, ValidationError without a reason or before they were named."""
    if on < supporter.on:
        raise ValidationError({"on": "This is before they were named"})
    if not why.strip():
        raise ValidationError({"why": "Say why"})
    now = facts.amend(supporter, by=by, reason=why, no_longer_on=on)
    facts.note("ended a supporter", now, by)
    return now
