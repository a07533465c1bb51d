"""Coming off, aftercare and deaths, gathered for an audit from the tables."""

import pytest

from audits import actions, facts, run
from audits.case_facts import CaseFacts
from audits.steps import BY_CODE
from patients import actions as patients
from patients import facts as corrections
from patients.models import Contact, Patient, Task
from prescribing import actions as prescribing
from prescribing.models import NaloxoneSupply
from reviews import leaving_actions
from tests.world import World

pytestmark = pytest.mark.django_db


def found(world: World, patient: Patient, code: str) -> str:
    day = run.audit_day(world.service.pk, world.on, world.day(364))
    cases = facts.read(world.service.pk, day, actions.latest_known_at()).cases
    case: CaseFacts = next(one for one in cases if one.patient_id == patient.pk)
    return BY_CODE[code].find(case, day).reason


def test_a_reduction_is_gathered_with_what_stood_beside_it(world: World) -> None:
    gareth, rx = world.gareth, world.prescription(world.gareth)
    known = {"patient": gareth, "by": world.keyworker}
    prescribing.record_part(kind="relapse_plan", on=world.day(50), words="Ring her", **known)
    prescribing.change_state(
        prescription=rx,
        version=rx.version,
        state="reducing",
        intent="to_zero",
        on=world.day(40),
        patient_agreed="yes",
        their_words="I want to be off it.",
        support="Group",
        way_back="Ring Dee",
        by=world.prescriber,
    )
    reason = found(world, gareth, "6.1")
    assert reason.endswith("is missing: support sessions booked and naloxone in date.")
    assert found(world, gareth, "3.3").startswith("They agreed to the reduction")
    prescribing.record_part(
        kind="sessions", on=world.day(39), words="Group", first_on=world.day(30), **known
    )
    NaloxoneSupply.objects.create(
        service=world.service, patient=gareth, on=world.day(39), product="nyxoid"
    )
    assert found(world, gareth, "6.1").endswith("every part is there.")
    rx.refresh_from_db()
    prescribing.change_state(
        prescription=rx,
        version=rx.version,
        state="stopped",
        stop_reason="completed_detox",
        why="As agreed",
        on=world.day(20),
        by=world.prescriber,
    )
    assert found(world, gareth, "6.1").endswith("every part is there.")
    week = (world.day(20), world.day(14))
    for contact in Contact.objects.current().filter(patient=gareth, on__range=week):
        corrections.withdraw(contact, by=world.keyworker, reason="Somebody else")
    assert "is missing: contact in the days after" in found(world, gareth, "6.1")


def test_aftercare_is_gathered_with_what_was_said_of_it(world: World) -> None:
    assert "no contact in time" in found(world, world.dan, "6.2")
    patients.answer_aftercare(patient=world.dan, on=world.on, answer="no", by=world.keyworker)
    assert found(world, world.dan, "6.2").endswith("and wanted no contact.")


def test_a_death_long_after_leaving_is_looked_at_until_the_team_has_done_so(world: World) -> None:
    episode = world.episode(world.dan)
    assert episode.ended_on is not None and (world.on - episode.ended_on).days < 365
    leaving_actions.record_death(
        patient=world.dan,
        died_on=world.day(2),
        told_on=world.day(1),
        told_by="A friend",
        by=world.keyworker,
    )
    assert found(world, world.dan, "6.5").endswith("no look at it by the team is on record.")
    task = Task.objects.get(patient=world.dan, done_on=None)
    patients.complete_task(
        task=task, version=task.version, outcome="Done", on=world.on, by=world.keyworker
    )
    assert "the team looked at it" in found(world, world.dan, "6.5")
