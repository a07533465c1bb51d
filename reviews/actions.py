"""What changes reviews: logging, signing, and a TOP of its own. Correcting: `amend_actions`.

Each is one transaction with its note in the trail. What a save credits is decided by
`reviews.credits`, the same rule that the form's side summary asks.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from accounts import trail
from accounts.models import User
from careplans import actions as plan_actions
from patients import drafts, facts
from patients.actions import contacts as contact_actions
from patients.models import Appointment, Contact, Episode, Patient
from prescribing.models import Prescription
from reviews import facts_reader, schedules
from reviews import top as top_rules
from reviews.credits import CreditDecision, ReviewAnswers, SeenHow, TopState, Wanted, credits_for
from reviews.lateness import due_when_saved
from reviews.logged import Logged
from reviews.models import (
    Optimisation,
    Review,
    ReviewCredit,
    Signature,
    StrategicReview,
    TopRecord,
)
from reviews.questions import Question
from reviews.recorded_since import check_known
from reviews.review_facts import ReviewFacts
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import Due, Schedule, due
from reviews.strategic import PLAN_TRIGGER, RECORDED, StrategicPart
from reviews.top_form import top_columns

LOG_FORM = "review"
MEETING_SUMMARY = "Review held."
_CONTACT_WITH = {
    ReviewerRole.KEYWORKER: Contact.With.KEYWORKER,
    ReviewerRole.PRESCRIBER: Contact.With.PRESCRIBER,
}


@transaction.atomic
def log_review(
    *,
    patient: Patient,
    by: User,
    role: ReviewerRole,
    logged: Logged,
    schedule: Schedule,
    prescription: Prescription | None = None,
    entry_id: UUID | None = None,
    known: int | None = None,
    read_today: ReviewFacts | None = None,
) -> Review:
    """One save: the review, what it credits, TOP, goals, a good ending, options, recovery capital,
    and what one signer says of benefit (`prescription`: from which).

    The same form sent twice makes one review. A person who was not seen keeps their clock: the
    review is on record as a case discussion and credits nothing. Where a prescriber elsewhere held
    it, their letter stands in place of a signature, and `by` wrote it down. `known`: how many
    reviews of this person there were when the form was opened; raises StaleSave where one was
    recorded since. `read_today`: the person's facts, where they have been read for today.
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    made = facts.posted_before(Review, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    check_known(patient, known)
    logged = replace(logged, wanted=logged.begun())
    answers = {key.value: answer.as_row() for key, answer in logged.answers.items()}
    for key, said in logged.part.said().items() if logged.part else ():
        answers.setdefault(key, {"value": RECORDED, "state": said})
    words = logged.answers.get(Question.OWN_WORDS)
    dues = dues_when_held(patient, logged.held_on, read_today)
    is_elsewhere = role is ReviewerRole.EXTERNAL_PRESCRIBER
    review = facts.add(
        Review,
        patient=patient,
        by=by,
        entry_id=entry_id,
        held_on=logged.held_on,
        seen=logged.seen,
        held_by=None if is_elsewhere else by,
        held_by_role=role.value,
        external_reviewer=logged.external_reviewer,
        evidence_letter_on=logged.evidence_letter_on,
        with_others=logged.with_others,
        their_words=words.value if words else "",
        answers=answers,
        next_review_on=logged.next_review_on,
    )
    if not is_elsewhere:
        facts.add(
            Signature,
            patient=patient,
            by=by,
            review=review,
            staff=by,
            role=role.value,
            signed_on=logged.held_on,
        )
    _credit(review, credits_for(logged.given(frozenset({role.value})), schedule), dues, by)
    if logged.part is not None:
        facts.add(
            StrategicReview,
            patient=patient,
            by=by,
            review=review,
            prescription=prescription,
            **logged.part.columns,
        )
    if logged.top is not None and logged.top_state is not TopState.NONE:
        _add_top(patient, logged.top, dues, by, review=review)
    _record_plan(patient, logged, by)
    if logged.seen != SeenHow.NOT_SEEN:
        note_meeting(patient, review, role, staff=by, by=by)
    if not is_elsewhere:
        drafts.discard(patient=patient, form=LOG_FORM, by=by)
    trail.record(
        "logged a review",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(review.pk),
        credits=[wanted.type.value for wanted in logged.wanted],
    )
    return review


def dues_when_held(
    patient: Patient, held_on: date, read_today: ReviewFacts | None = None
) -> tuple[Due, ...]:
    """What was due on the day a review was held, by the intervals of that day, before it counts."""
    found = read_today if held_on == localdate() else None
    if found is None:
        found = facts_reader.read(on=held_on, patient_ids=[patient.pk]).get(patient.pk)
    return due(found, held_on, schedules.in_force(patient.service_id, held_on)) if found else ()


def _credit(
    review: Review, decisions: Sequence[CreditDecision], dues: Sequence[Due], by: User
) -> None:
    """A row for each review it was opened for, valid or not, with why. A TOP credits itself."""
    for decision in decisions:
        if decision.type is ReviewType.TOP:
            continue
        facts.add(
            ReviewCredit,
            patient=review.patient,
            by=by,
            review=review,
            type=decision.type.value,
            milestone=decision.milestone,
            held_on=review.held_on,
            is_valid=decision.is_valid,
            awaits=decision.awaits,
            why=decision.why[:200],
            **due_when_saved(dues, decision.type, decision.milestone, review.held_on)._asdict(),
        )


def _record_plan(patient: Patient, logged: Logged, by: User) -> None:
    on = logged.held_on
    steps = {
        answer.goal_id: plan_actions.GoalStep(
            answer.state, answer.next_step, answer.next_step_by, answer.next_step_on
        )
        for answer in logged.goals
        if answer.state
    }
    if steps:
        plan_actions.record_each(patient=patient, on=on, steps=steps, by=by)
    if logged.new_goal:
        new = logged.new_goal
        episode = Episode.objects.filter(patient=patient).latest("started_on")
        plan_actions.add_goal(
            plan=plan_actions.open_plan(episode=episode, started_on=on, by=by),
            words=new.words,
            tags=new.tags,
            opened_on=on,
            by=by,
            next_step=new.next_step,
            next_step_by=new.next_step_by,
            next_step_on=new.next_step_on,
        )
    vision = logged.answers.get(Question.EXIT_VISION)
    if vision and vision.value and vision.said in ("asked", "changed", "confirmed"):
        plan_actions.record_exit_vision(
            patient=patient,
            on=on,
            words=vision.value,
            by=by,
            is_confirmed=vision.said == "confirmed",
        )
    if logged.options or logged.preference:
        plan_actions.record_options(
            patient=patient, on=on, options=logged.options, preference=logged.preference, by=by
        )
    if logged.part and logged.part.plan:
        facts.add(
            Optimisation,
            patient=patient,
            by=by,
            on=on,
            trigger=f"{PLAN_TRIGGER}{logged.part.conclusion}",
            checks=logged.part.columns["ladder"],
            actions=logged.part.plan,
            follow_up_on=logged.part.follow_up_on,
        )
    said = logged.capital_strengths or logged.capital_build
    if said or any(value is not None for value in logged.capital.values()):
        plan_actions.record_recovery_capital(
            patient=patient,
            on=on,
            ratings=logged.capital,
            strengths=logged.capital_strengths,
            one_thing_to_build=logged.capital_build,
            by=by,
        )


def note_meeting(
    patient: Patient, review: Review, role: ReviewerRole, *, staff: User | None, by: User
) -> None:
    """A review that was held is a meeting too, and the booked one of that day is settled. One held
    by a prescriber elsewhere was no meeting of ours."""
    if role is ReviewerRole.EXTERNAL_PRESCRIBER:
        return
    contact_actions.record_contact(
        patient=patient,
        on=review.held_on,
        kind=review.seen,
        outcome=Contact.Outcome.ATTENDED,
        with_role=_CONTACT_WITH.get(role, Contact.With.KEYWORKER),
        with_staff=staff,
        content=[Contact.Content.DRUG_USE_GOALS],
        summary=MEETING_SUMMARY,
        their_words=review.their_words,
        by=by,
    )
    booked = (
        Appointment.objects.annotate(day=TruncDate("at"))
        .filter(patient=patient, staff=staff, day=review.held_on, state=Appointment.State.BOOKED)
        .first()
    )
    if booked:
        contact_actions.settle_appointment(
            appointment=booked, version=booked.version, state=Appointment.State.HELD, by=by
        )


def _add_top(
    patient: Patient,
    answers: top_rules.TopAnswers,
    dues: Sequence[Due],
    by: User,
    *,
    review: Review | None = None,
    entry_id: UUID | None = None,
) -> TopRecord:
    was = due_when_saved(dues, ReviewType.TOP, "", answers.held_on)
    return facts.add(
        TopRecord,
        patient=patient,
        by=by,
        entry_id=entry_id,
        review=review,
        on=answers.held_on,
        stage=answers.stage,
        **top_columns(answers),
        **was._asdict(),
    )


@transaction.atomic
def log_top(
    *, patient: Patient, by: User, answers: top_rules.TopAnswers, entry_id: UUID | None = None
) -> TopRecord:
    """A TOP of its own, outside a review.

    Raises ValidationError when nothing in it is answered: it would hide the last answers.
    """
    if not top_rules.has_answers(answers):
        raise ValidationError("Nothing is saved: no question of this TOP is answered.")
    made = facts.posted_before(TopRecord, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    dues = dues_when_held(patient, answers.held_on)
    record = _add_top(patient, answers, dues, by, entry_id=entry_id)
    drafts.discard(patient=patient, form="top", by=by)
    trail.record(
        "logged a TOP",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(record.pk),
    )
    return record


@transaction.atomic
def sign_review(
    *, review: Review, by: User, role: ReviewerRole, on: date, schedule: Schedule
) -> Review:
    """The second signature: what waited for this role now counts, dated the day it was held.

    Raises PermissionDenied when this person has signed already, or the role has, or when the text
    has been corrected since.
    """
    now = Review.objects.select_for_update().get(pk=review.pk)
    if now.superseded_at is not None:
        raise PermissionDenied("This review was corrected: sign the text that now stands.")
    signed = {s.role: s.staff_id for s in Signature.objects.filter(review=now)}
    if by.pk in signed.values() or role.value in signed:
        raise PermissionDenied("A second person signs, once, in the role that is still missing.")
    facts.add(
        Signature, patient=now.patient, by=by, review=now, staff=by, role=role.value, signed_on=on
    )
    roles = frozenset({*signed, role.value})
    for credit in ReviewCredit.objects.current().filter(review=now, is_valid=False):
        (decision,) = credits_for(given_from(now, credit, roles), schedule)
        if decision.is_valid or decision.awaits != credit.awaits:
            facts.amend(
                credit,
                by=by,
                reason=f"Signed as {role.value}",
                is_valid=decision.is_valid,
                awaits=decision.awaits,
                why=decision.why[:200],
            )
    trail.record(
        "signed a review",
        by=by,
        service_id=now.service_id,
        patient_id=now.patient_id,
        row=str(now.pk),
        role=role.value,
    )
    return now


def given_from(review: Review, credit: ReviewCredit, signed: frozenset[str]) -> ReviewAnswers:
    """A stored review as the rule of credits takes it."""
    record = TopRecord.objects.current().filter(review=review).first()
    said = {key: answer["state"] for key, answer in review.answers.items()}
    part = StrategicReview.objects.current().filter(review=review).first()
    said |= stored_part(part).said() if part else {}
    return ReviewAnswers(
        held_on=review.held_on,
        seen=review.seen,
        wanted=(Wanted(ReviewType(credit.type), credit.milestone),),
        answers=said,
        signed=signed,
        top=stored_top_state(record),
        stops_prescription="stop"
        in (review.answers.get(Question.DECISION, {}).get("value"), part.decision if part else ""),
    )


def stored_top_state(record: TopRecord | None) -> TopState:
    if record is None:
        return TopState.NONE
    return TopState.COMPLETE if record.is_complete else TopState.PARTIAL


def stored_part(row: StrategicReview) -> StrategicPart:
    return StrategicPart(
        ratings=row.ratings,
        ladder=row.ladder,
        judgement=row.judgement,
        judgement_words=row.judgement_words,
        without_it_patient=row.without_it_patient,
        without_it_clinician=row.without_it_clinician,
        options=tuple(row.options),
        decision=row.decision,
        suggested=row.suggested,
        conclusion=row.conclusion,
        conclusion_why=row.conclusion_why,
        no_plan_because=row.no_plan_because,
    )
