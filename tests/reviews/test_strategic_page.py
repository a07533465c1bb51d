"""A saved strategic review reads as it was filled in: by both signers, also after a correction."""

from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from careplans import actions as plan_actions
from reviews import strategic_actions
from reviews.amend_actions import amend_review
from reviews.benefit_domains import DOMAINS
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.ladder import NO_STATUS, rung_lines
from reviews.models import Review
from reviews.review_types import ReviewerRole
from reviews.strategic import StrategicPart
from tests.world import TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db

BOTH = {
    "ratings": {domain.key.value: "better" for domain in DOMAINS[:9]} | {"retention": "unknown"},
    "ladder": {
        "3": {"status": "action", "note": "5mg more from Monday"},
        "6": {"status": "", "note": "A group she knows"},
    },
    "judgement": 6,
    "judgement_words": "It holds me most days.",
    "without_it_patient": "I would be back where I was.",
    "without_it_clinician": "Return to daily use likely.",
    "options": ("stay", "psychosocial"),
    "decision": "increase",
    "suggested": "clear",
    "conclusion": "partial",
    "conclusion_why": "Crack as before",
}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def signed_by_two(world: World, **more: object) -> Review:
    """The prescriber opens it; the keyworker adds a plan and signs."""
    about = {"patient": world.gareth, "schedule": DEFAULT_SCHEDULE, "on": TODAY}
    part = StrategicPart(**BOTH | more)  # type: ignore[arg-type]
    strategic_actions.record_strategic(
        **about,  # type: ignore[arg-type]
        by=world.prescriber,
        role=ReviewerRole.PRESCRIBER,
        held_on=TODAY,
        seen="in_person",
        part=part,
    )
    planned = StrategicPart(**BOTH | more, plan="Dee books the group.")  # type: ignore[arg-type]
    return strategic_actions.record_strategic(
        **about,  # type: ignore[arg-type]
        by=world.keyworker,
        role=ReviewerRole.KEYWORKER,
        held_on=TODAY,
        seen="in_person",
        part=planned,
    )


def page(client: Client, review: Review) -> str:
    answer = client.get(reverse("reviews:review", args=[review.patient_id, review.pk]))
    return " ".join(unescape(answer.content.decode()).split())


WHOLE = (
    "Partial benefit",
    "Crack as before",
    "The record suggested",
    "9 of 11 rated",
    "where substitution treatment has strong evidence",
    "retention and engagement",
    "recovery capital",
    "6 of 10",
    "i would be back where i was.",
    "return to daily use likely.",
    "3. dose right for them",
    "5mg more from monday",
    "6. talking therapy",
    "not looked at: 1. talk and check",
    "staying as it is and talking therapy",
    "increase",
    "dee books the group.",
)


def test_the_page_shows_all_of_it_in_the_order_of_the_form(world: World) -> None:
    text = page(signed_in(world.keyworker), signed_by_two(world)).lower()
    at = -1
    for words in WHOLE:
        found = text.find(words.lower(), at + 1)
        assert found > at, f"{words} is missing, or out of order"
        at = found
    assert "not rated" in text and "unknown" in text, "a blank is not an answer; unknown is"
    assert text.count("it holds me most days.") == 1, "the quote on top says it already"
    assert "recorded</td>" not in text and "no answer is recorded" not in text


def test_both_texts_show_it_after_a_correction(world: World) -> None:
    first = signed_by_two(world)
    second = amend_review(
        review=first,
        by=world.keyworker,
        reason="His sister was there",
        on=TODAY,
        schedule=DEFAULT_SCHEDULE,
        with_others="his sister",
    )
    for review in (first, second):
        text = page(signed_in(world.keyworker), review).lower()
        assert all(words.lower() in text for words in WHOLE)


def test_what_they_would_like_stands_with_the_options(world: World) -> None:
    review = signed_by_two(world, options=())
    plan_actions.record_options(
        patient=world.gareth,
        on=TODAY,
        options=("stay",),
        preference="A group in the evening",
        by=world.keyworker,
    )
    text = page(signed_in(world.keyworker), review)
    assert text.index("Staying as it is") < text.index("A group in the evening")
    assert text.count("A group in the evening") == 1


def test_a_step_with_a_note_alone_was_looked_at() -> None:
    (line,) = rung_lines({"6": {"status": "", "note": "A group"}})
    assert (line.number, line.note, line.status) == (6, "A group", NO_STATUS)
