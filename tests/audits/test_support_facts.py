"""What an audit reads of support, on its day and as it was known."""

from datetime import timedelta

import pytest

from audits import facts
from audits.case_facts import CaseFacts
from audits.period import AuditDay, period_start
from careplans import plan_actions
from rodt import row_security
from support import actions
from tests.audits.test_known_at import moment
from tests.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def case_of(world: World, name: str = "gareth", ago: int = 0) -> CaseFacts:
    on = world.day(ago)
    with row_security.scope([world.service.pk]):
        found = facts.read(world.service.pk, AuditDay(on, period_start(on)), moment())
    world.open()
    return next(c for c in found.cases if c.patient_id == world.people[name].pk)


def test_offers_home_and_supporter_are_read_as_they_stood_on_the_day(world: World) -> None:
    gareth, by = world.gareth, world.keyworker
    old = actions.add_offer(patient=gareth, on=world.day(500), kind="mutual_aid", by=by)
    actions.add_offer(patient=gareth, on=world.day(480), kind="peer", by=by)
    new = actions.add_offer(patient=gareth, on=world.day(30), kind="housing", by=by)
    actions.record_step(offer=old, on=world.day(20), state="introduced", by=by)
    actions.record_step(offer=new, on=world.day(10), state="declined", by=by)
    for ago, housing in ((90, "1"), (3, "3")):
        actions.record_circumstances(patient=gareth, on=world.day(ago), housing=housing, by=by)
    named = plan_actions.add_supporter(
        patient=gareth,
        on=world.day(60),
        name="Ceri",
        kind="carer",
        consent="yes",
        consent_on=world.day(60),
        by=by,
    )
    support = case_of(world).support
    assert [(o.kind, [s.state for s in o.steps]) for o in support.offers] == [
        ("mutual_aid", ["introduced"]),  # older than a year, but something came of it since
        ("housing", ["declined"]),
    ]
    assert [home.housing for home in support.homes] == ["1", "3"]
    assert support.supporter_on == world.day(60)
    before = case_of(world, ago=15).support
    assert [(o.kind, len(o.steps)) for o in before.offers] == [("mutual_aid", 1), ("housing", 0)]
    assert [home.housing for home in before.homes] == ["1"]
    plan_actions.end_supporter(supporter=named, on=world.day(1), why="Asked us to stop", by=by)
    assert case_of(world).support.supporter_on is None
    assert case_of(world, ago=2).support.supporter_on == world.day(60)


def test_what_was_taken_back_is_not_read(world: World) -> None:
    by = world.keyworker
    offer = actions.add_offer(
        patient=world.gareth, on=world.day(9), kind="peer", state="started", by=by
    )
    actions.correct_offer(
        offer=offer,
        version=offer.version,
        on=offer.on,
        kind=offer.kind,
        how=offer.how,
        is_withdrawn=True,
        amend_reason="Somebody else",
        by=by,
    )
    assert case_of(world).support.offers == ()


def test_somebody_else_of_the_service_has_none_of_it(world: World) -> None:
    actions.add_offer(
        patient=world.gareth, on=world.on - timedelta(days=1), kind="peer", by=world.keyworker
    )
    assert case_of(world, "leanne").support.offers == ()
