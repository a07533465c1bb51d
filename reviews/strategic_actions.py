"""Recording and signing a strategic review: is prescribing still of benefit?

A keyworker and a prescriber sign, in either order and at different times. The review credits when
the second signature comes, dated the day it was held (design/decisions.md 6). A manager signs none.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import trail
from accounts.models import User
from careplans import actions as plan_actions
from patients import drafts, facts
from patients.models import Patient
from prescribing.models import Prescription
from reviews import doubt_tasks
from reviews.actions import dues_when_held, sign_review
from reviews.credits import ReviewAnswers, Said, Wanted, credits_for
from reviews.lateness import due_when_saved
from reviews.models import Optimisation, Review, ReviewCredit, Signature, StrategicReview
from reviews.questions import Question
from reviews.recorded_since import check_known
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import Schedule
from reviews.strategic import PLAN_TRIGGER, RECORDED, StrategicPart
from reviews.written_with import options_of, plan_of
from rodt.versions import StaleSave

FORM = "strategic"
SIGNERS = (ReviewerRole.KEYWORKER, ReviewerRole.PRESCRIBER)


def begun(patient: Patient) -> ReviewCredit | None:
    """The strategic review that waits for anybody's signature."""
    return (
        ReviewCredit.objects.current()
        .filter(patient=patient, type=ReviewType.STRATEGIC, is_valid=False)
        .exclude(awaits="")
        .filter(review__superseded_at=None)
        .select_related("review__held_by")
        .order_by("-held_on")
        .first()
    )


def waiting_for(patient: Patient, role: ReviewerRole, by: User) -> Review | None:
    """The strategic review that waits for this person's signature in this role."""
    credit = (
        ReviewCredit.objects.current()
        .filter(patient=patient, type=ReviewType.STRATEGIC, is_valid=False)
        .exclude(review__signatures__role=role.value)
        .exclude(review__signatures__staff=by)
        .filter(review__superseded_at=None)
        .select_related("review")
        .order_by("-held_on")
        .first()
    )
    return credit.review if credit else None


@transaction.atomic
def record_strategic(
    *,
    patient: Patient,
    by: User,
    role: ReviewerRole,
    held_on: date,
    seen: str,
    part: StrategicPart,
    schedule: Schedule,
    on: date,
    next_review_on: date | None = None,
    preference: str = "",
    prescription: Prescription | None = None,
    entry_id: UUID | None = None,
    known: int | None = None,
    joins: UUID | None = None,
) -> Review:
    """One signer's part: the first opens the review, the second adds to it and signs.

    `known`: how many reviews of this person there were when the form was opened; `joins`: the one
    that then waited for this signature. The same form sent twice signs once. Raises StaleSave where
    a review was recorded since, PermissionDenied for a role that signs no strategic review.
    """
    if role not in SIGNERS:
        raise PermissionDenied("A keyworker and a prescriber sign a strategic review.")
    Patient.objects.select_for_update().get(pk=patient.pk)
    made = facts.posted_before(StrategicReview, patient=patient, entry_id=entry_id)
    if made is not None:
        return made.review
    if joins is not None and Signature.objects.filter(review=joins, staff=by).exists():
        return Review.objects.get(pk=joins, patient=patient)
    check_known(patient, known)
    waiting = waiting_for(patient, role, by)
    if joins is not None and (waiting is None or waiting.pk != joins):
        raise StaleSave(Review.objects.get(pk=joins, patient=patient))
    if waiting is not None:
        review = _join(waiting, part, by=by, role=role, on=on, schedule=schedule)
    else:
        review = _open(
            patient,
            part,
            by=by,
            role=role,
            held_on=held_on,
            seen=seen,
            schedule=schedule,
            next_review_on=next_review_on,
            prescription=prescription,
            entry_id=entry_id,
        )
    if part.plan:
        _record_plan(review, part, by=by, role=role, on=held_on, has_joined=waiting is not None)
    _record_talk(review, part, preference, by=by, role=role, has_joined=waiting is not None)
    doubt_tasks.settle(review, by=by, on=on)
    drafts.discard(patient=patient, form=FORM, by=by)
    trail.record(
        "recorded a strategic review",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(review.pk),
        role=role.value,
    )
    return review


