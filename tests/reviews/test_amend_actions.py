"""A corrected review: what stands with the new text, what is signed again, and that all agree."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audits import actions as audit_actions
from audits import facts as audit_facts
from audits.case_facts import CaseFacts
from audits.period import AuditDay, period_start
from careplans.models import GoalProgress, OptionsTalk
from patients.models import Contact, Patient
from reviews import actions, benefit_page, facts_reader, top
from reviews.amend_actions import amend_review
from reviews.answers import Answered
from reviews.credits import Said, SeenHow, Wanted
from reviews.dues import Due
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.logged import GoalAnswer, Logged
from reviews.models import Review, ReviewCredit, Signature, StrategicReview, TopRecord
from reviews.questions import Question
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import due_for
from reviews.strategic_actions import waiting_for
from reviews.top_items import NEEDED_FIELDS
from rodt import row_security
from tests.reviewed_town import review_the_town
from tests.world import TODAY, World, build_world, signed_in

KEYWORKER, PRESCRIBER = ReviewerRole.KEYWORKER, ReviewerRole.PRESCRIBER


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world(db: None) -> World:
    world = build_world()
    review_the_town(world)
    return world


def standing(patient: Patient, kind: str) -> Review:
    """The review that now credits a type."""
    credit = ReviewCredit.objects.current().filter(patient=patient, type=kind).latest("held_on")
    return credit.review


def amend(review: Review, by: User, **changes: object) -> Review:
    return amend_review(
        review=review,
        by=by,
        reason="Looked at again",
        on=TODAY,
        schedule=DEFAULT_SCHEDULE,
        **changes,
    )


def due(patient: Patient, kind: ReviewType) -> Due:
    return due_for(kind, facts_reader.read(on=TODAY, patient_ids=[patient.pk])[patient.pk], TODAY)


def in_audit(world: World, patient: Patient) -> CaseFacts:
    day = AuditDay(TODAY, period_start(TODAY))
    gathered = audit_facts.read(world.service.pk, day, audit_actions.latest_known_at())
    (case,) = [case for case in gathered.cases if case.patient_id == patient.pk]
    return case


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_strategic_review_corrected_by_one_signer_waits_for_the_other_everywhere(
    world: World,
) -> None:
    leanne, first = world.leanne, standing(world.leanne, "strategic")
    assert not due(leanne, ReviewType.STRATEGIC).is_overdue
    second = amend(first, world.keyworker, their_words="It lets me work and sleep.")
    credit = ReviewCredit.objects.current().get(review=second)
    assert (credit.is_valid, credit.awaits) == (False, "prescriber")
    signed = {(s.role, s.staff_id) for s in Signature.objects.filter(review=second)}
    assert signed == {("keyworker", world.keyworker.pk)}
    assert Signature.objects.filter(review=first).count() == 2, "the old text stays signed"
    part = StrategicReview.objects.current().get(patient=leanne)
    assert part.review == second and part.conclusion == "clear" and part.judgement == 8
    # the schedule, the audit, the person's page and the benefit page say the same
    assert due(leanne, ReviewType.STRATEGIC).is_overdue
    (held,) = [h for h in in_audit(world, leanne).held if h.type is ReviewType.STRATEGIC]
    assert (held.counts, held.awaits, held.conclusion) == (False, "prescriber", "clear")
    found = benefit_page.read(leanne, TODAY)
    assert found is not None and [s.role for s in found.signatures] == ["keyworker"]
    assert waiting_for(leanne, PRESCRIBER, world.prescriber) == second
    assert waiting_for(leanne, KEYWORKER, world.keyworker) is None
    client = signed_in(world.prescriber)
    assert "Look and sign" in page(client, "audits:benefit_caseload")
    text = page(client, "reviews:review", leanne.pk, second.pk)
    assert "Clear benefit" in text and "Not signed yet" in text
    old = page(client, "reviews:review", leanne.pk, first.pk)
    assert "Clear benefit" in old and "Not signed yet" not in old


def test_once_signed_again_it_counts_from_the_day_it_was_held(world: World) -> None:
    second = amend(standing(world.leanne, "strategic"), world.keyworker, with_others="Her sister")
    before = second.held_on
    actions.sign_review(
        review=second, by=world.prescriber, role=PRESCRIBER, on=TODAY, schedule=DEFAULT_SCHEDULE
    )
    credit = ReviewCredit.objects.current().get(review=second)
    assert credit.is_valid and credit.held_on == before
    assert not due(world.leanne, ReviewType.STRATEGIC).is_overdue
    assert in_audit(world, world.leanne).held_of(ReviewType.STRATEGIC)


def test_what_was_signed_and_did_not_change_stays_signed(world: World) -> None:
    first = standing(world.leanne, "strategic")
    second = amend(first, world.manager, is_inherited=True)
    assert ReviewCredit.objects.current().get(review=second).is_valid
    before = Signature.objects.filter(review=first).values_list("role", "staff", "signed_on")
    now = Signature.objects.filter(review=second).values_list("role", "staff", "signed_on")
    assert set(now) == set(before)


def test_the_top_inside_moves_with_the_review_and_its_day(world: World) -> None:
    first = standing(world.leanne, "care_plan")
    second = amend(first, world.keyworker, held_on=world.day(8))
    (record,) = TopRecord.objects.current().filter(patient=world.leanne)
    assert (record.review, record.on, record.is_complete) == (second, world.day(8), True)
    credits = ReviewCredit.objects.current().filter(review=second)
    assert {(c.type, c.held_on, c.is_valid) for c in credits} == {
        ("care_plan", world.day(8), True),
        ("risk", world.day(8), True),
    }
    assert [t.on for t in in_audit(world, world.leanne).tops] == [world.day(8)]
    text = page(signed_in(world.keyworker), "reviews:review", world.leanne.pk, second.pk)
    assert "Heroin and other opiates" in text


def test_a_colleagues_correction_waits_for_a_signature_and_any_keyworker_may_give_it(
    world: World,
) -> None:
    leanne, first = world.leanne, standing(world.leanne, "care_plan")
    second = amend(first, world.manager, their_words="I'm nearly there")
    credit = ReviewCredit.objects.current().get(review=second, type="care_plan")
    assert (credit.is_valid, credit.awaits) == (False, "keyworker")
    assert Signature.objects.filter(review=second).count() == 0
    client = signed_in(world.keyworker)
    assert "Sign this review" in page(client, "reviews:review", leanne.pk, second.pk)
    assert "Sign this review" not in page(client, "reviews:review", leanne.pk, first.pk)
    assert "waits for the keyworker’s signature" in page(client, "reviews:my_people")
    client.post(reverse("reviews:sign", args=[leanne.pk, second.pk]))
    assert ReviewCredit.objects.current().get(review=second, type="care_plan").is_valid
    assert not due(leanne, ReviewType.CARE_PLAN).is_overdue
    with pytest.raises(PermissionDenied):
        actions.sign_review(
            review=first, by=world.prescriber, role=PRESCRIBER, on=TODAY, schedule=DEFAULT_SCHEDULE
        )


def test_corrected_to_not_seen_it_restarts_no_clock_and_was_no_meeting(world: World) -> None:
    leanne, first = world.leanne, standing(world.leanne, "care_plan")
    second = amend(first, world.keyworker, seen=SeenHow.NOT_SEEN.value)
    assert not ReviewCredit.objects.current().filter(review=second, is_valid=True).exists()
    assert due(leanne, ReviewType.CARE_PLAN).is_overdue
    met = Contact.objects.current().filter(patient=leanne, on=first.held_on, summary="Review held.")
    assert not met.exists()
    third = amend(second, world.keyworker, seen=SeenHow.PHONE.value)
    assert ReviewCredit.objects.current().get(review=third, type="care_plan").is_valid
    assert [contact.kind for contact in met.all()] == ["phone"]


def test_a_withdrawn_review_takes_all_with_it(world: World) -> None:
    leanne = world.leanne
    amend(standing(leanne, "care_plan"), world.keyworker, is_withdrawn=True)
    amend(standing(leanne, "strategic"), world.keyworker, is_withdrawn=True)
    for model in (TopRecord, StrategicReview):
        assert not model.objects.current().filter(patient=leanne).exists()
    kinds = ReviewCredit.objects.current().filter(patient=leanne).values_list("type", flat=True)
    assert list(kinds) == ["medical"]
    case = in_audit(world, leanne)
    assert (case.held, case.tops) == ((), ())
    assert due(leanne, ReviewType.CARE_PLAN).is_overdue


def test_a_review_brought_along_without_signatures_keeps_what_it_counts_for(world: World) -> None:
    first = standing(world.leanne, "care_plan")
    old = Review.objects.create(
        service=world.service,
        patient=world.leanne,
        held_on=world.day(30),
        seen="in_person",
        held_by_role="keyworker",
        is_inherited=True,
    )
    ReviewCredit.objects.create(
        service=world.service,
        patient=world.leanne,
        review=old,
        type="care_plan",
        held_on=old.held_on,
        is_valid=True,
    )
    new = amend(old, world.manager, held_on=world.day(31))
    credit = ReviewCredit.objects.current().get(review=new)
    assert credit.is_valid and credit.held_on == world.day(31)
    assert first.superseded_at is None


def test_what_was_talked_about_keeps_its_place_beside_the_review(own_database: str) -> None:
    """With real commits: what one save wrote is found by its moment."""
    with transaction.atomic():
        world = build_world()
    with row_security.scope([world.service.pk]):
        goals = list(world.gareth.goals.filter(closed_on=None))
        untouched = set(GoalProgress.objects.current().values_list("id", flat=True))
        first = log_with_talk(world, world.day(3), goals)
    with row_security.scope([world.service.pk]):
        second = amend(first, world.keyworker, held_on=world.day(5))
    with row_security.scope([world.service.pk]):
        talk = OptionsTalk.objects.current().get(patient=world.gareth, options=["stay"])
        assert talk.on == world.day(5)
        moved = GoalProgress.objects.current().filter(state="stuck").exclude(id__in=untouched)
        assert {one.on for one in moved} == {world.day(5)}
        assert untouched <= set(GoalProgress.objects.current().values_list("id", flat=True))
        met = Contact.objects.current().filter(patient=world.gareth, summary="Review held.")
        assert [contact.on for contact in met] == [world.day(5)]
        client = signed_in(world.keyworker)
        now = page(client, "reviews:review", world.gareth.pk, second.pk)
        old = page(client, "reviews:review", world.gareth.pk, first.pk)
        for text in (now, old):
            assert "Staying as it is" in text and text.count("Stuck") == len(goals)
        case = page(client, "reviews:case", world.gareth.pk)
        timeline = case[case.index('id="timeline"') :]
        assert "Review held." not in timeline, "the review and its meeting are one entry"


def log_with_talk(world: World, held_on: date, goals: list[object]) -> Review:
    answers = {question: Answered("yes", Said.ASKED) for question in Question}
    return actions.log_review(
        patient=world.gareth,
        by=world.keyworker,
        role=KEYWORKER,
        logged=Logged(
            held_on=held_on,
            seen=SeenHow.IN_PERSON.value,
            wanted=(Wanted(ReviewType.CARE_PLAN),),
            answers=answers,
            top=top.TopAnswers(held_on, "review", dict.fromkeys(NEEDED_FIELDS, 0)),
            goals=tuple(GoalAnswer(goal.pk, "stuck") for goal in goals),  # type: ignore[attr-defined]
            options=("stay",),
            preference="To stay as it is",
        ),
        schedule=DEFAULT_SCHEDULE,
    )
