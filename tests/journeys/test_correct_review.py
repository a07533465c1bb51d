"""A saved review is corrected from its own page; both texts stay; signatures follow the text."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from reviews.models import Review, ReviewCredit, Signature, TopRecord
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


def standing(world: World, kind: str = "care_plan") -> Review:
    credit = ReviewCredit.objects.current().filter(patient=world.leanne, type=kind)
    return credit.latest("held_on").review


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def as_it_opens(client: Client, review: Review) -> dict[str, str]:
    """What the browser would post of the form as it was opened, with a reason."""
    form = client.get(review.correct_url).context["form"]
    typed: dict[str, str] = {}
    for field in form:
        value = field.value()
        if field.name in ("held_on", "next_review_on"):
            typed |= three_boxes(field.name, value) if value else {}
        elif isinstance(value, bool):
            typed |= {field.name: "on"} if value else {}
        else:
            typed[field.name] = "" if value is None else str(value)
    return typed | {"amend_reason": "It was written down wrongly"}


def page_of(review: Review) -> str:
    return reverse("reviews:review", args=[review.patient_id, review.pk])


def test_whoever_held_it_corrects_an_answer_and_it_counts_as_before(world: World) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    assert "Correct this review" in read(client, page_of(first))
    typed = as_it_opens(client, first)
    answer = client.post(first.correct_url, typed | {"naloxone": "no"}, follow=True)
    text = answer.content.decode()
    assert "Corrected. What it said before stays." in text
    assert "Reason: It was written down wrongly" in text
    world.open()
    second = Review.objects.current().get(amends=first)
    assert second.answers["naloxone"] == {"value": "no", "state": "asked", "note": ""}
    unchanged = {k: v for k, v in first.answers.items() if k != "naloxone"}
    assert {k: v for k, v in second.answers.items() if k != "naloxone"} == unchanged
    assert ReviewCredit.objects.current().get(review=second, type="care_plan").is_valid
    old = read(client, page_of(first))
    assert "This review was corrected on" in old
    assert "Correct this review" not in old


def test_a_form_saved_as_it_opened_changes_nothing_but_the_reason(world: World) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    client.post(first.correct_url, as_it_opens(client, first))
    world.open()
    second = Review.objects.current().get(amends=first)
    for name in ("held_on", "seen", "with_others", "their_words", "answers", "next_review_on"):
        assert getattr(second, name) == getattr(first, name), name
    assert Signature.objects.filter(review=second).count() == 1


def test_an_answer_that_is_offered_no_longer_stays_through_a_correction(world: World) -> None:
    """That somebody would rather not say was once offered where only the clinician answers."""
    first, client = standing(world), signed_in(world.keyworker)
    old = {"value": "", "state": "declined", "note": ""}
    Review.objects.filter(pk=first.pk).update(answers=first.answers | {"driving": old})
    typed = as_it_opens(client, first)
    assert typed["driving"] == "declined"
    client.post(first.correct_url, typed)
    world.open()
    assert Review.objects.current().get(amends=first).answers["driving"] == old


def test_how_late_it_was_written_down_is_not_made_later_by_a_correction(world: World) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    before = "Entered" in read(client, page_of(first))
    client.post(first.correct_url, as_it_opens(client, first) | {"with_others": "Her sister"})
    world.open()
    second = Review.objects.current().get(amends=first)
    assert second.held_on == first.held_on
    assert ("Entered" in read(client, page_of(second))) is before


def test_a_colleague_is_told_that_the_signature_is_asked_for_again(world: World) -> None:
    first, client = standing(world), signed_in(world.prescriber)
    text = read(client, first.correct_url)
    assert "Dee Marsh signed what it says now." in text
    typed = as_it_opens(client, first) | {"with_others": "Her sister"}
    answer = client.post(first.correct_url, typed, follow=True)
    assert "It waits for the keyworker’s signature until it counts." in answer.content.decode()
    world.open()
    second = Review.objects.current().get(amends=first)
    assert not ReviewCredit.objects.current().get(review=second, type="care_plan").is_valid
    assert "Sign this review" in read(signed_in(world.keyworker), page_of(second))


def test_the_day_moves_with_its_top(world: World) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    typed = as_it_opens(client, first) | three_boxes("held_on", world.day(8))
    assert client.post(first.correct_url, typed).status_code == 302
    world.open()
    assert TopRecord.objects.current().get(patient=world.leanne).on == world.day(8)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amend_reason": ""}, "Say why it is corrected"),
        (three_boxes("held_on", TODAY.replace(year=2027)), "cannot be in the future"),
        (three_boxes("next_review_on", TODAY.replace(year=2020)), "must be after the date"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    world: World, typed: dict[str, str], said: str
) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    typed = as_it_opens(client, first) | {"with_others": "Kept words"} | typed
    text = client.post(first.correct_url, typed).content.decode()
    assert said in text
    assert "Kept words" in text
    assert not Review.objects.filter(amends=first).exists()


def test_the_second_to_correct_sees_that_somebody_was_first(world: World) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    typed = as_it_opens(client, first)
    other = signed_in(world.prescriber)
    other.post(first.correct_url, as_it_opens(other, first) | {"with_others": "Her sister"})
    text = client.post(first.correct_url, typed | {"with_others": "Her aunt"}).content.decode()
    assert "saved first" in text
    assert "Her aunt" in text
    world.open()
    second = Review.objects.current().get(amends=first)
    again = typed | {"with_others": "Her aunt", "corrects": str(second.pk)}
    assert client.post(first.correct_url, again).status_code == 302


def test_a_review_is_taken_back_with_all_that_belongs_to_it(world: World) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    typed = as_it_opens(client, first) | {"is_withdrawn": "on"}
    text = client.post(first.correct_url, typed, follow=True).content.decode()
    assert "Taken back. What it said stays on record." in text
    world.open()
    assert not TopRecord.objects.current().filter(patient=world.leanne).exists()
    assert client.get(first.correct_url).status_code == 404


def test_from_the_page_of_any_entry_the_way_leads_here(world: World) -> None:
    first, client = standing(world), signed_in(world.keyworker)
    for name in ("patients:entry", "patients:correct"):
        address = reverse(name, args=[world.leanne.pk, "review", first.pk])
        answer = client.get(address)
        if name == "patients:entry":
            assert first.correct_url in answer.content.decode()
        else:
            assert answer["Location"] == first.correct_url
