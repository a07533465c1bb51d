"""What a correction changed is read side by side; entries of their own show as they now stand.
With real commits: what one save wrote is found by its moment."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.db import transaction

from careplans.correct_actions import correct_progress
from careplans.models import GoalProgress
from reviews.actions import stored_part
from reviews.amend_strategic import amend_strategic
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Review, ReviewCredit, StrategicReview
from reviews.own_entries import as_they_stand
from reviews.review_changes import changes
from reviews.review_page import read
from reviews.strategic import StrategicPart
from rodt import row_security
from tests.reviewed_town import review_the_town
from tests.reviews.test_amend_actions import log_with_talk
from tests.world import TODAY, World, build_world


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=True):
        yield


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        world = build_world()
        review_the_town(world)
        return world


def corrected(world: World, review: Review, part: StrategicPart) -> Review:
    with row_security.scope([world.service.pk]):
        return amend_strategic(
            review=review,
            by=world.keyworker,
            reason="Read again",
            on=TODAY,
            schedule=DEFAULT_SCHEDULE,
            part=part,
        )


def test_each_correction_says_what_it_changed_of_the_one_before(world: World) -> None:
    with row_security.scope([world.service.pk]):
        first = ReviewCredit.objects.current().get(patient=world.leanne, type="strategic").review
        part = stored_part(StrategicReview.objects.get(review=first))
    doubted = replace(part, conclusion="partial", plan="CBT", follow_up_on=TODAY)
    second = corrected(world, first, doubted)
    third = corrected(world, second, replace(doubted, plan="CBT in May"))
    with row_security.scope([world.service.pk]):
        seen = {
            one.pk: [(c.label, c.now, c.before) for c in changes(world.leanne, page)]
            for one in (first, second, third)
            for page in [read(world.leanne, Review.objects.get(pk=one.pk))]
        }
    assert seen[first.pk] == []
    assert seen[second.pk] == [
        ("Conclusion", "Partial benefit", "Clear benefit"),
        ("Plan to improve treatment", "CBT", ""),
        ("Follow-up", "1 October 2026", ""),
    ]
    assert seen[third.pk] == [("Plan to improve treatment", "CBT in May", "CBT")]


def test_a_next_step_corrected_since_stands_on_the_reviews_page(world: World) -> None:
    with row_security.scope([world.service.pk]):
        goals = list(world.gareth.goals.filter(closed_on=None))
        review = log_with_talk(world, world.day(3), goals)
    with row_security.scope([world.service.pk]):
        progress = GoalProgress.objects.current().get(goal=goals[0], on=world.day(3))
        correct_progress(
            progress=progress,
            by=world.keyworker,
            amend_reason="Misheard",
            on=progress.on,
            state="progressing",
            next_step="Ring the college",
        )
    with row_security.scope([world.service.pk]):
        page, entries = as_they_stand(read(world.gareth, review))
        assert "Ring the college" in [one.next_step for one in page.goals]
        assert [one.entry.amend_reason for one in entries if one.is_corrected] == ["Misheard"]
        assert {one.label.split(":")[0] for one in entries} >= {"TOP", "How it stood"}
