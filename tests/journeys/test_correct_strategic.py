"""A saved strategic review is corrected on its own form; both texts stay; it is signed again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from careplans.models import OptionsTalk
from patients.models import Patient
from reviews import benefit_page, facts_reader
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Optimisation, Review, ReviewCredit, Signature, StrategicReview
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import due_for
from reviews.strategic import StrategicPart
from reviews.strategic_actions import record_strategic, waiting_for
from tests.journeys.correcting import as_it_opens
from tests.reviewed_town import review_the_town
from tests.world import TODAY, World, build_world, signed_in, three_boxes


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world(db: None) -> World:
    world = build_world()
    review_the_town(world)
    return world


def standing(patient: Patient) -> Review:
    return ReviewCredit.objects.current().get(patient=patient, type="strategic").review


def credit_of(review: Review) -> ReviewCredit:
    return ReviewCredit.objects.current().get(review=review)


def part_of(review: Review) -> StrategicReview:
    return StrategicReview.objects.get(review=review)


def correct(client: Client, review: Review, **typed: object) -> str:
    posted = as_it_opens(client, review.correct_url, **typed)
    return client.post(review.correct_url, posted, follow=True).content.decode()


def page_of(client: Client, review: Review) -> str:
    address = reverse("reviews:review", args=[review.patient_id, review.pk])
    return client.get(address).content.decode()


def is_overdue(patient: Patient) -> bool:
    facts = facts_reader.read(on=TODAY, patient_ids=[patient.pk])[patient.pk]
    return due_for(ReviewType.STRATEGIC, facts, TODAY).is_overdue


def test_a_form_saved_as_it_opened_changes_no_word_and_no_signature(world: World) -> None:
    first = standing(world.leanne)
    assert "Corrected. What it said before stays." in correct(signed_in(world.prescriber), first)
    world.open()
    second = Review.objects.current().get(amends=first)
    for name in ("held_on", "seen", "with_others", "their_words", "answers", "next_review_on"):
        assert getattr(second, name) == getattr(first, name), name
    for name in ("ratings", "ladder", "options", "decision", "conclusion", "judgement_words"):
        assert getattr(part_of(second), name) == getattr(part_of(first), name), name
    assert Signature.objects.filter(review=second).count() == 2
    assert credit_of(second).is_valid
    assert OptionsTalk.objects.filter(patient=world.leanne, amends__isnull=False).count() == 0


def test_a_rating_a_rung_and_a_decision_are_corrected_and_signed_again(world: World) -> None:
    first, client = standing(world.leanne), signed_in(world.keyworker)
    text = correct(
        client, first, rating_opiates="same", rung_3="done", rung_3_note="55mg", decision="reduce"
    )
    assert "It waits for the prescriber’s signature until it counts." in text
    assert "Reason: It was written down wrongly" in text
    assert "What the correction changed" in text
    world.open()
    second = Review.objects.current().get(amends=first)
    now, before = part_of(second), part_of(first)
    assert (now.ratings["opiates"], now.decision) == ("same", "reduce")
    assert now.ladder["3"] == {"status": "done", "note": "55mg"}
    assert (before.ratings["opiates"], before.decision, before.ladder) == ("better", "continue", {})
    signed = {one.role for one in Signature.objects.filter(review=second)}
    assert signed == {"keyworker"}
    assert credit_of(second).awaits == "prescriber"
    assert is_overdue(world.leanne)
    assert "Clear benefit" in page_of(client, first), "the original stays readable"
    found = benefit_page.read(world.leanne, TODAY)
    assert found is not None and found.latest_part == now
    assert waiting_for(world.leanne, ReviewerRole.PRESCRIBER, world.prescriber) == second


def test_once_the_other_signs_it_counts_from_its_day_and_from_the_new_conclusion(
    world: World,
) -> None:
    first, client = standing(world.leanne), signed_in(world.keyworker)
    correct(client, first, conclusion="partial", plan="CBT for crack use")
    other = signed_in(world.prescriber)
    address = reverse("reviews:strategic", args=[world.leanne.pk])
    joined = as_it_opens(other, address)
    assert joined["plan"] == "CBT for crack use", "the plan that stands is on the form"
    assert other.post(address, joined).status_code == 302
    world.open()
    second = Review.objects.current().get(amends=first)
    assert credit_of(second).is_valid and credit_of(second).held_on == first.held_on
    facts = facts_reader.read(on=TODAY, patient_ids=[world.leanne.pk])[world.leanne.pk]
    (credit,) = [one for one in facts.credits if one.type is ReviewType.STRATEGIC]
    assert credit.conclusion == "partial"
    plan = Optimisation.objects.current().get(patient=world.leanne)
    assert plan.actions == "CBT for crack use", "signing writes no second plan"


def test_a_manager_neither_corrects_nor_completes_it(world: World) -> None:
    review, client = standing(world.leanne), signed_in(world.manager)
    assert client.get(review.correct_url).status_code == 403
    assert client.post(review.correct_url, {"amend_reason": "x"}).status_code == 403
    assert "Correct this review" not in page_of(client, review)
    correct(signed_in(world.keyworker), review, conclusion_why="It holds")
    world.open()
    second = Review.objects.current().get(amends=review)
    assert client.post(reverse("reviews:strategic", args=[world.leanne.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        record_strategic(
            patient=world.leanne,
            by=world.manager,
            role=ReviewerRole.MANAGER,
            held_on=TODAY,
            seen="phone",
            part=StrategicPart(conclusion="clear"),
            schedule=DEFAULT_SCHEDULE,
            on=TODAY,
        )
    assert credit_of(second).awaits == "prescriber"


def test_a_plan_and_what_they_would_like_are_corrected_with_it(world: World) -> None:
    first, client = standing(world.leanne), signed_in(world.keyworker)
    correct(
        client,
        first,
        options=["stay", "depot"],
        preference="A depot in the summer",
        conclusion="partial",
        plan="Look at the dose again",
        **three_boxes("follow_up_on", TODAY + timedelta(days=28)),
    )
    world.open()
    talk = OptionsTalk.objects.current().get(patient=world.leanne)
    assert (talk.options, talk.preference) == (["stay", "depot"], "A depot in the summer")
    plan = Optimisation.objects.current().get(patient=world.leanne)
    assert (plan.actions, plan.on) == ("Look at the dose again", first.held_on)
    second = Review.objects.current().get(amends=first)
    correct(client, second, plan="Look at the dose in May")
    world.open()
    now = Optimisation.objects.current().get(patient=world.leanne)
    assert (now.actions, now.amends_id) == ("Look at the dose in May", plan.pk)


def test_a_doubt_without_a_plan_is_asked_for_one_and_nothing_is_lost(world: World) -> None:
    first, client = standing(world.leanne), signed_in(world.keyworker)
    text = correct(client, first, conclusion="not_evident", conclusion_why="Kept words")
    assert "Write the plan, or say why there is none yet" in text
    assert "Kept words" in text
    world.open()
    assert not Review.objects.filter(amends=first).exists()


def test_whoever_comes_second_sees_both_and_may_save_on_top(world: World) -> None:
    first, client = standing(world.leanne), signed_in(world.keyworker)
    typed = as_it_opens(client, first.correct_url, conclusion_why="Mine")
    correct(signed_in(world.prescriber), first, conclusion_why="Theirs")
    answer = client.post(first.correct_url, typed)
    text = answer.content.decode()
    assert "Nothing of yours is lost." in text and "saved first" in text
    (row,) = answer.context["both"]
    assert (row.label, row.now, row.yours) == ("Why, in a line", "Theirs", "Mine")
    again = typed | {"corrects": answer.context["form"].data["corrects"]}
    assert client.post(first.correct_url, again).status_code == 302
    world.open()
    assert part_of(standing(world.leanne)).conclusion_why == "Mine"


def test_it_is_taken_back_with_its_plan(world: World) -> None:
    first, client = standing(world.leanne), signed_in(world.keyworker)
    correct(client, first, conclusion="partial", plan="CBT")
    world.open()
    text = correct(client, standing(world.leanne), is_withdrawn="on")
    assert "Taken back. What it said stays on record." in text
    world.open()
    for model in (StrategicReview, Optimisation, OptionsTalk):
        assert not model.objects.current().filter(patient=world.leanne).exists(), model
    assert is_overdue(world.leanne)


def test_one_who_is_asked_to_sign_is_led_to_sign_not_to_correct(world: World) -> None:
    review = standing(world.josie)
    text = signed_in(world.prescriber).get(review.correct_url).content.decode()
    assert "open the strategic review" in text
    text = signed_in(world.keyworker).get(review.correct_url).content.decode()
    assert "open the strategic review" not in text


def test_what_was_not_said_becomes_an_answer_and_the_other_way_round(world: World) -> None:
    first, client = standing(world.josie), signed_in(world.keyworker)
    correct(client, first, judgement="", judgement_words="", without_it_clinician="Likely return")
    world.open()
    second = Review.objects.current().get(amends=first)
    assert "patient_view" in first.answers and "patient_view" not in second.answers
    assert second.their_words == ""
    assert "their own judgement" in credit_of(second).why
