"""Support on the timeline: what was offered, what came of it, how home and work stand."""

import pytest

from patients import facts
from support import actions
from tests.reviews.test_timeline import everything, page_of, said
from tests.town import World
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def test_support_stands_on_the_one_timeline_and_by_itself(world: World) -> None:
    by, gareth = world.keyworker, world.gareth
    aid = actions.add_offer(
        patient=gareth, on=world.day(3), kind="mutual_aid", how="asked", words="My mate goes", by=by
    )
    step = actions.record_step(
        offer=aid, on=world.day(2), state="went_once", helped="yes", words="Warm people", by=by
    )
    actions.record_circumstances(
        patient=gareth, on=world.day(1), housing="2", employment="12", wants_work="no", by=by
    )
    facts.amend(step, by=by, reason="He goes every week", state="started")
    found = page_of(world, gareth, show="support")
    assert said(list(found.entries)) == [
        "Home and work. Housing: a housing problem. Work: without work, and looking for it."
        " Wants help with work: not now.",
        "Mutual aid: goes there. It helps, they say. “Warm people”",
        "Asked for: Mutual aid. “My mate goes”",
    ]
    assert "He goes every week" in found.entries[1].correction
    assert set(said(list(found.entries))) <= set(said(everything(world, gareth)))


def test_what_was_taken_back_leaves_the_timeline_with_what_came_of_it(world: World) -> None:
    offer = actions.add_offer(
        patient=world.gareth, on=world.day(3), kind="peer", state="started", by=world.keyworker
    )
    actions.correct_offer(
        offer=offer,
        version=1,
        on=offer.on,
        kind=offer.kind,
        how=offer.how,
        is_withdrawn=True,
        amend_reason="Somebody else",
        by=world.keyworker,
    )
    assert page_of(world, world.gareth, show="support").total == 0
