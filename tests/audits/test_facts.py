"""What the newer indicators are told of a person is what staff wrote down, and nothing later."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from audits import facts
from audits.case_facts import CaseFacts
from audits.health_facts import Done
from audits.period import AuditDay, period_start
from careplans import actions as plan
from patients.actions import contacts
from patients.models import Contact, Fact
from prescribing import actions as prescribing
from prescribing.actions.health import record_health
from prescribing.models import Advice, NaloxoneSupply, Vaccination, VirusTest
from tests.world import TODAY, World, build_world

AS_THEY_STAND = datetime(2100, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY} 12:00 +0100", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def gareth(world: World, on: date | None = None) -> CaseFacts:
    on = on or world.on
    read = facts.read(world.service.pk, AuditDay(on, period_start(on)), AS_THEY_STAND)
    return next(case for case in read.cases if case.patient_id == world.gareth.pk)


def test_how_they_rate_themselves(world: World) -> None:
    before = gareth(world).capital
    ratings = {"social": 0, "human": 7}
    on = world.day(2)
    plan.record_recovery_capital(patient=world.gareth, on=on, ratings=ratings, by=world.keyworker)
    capital = gareth(world).capital
    assert capital[-1].ratings == (0, None, 7, None)
    assert len(capital) == len(before) + 1
    assert gareth(world, world.day(10)).capital == before


def test_the_next_step_as_it_was_last_agreed_and_what_a_goal_is_about(world: World) -> None:
    goal = plan.add_first_or_next_goal(
        episode=world.episode(world.gareth),
        on=world.day(30),
        by=world.keyworker,
        words="Work again",
        tags=["ete"],
        substance="Heroin",
        opened_on=world.day(30),
        next_step_on=world.day(20),
    )
    plan.record_progress(
        goal=goal,
        on=world.day(10),
        state="progressing",
        next_step="Ring the college",
        next_step_on=world.day(-5),
        by=world.keyworker,
    )
    kept = next(item for item in gareth(world).goals if "ete" in item.tags)
    assert (kept.substance, kept.next_on) == ("Heroin", world.day(-5))
    earlier = next(i for i in gareth(world, world.day(15)).goals if "ete" in i.tags)
    assert earlier.next_on == world.day(20)


def test_what_was_done_against_harm(world: World) -> None:
    who, by, on = world.gareth, world.keyworker, world.on

    def record(model: type[Fact], days: int, **values: Any) -> None:
        record_health(model=model, patient=who, by=by, today=on, on=world.day(days), **values)

    good_to = on + timedelta(days=90)
    record(NaloxoneSupply, 40, product="nyxoid", expires_on=good_to)
    record(NaloxoneSupply, 9, is_declined=True)
    record(VirusTest, 8, virus="hiv", result="declined")
    record(Vaccination, 7, vaccine="hav_hbv", dose_number=1)
    record(Vaccination, 6, vaccine="hav")
    record(Advice, 5, topics=["storage", "driving"])
    health = gareth(world).health
    assert health["naloxone"] == Done(world.day(40), world.day(9), good_to)
    assert health["viruses"].declined_on == world.day(8)
    assert health["hepatitis_b"].on == world.day(7)
    assert health["storage"].on == world.day(5)
    assert "driving" not in health


def test_tests_say_whether_opiates_were_found_or_not_looked_for(world: World) -> None:
    who, by = world.gareth, world.keyworker
    results = ((4, ["opiates"], []), (3, [], ["opiates"]), (2, ["alcohol"], []))
    for days, found, not_found in results:
        on = world.day(days)
        prescribing.record_test(patient=who, on=on, found=found, not_found=not_found, by=by)
    assert [test.opiates for test in gareth(world).tests][-3:] == [True, False, None]


def test_every_meeting_with_somebody_who_shows_recovery_is_kept(world: World) -> None:
    for days in (200, 100, 1):
        contacts.record_contact(
            patient=world.gareth,
            on=world.day(days),
            kind=Contact.Kind.IN_PERSON,
            outcome=Contact.Outcome.ATTENDED,
            with_role=Contact.With.MUTUAL_AID,
            by=world.keyworker,
        )
    met = [item.on for item in gareth(world).contacts if item.with_role == "mutual_aid"]
    assert met == [world.day(200), world.day(100), world.day(1)]
