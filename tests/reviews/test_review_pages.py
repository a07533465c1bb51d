"""The pages around reviews: the list, one review, why each is due, all the rules."""

import re
from datetime import date, datetime, time
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from patients.models import Patient
from reviews import actions
from reviews.amend_actions import amend_review
from reviews.answers import Answered
from reviews.credits import Said, Wanted
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.logged import Logged
from reviews.models import Review
from reviews.questions import CARE_PLAN_NEEDS, Question
from reviews.review_types import ReviewerRole, ReviewType
from tests.town import LONDON, World, signed_in
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def page(world: World, name: str, *args: object, who: object = None) -> str:
    with time_machine.travel(datetime.combine(world.on, time(9), LONDON), tick=False):
        client = signed_in(who or world.keyworker)  # type: ignore[arg-type]
        answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def logged(world: World, patient: Patient, held_on: date, **more: object) -> Review:
    """A care plan review with every answer it needs, each in the state given or asked."""
    given: dict[Question, Answered] = {
        question: Answered("yes", Said.ASKED) for question in CARE_PLAN_NEEDS
    }
    given[Question.OWN_WORDS] = Answered("I am getting there", Said.ASKED)
    given[Question.NALOXONE] = Answered("", Said.DECLINED)
    given[Question.RISK_CHANGED] = Answered("no", Said.CONFIRMED, "Nothing new")
    seen = more.pop("seen", "in_person")
    given |= more  # type: ignore[arg-type]
    return actions.log_review(
        patient=patient,
        by=world.keyworker,
        role=ReviewerRole.KEYWORKER,
        logged=Logged(
            held_on=held_on,
            seen=str(seen),
            wanted=(Wanted(ReviewType.CARE_PLAN),),
            answers=given,
        ),
        schedule=DEFAULT_SCHEDULE,
    )


def test_the_list_says_what_each_review_counts_for(world: World) -> None:
    assert "No review is recorded yet." in page(world, "reviews:list", world.leanne.pk)
    logged(world, world.leanne, world.day(10))
    logged(world, world.leanne, world.day(3), seen="not_seen")
    text = page(world, "reviews:list", world.leanne.pk)
    assert "2 reviews on record" in text
    assert text.index("28 September 2026") < text.index("21 September 2026")
    assert "Not seen: kept as a case discussion." in text


def test_one_review_shows_its_answers_and_how_each_came_about(world: World) -> None:
    review = logged(world, world.leanne, world.day(10))
    text = page(world, "reviews:review", world.leanne.pk, review.pk)
    assert "Review held on 21 September 2026" in text
    assert "It counts as a care plan review." in text
    assert "“I am getting there”" in text
    assert "Would rather not say" in text
    assert "Confirmed" in text and "Nothing new" in text
    assert "Dee Marsh" in text and "Signed" in text


def test_a_case_discussion_says_why_it_does_not_count(world: World) -> None:
    review = logged(world, world.leanne, world.day(3), seen="not_seen")
    text = page(world, "reviews:review", world.leanne.pk, review.pk)
    assert "It counts as no review yet." in text
    assert "The clock does not restart." in text


def test_a_correction_leads_to_what_it_corrected_and_back(world: World) -> None:
    first = logged(world, world.leanne, world.day(10))
    second = amend_review(
        review=first,
        by=world.keyworker,
        reason="It was the day before",
        on=world.on,
        schedule=DEFAULT_SCHEDULE,
        held_on=world.day(11),
    )
    corrected = page(world, "reviews:review", world.leanne.pk, second.pk)
    assert "Review held on 20 September 2026" in corrected
    assert "Corrects what was first recorded" in corrected
    assert "Reason: It was the day before" in corrected
    original = page(world, "reviews:review", world.leanne.pk, first.pk)
    assert "This review was corrected on" in original
    assert "1 review on record" in page(world, "reviews:list", world.leanne.pk)
    timeline = page(world, "reviews:case", world.leanne.pk)
    assert "First recorded as: 21 September 2026" in timeline


def test_nobody_signs_what_does_not_wait_for_them(world: World) -> None:
    review = logged(world, world.leanne, world.day(10))
    text = reverse("reviews:sign", args=[world.leanne.pk, review.pk])
    answer = signed_in(world.prescriber).post(text, follow=True)
    assert "This review does not wait for your signature." in answer.content.decode()
    assert review.signatures.count() == 1


def test_a_review_of_somebody_else_is_not_found(world: World) -> None:
    review = logged(world, world.leanne, world.day(10))
    client = signed_in(world.keyworker)
    wrong = reverse("reviews:review", args=[world.gareth.pk, review.pk])
    assert client.get(wrong).status_code == 404


def test_a_review_and_its_meeting_are_one_entry(world: World) -> None:
    logged(world, world.leanne, world.day(10))
    text = page(world, "reviews:case", world.leanne.pk)
    line = "Care plan review in person with Dee Marsh (keyworker)."
    assert text.count(line) == 1 and "Review held." not in text


def test_naloxone_that_was_denied_is_a_worry(world: World) -> None:
    logged(
        world,
        world.leanne,
        world.day(10),
        **{Question.NALOXONE.value: Answered("no", Said.ASKED)},
    )
    review = Review.objects.get(patient=world.leanne)
    assert review.answers["naloxone"]["value"] == "no"
    assert "No naloxone at home" in page(world, "reviews:case", world.leanne.pk)


def test_why_each_is_due_names_the_rule_and_its_dates(world: World) -> None:
    logged(world, world.leanne, world.day(10))
    text = page(world, "reviews:why_due", world.leanne.pk)
    assert "Why each review is due" in text
    assert "Due 12 weeks after the last care plan review on 21 September 2026." in text
    assert "product’s own defaults" in text
    assert "Product default, not verified" in text


def test_all_rules_are_open_to_everybody_signed_in(world: World) -> None:
    for who in (world.keyworker, world.prescriber, world.manager, world.administrator):
        text = page(world, "reviews:how_due", who=who)
        assert "How due dates are worked out" in text
        for title in ("Care plan review", "Strategic review", "TOP review", "Risk review"):
            assert title in text
    answer = signed_in(world.keyworker).__class__().get(reverse("reviews:how_due"))
    assert answer.status_code == 302


def test_the_table_is_printed_from_the_schedule(world: World) -> None:
    text = page(world, "reviews:how_due")
    rule = DEFAULT_SCHEDULE.rule(ReviewType.CARE_PLAN)
    assert f"{rule.grace_days} days" in text
    assert "Every 12 weeks" in text and "Every 26 weeks" in text
