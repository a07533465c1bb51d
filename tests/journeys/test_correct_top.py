"""A TOP is corrected, of its own or inside a review; what reads it reads the corrected one."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from patients.models import Patient
from reviews import actions, benefit_page, facts_reader
from reviews.models import Review, ReviewCredit, Signature, TopRecord
from reviews.review_types import ReviewType
from reviews.schedule import due_for
from reviews.top import TopAnswers
from reviews.top_items import BY_FIELD, NEEDED_FIELDS, ItemKind
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


@pytest.fixture
def alone(world: World) -> TopRecord:
    """A stand-alone TOP with something of each kind in it."""
    values: dict[str, int | str | None] = {
        name: "no" if BY_FIELD[name].kind is ItemKind.YES_NO else 0 for name in NEEDED_FIELDS
    }
    not_in_total = ("opiates_days", "crack_days", "eviction_risk")
    values |= {"psych_health": 12} | dict.fromkeys(not_in_total)
    return actions.log_top(
        patient=world.carl,
        by=world.keyworker,
        answers=TopAnswers(
            world.day(3),
            "review",
            values,
            {"opiates_days": [7, 3, 0, 1]},
            frozenset({"crack_days", "eviction_risk"}),
        ),
        entry_id=uuid4(),
    )


def now(patient: Patient) -> TopRecord:
    return TopRecord.objects.current().filter(patient=patient).latest("on")


def correct(client: Client, record: TopRecord, **typed: object) -> str:
    posted = as_it_opens(client, record.correct_url, **typed)
    return client.post(record.correct_url, posted, follow=True).content.decode()


def state(patient: Patient) -> object:
    facts = facts_reader.read(on=TODAY, patient_ids=[patient.pk])[patient.pk]
    return due_for(ReviewType.TOP, facts, TODAY).due_on


SAID = [
    field.name
    for field in TopRecord._meta.concrete_fields
    if field.name
    not in ("id", "recorded_at", "recorded_by", "amends", "amend_reason", "superseded_at", "review")
]


def test_a_form_saved_as_it_opened_changes_no_answer(world: World, alone: TopRecord) -> None:
    assert alone.is_complete
    assert "Corrected. What it said before stays." in correct(signed_in(world.keyworker), alone)
    world.open()
    second = now(world.carl)
    assert second.amends_id == alone.pk
    assert [name for name in SAID if getattr(alone, name) != getattr(second, name)] == []


def test_an_answer_is_corrected_and_its_page_says_what_it_was(
    world: World, alone: TopRecord
) -> None:
    client = signed_in(world.keyworker)
    correct(client, alone, psych_health="15", top_declined=[], crack_days="4")
    world.open()
    second = now(world.carl)
    assert (second.psych_health, second.crack_days, second.declined) == (15, 4, ["eviction_risk"])
    table = client.get(reverse("reviews:top", args=[world.carl.pk])).content.decode()
    assert "What it said before" in table
    entry = reverse("patients:entry", args=[world.carl.pk, "toprecord", second.pk])
    text = client.get(entry).content.decode()
    assert "It was written down wrongly" in text and "What it said before" in text
    assert "<h1>TOP of 28 September 2026</h1>" in text
    assert "Crack and" in text, "what they would rather not say"


def test_the_day_of_one_of_its_own_is_corrected_and_the_clock_follows(
    world: World, alone: TopRecord
) -> None:
    before = state(world.carl)
    client = signed_in(world.keyworker)
    correct(client, alone, **three_boxes("held_on", world.day(8)))
    world.open()
    assert now(world.carl).on == world.day(8) and now(world.carl).is_complete
    assert state(world.carl) != before


def test_an_answer_taken_out_leaves_it_in_part_and_it_restarts_no_clock(
    world: World, alone: TopRecord
) -> None:
    before = state(world.carl)
    correct(signed_in(world.keyworker), alone, quality_of_life="")
    world.open()
    assert not now(world.carl).is_complete
    assert state(world.carl) != before


def test_one_inside_a_review_moves_with_it_and_its_keyworker_signs_by_correcting(
    world: World,
) -> None:
    client, first = signed_in(world.keyworker), now(world.leanne)
    text = correct(client, first, opiates_days="6")
    assert "Corrected. What it said before stays." in text
    assert "What the correction changed" in text and "6 days" in text
    world.open()
    second = now(world.leanne)
    assert second.review is not None and second.review.amends_id == first.review_id
    credits = ReviewCredit.objects.current().filter(review=second.review)
    assert {one.type: one.is_valid for one in credits} == {"care_plan": True, "risk": True}
    found = benefit_page.read(world.leanne, TODAY)
    assert found is not None and found.course.tops[-1].opiates_days == 6
    old = client.get(reverse("reviews:review", args=[world.leanne.pk, first.review_id]))
    assert "<dt>Heroin and other opiates</dt><dd>0 days</dd>" in old.content.decode()


def test_a_colleague_who_corrects_one_inside_a_review_asks_for_the_signature_again(
    world: World,
) -> None:
    first, client = now(world.leanne), signed_in(world.prescriber)
    page = client.get(first.correct_url).content.decode()
    assert "Dee Marsh signed that review as it says now." in page
    text = correct(client, first, opiates_days="6")
    assert "It waits for the keyworker’s signature until it counts." in text
    world.open()
    review = Review.objects.current().get(amends=first.review_id)
    assert not Signature.objects.filter(review=review).exists()
    assert not ReviewCredit.objects.current().filter(review=review, is_valid=True).exists()


def test_one_inside_a_review_is_taken_back_and_the_review_stays(world: World) -> None:
    client, first = signed_in(world.keyworker), now(world.leanne)
    text = correct(client, first, is_withdrawn="on")
    assert "Taken back. What it said stays on record." in text
    world.open()
    assert not TopRecord.objects.current().filter(patient=world.leanne).exists()
    review = Review.objects.current().get(amends=first.review_id)
    assert ReviewCredit.objects.current().get(review=review, type="care_plan").is_valid


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amend_reason": ""}, "Say why it is corrected"),
        ({"psych_health": "21"}, "enter a whole number from 0 to 20"),
        (three_boxes("held_on", TODAY.replace(year=2027)), "cannot be in the future"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    world: World, alone: TopRecord, typed: dict[str, str], said: str
) -> None:
    client = signed_in(world.keyworker)
    text = correct(client, alone, other_name="Kept words", other_days="1", **typed)
    assert said in text and "Kept words" in text
    world.open()
    assert now(world.carl).pk == alone.pk


def test_one_with_no_answer_left_is_not_saved(world: World, alone: TopRecord) -> None:
    client = signed_in(world.keyworker)
    posted = as_it_opens(client, alone.correct_url)
    kept = ("corrects", "stage", "amend_reason", "held_on_day", "held_on_month", "held_on_year")
    empty = {name: value for name, value in posted.items() if name in kept}
    text = client.post(alone.correct_url, empty).content.decode()
    assert "No answer is left." in text


def test_whoever_comes_second_sees_both(world: World, alone: TopRecord) -> None:
    client = signed_in(world.keyworker)
    typed = as_it_opens(client, alone.correct_url, psych_health="10")
    correct(signed_in(world.prescriber), alone, psych_health="9")
    answer = client.post(alone.correct_url, typed)
    assert "Nothing of yours is lost." in answer.content.decode()
    (row,) = answer.context["both"]
    assert (row.now, row.yours) == ("9", "10")
    again = typed | {"corrects": answer.context["form"].data["corrects"]}
    assert client.post(alone.correct_url, again).status_code == 302


def test_a_manager_corrects_none(world: World, alone: TopRecord) -> None:
    assert signed_in(world.manager).get(alone.correct_url).status_code == 403
    page = signed_in(world.manager).get(reverse("reviews:top", args=[world.carl.pk]))
    assert alone.correct_url not in page.content.decode()