def _open(
    patient: Patient,
    part: StrategicPart,
    *,
    by: User,
    role: ReviewerRole,
    held_on: date,
    seen: str,
    schedule: Schedule,
    next_review_on: date | None,
    prescription: Prescription | None,
    entry_id: UUID | None,
) -> Review:
    answers = {key: {"value": RECORDED, "state": said} for key, said in part.said().items()}
    if next_review_on:
        answers[Question.NEXT_REVIEW_ON] = {
            "value": next_review_on.isoformat(),
            "state": Said.ASKED,
        }
    dues = dues_when_held(patient, held_on)
    review = facts.add(
        Review,
        patient=patient,
        by=by,
        held_on=held_on,
        seen=seen,
        held_by=by,
        held_by_role=role.value,
        their_words=part.judgement_words,
        answers=answers,
        next_review_on=next_review_on,
    )
    facts.add(
        StrategicReview,
        patient=patient,
        by=by,
        entry_id=entry_id,
        review=review,
        prescription=prescription,
        **part.columns,
    )
    facts.add(
        Signature,
        patient=patient,
        by=by,
        review=review,
        staff=by,
        role=role.value,
        signed_on=held_on,
    )
    given = ReviewAnswers(
        held_on=held_on,
        seen=seen,
        wanted=(Wanted(ReviewType.STRATEGIC),),
        answers={key: answer["state"] for key, answer in answers.items()},
        signed=frozenset({role.value}),
        stops_prescription=part.decision == "stop",
    )
    (decision,) = credits_for(given, schedule)
    facts.add(
        ReviewCredit,
        patient=patient,
        by=by,
        review=review,
        type=ReviewType.STRATEGIC.value,
        held_on=held_on,
        is_valid=decision.is_valid,
        awaits=decision.awaits,
        why=decision.why[:200],
        **due_when_saved(dues, ReviewType.STRATEGIC, "", held_on)._asdict(),
    )
    return review


def _join(
    review: Review,
    part: StrategicPart,
    *,
    by: User,
    role: ReviewerRole,
    on: date,
    schedule: Schedule,
) -> Review:
    """The second signer's additions stand as an amendment beside what the first recorded."""
    standing = StrategicReview.objects.current().filter(review=review).first()
    changed = {
        name: value
        for name, value in part.columns.items()
        if standing is not None and getattr(standing, name) != value
    }
    if standing is not None and changed:
        facts.amend(standing, by=by, reason=f"Completed by the {role.value}", **changed)
    return sign_review(review=review, by=by, role=role, on=on, schedule=schedule)


def _record_plan(
    review: Review,
    part: StrategicPart,
    *,
    by: User,
    role: ReviewerRole,
    on: date,
    has_joined: bool,
) -> None:
    """What the second signer changes of the first one's plan is an amendment of it."""
    stood = plan_of(review) if has_joined else None
    said: dict[str, Any] = {
        "trigger": f"{PLAN_TRIGGER}{part.conclusion}",
        "checks": {key: dict(rung) for key, rung in part.ladder.items()},
        "actions": part.plan,
        "follow_up_on": part.follow_up_on,
    }
    if stood is None:
        facts.add(Optimisation, patient=review.patient, by=by, on=on, **said)
    elif any(getattr(stood, name) != value for name, value in said.items()):
        facts.amend(stood, by=by, reason=f"Completed by the {role.value}", **said)


def _record_talk(
    review: Review,
    part: StrategicPart,
    preference: str,
    *,
    by: User,
    role: ReviewerRole,
    has_joined: bool,
) -> None:
    """The care plan's own entry of that talk. What the second signer changes is an amendment."""
    stood = options_of(review) if has_joined else None
    said: dict[str, Any] = {"options": list(part.options), "preference": preference}
    if stood is None:
        if part.options or preference:
            plan_actions.record_options(patient=review.patient, on=review.held_on, by=by, **said)
    elif preference and any(getattr(stood, name) != value for name, value in said.items()):
        facts.amend(stood, by=by, reason=f"Completed by the {role.value}", **said)
