"""What the newer indicators are told of a person is what staff wrote down, and nothing later."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from audits import caseload_reader, facts
from audits.case_facts import CaseFacts
from audits.health_facts import Done
from audits.period import AuditDay, period_start
from careplans import actions as plan
from patients.actions import contacts
from patients.models import Contact, Fact
from prescribing import actions as prescribing
from prescribing.actions.health import record_health
from prescribing.models import Advice, DrugTest, Medicine, NaloxoneSupply, Vaccination, VirusTest
from reviews import benefit_reader
from reviews.benefit_list import BenefitList
from tests.world import World

AS_THEY_STAND = datetime(2100, 1, 1, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


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


def test_an_opiates_test_cannot_tell_where_it_finds_what_is_prescribed(world: World) -> None:
    who, by = world.gareth, world.prescriber
    prescribing.start_prescription(
        patient=who,
        episode=who.episodes.get(),
        medicine=Medicine.objects.get(code="morphine-slow-release"),
        started_on=world.day(3),
        dose_mg=400,
        supervision="daily",
        state="active",
        alongside_reason="Both are right",
        by=by,
    )
    for days, other in ((4, "alcohol"), (3, "alcohol"), (2, "opiates")):
        on, found = world.day(days), sorted({"opiates", other})
        prescribing.record_test(patient=who, on=on, found=found, by=by)
    prescribing.record_test(patient=who, on=world.day(1), not_found=["cocaine"], by=by)
    told = [(test.opiates, test.is_clouded) for test in gareth(world).tests][-4:]
    assert told == [(True, False), (None, True), (None, True), (None, False)]
    rows = benefit_reader.read(who, world.on)
    assert rows is not None
    clouded = [test.on for test in rows.of(DrugTest) if test.pk in rows.clouded]
    assert clouded == [world.day(3), world.day(2)]  # the person's page, by the same rule
    day = AuditDay(world.on, period_start(world.on))
    nobody = BenefitList({}, {}, {}, [], [], [], [], [])
    known = caseload_reader.read(world.service, day, nobody)
    assert [test.is_clouded for test in known.tests[who.pk]] == [False, True]  # the last of each


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
