"""What an audit reads of how treatment is improved: on its day, from the tables."""

import pytest

from audits import facts, run
from audits.actions import latest_known_at
from audits.case_facts import CaseFacts
from audits.steps import BY_CODE
from careplans import plan_actions
from careplans.models import OptionsTalk
from prescribing.models import DoseStep, Ecg, RiskFactor, SupervisionStep
from prescribing.safety.facts import Risk
from reviews.models import Optimisation, Review, StrategicReview
from support import actions as support
from tests.world import World

pytestmark = pytest.mark.django_db


def case_of(world: World, ago: int = 0) -> CaseFacts:
    day = run.audit_day(world.service.pk, world.day(ago), world.day(ago + 364))
    cases = facts.read(world.service.pk, day, latest_known_at()).cases
    return next(case for case in cases if case.patient_id == world.gareth.pk)


def add(world: World, model: type, **values: object) -> object:
    return model.objects.create(  # type: ignore[attr-defined]
        service=world.service, patient=world.gareth, recorded_by=world.keyworker, **values
    )


def test_ways_to_improve_come_from_plans_reviews_and_talks(world: World) -> None:
    checks = {
        "3": {"status": "done", "note": ""},
        "5": {"status": "", "note": ""},
        "7": {"status": "", "note": "Sleeps badly"},
    }
    add(world, Optimisation, on=world.day(20), trigger="", checks=checks)
    review = add(
        world,
        Review,
        held_on=world.day(10),
        seen="in_person",
        held_by_role="prescriber",
        answers={"supervision": {"value": "right", "state": "confirmed"}},
    )
    ladder = {"6": {"status": "declined", "note": ""}}
    add(world, StrategicReview, review=review, ladder=ladder, options=["stay", "depot"])
    add(world, OptionsTalk, on=world.day(5), options=["other_medicine"])
    add(world, OptionsTalk, on=world.day(4), options=["mutual_aid"])
    case = case_of(world)
    assert [(one.on, one.rungs, one.of_medicine) for one in case.talked] == [
        (world.day(20), {3, 7}, False),
        (world.day(10), {6}, True),
        (world.day(5), frozenset(), True),
    ]
    assert (world.day(10), "reviewed") in case.early
    assert case_of(world, ago=11).talked == case.talked[:1]
    Review.objects.filter(pk=review.pk).update(is_withdrawn=True)  # type: ignore[attr-defined]
    assert [one.on for one in case_of(world).talked] == [world.day(20), world.day(5)]


def test_the_heart_is_read_as_the_safety_checks_read_it(world: World) -> None:
    rx = world.prescription(world.gareth)
    DoseStep.objects.filter(prescription=rx).update(daily_dose_mg=110)
    add(world, RiskFactor, kind="heart", from_on=world.day(50), name="Angina")
    add(world, RiskFactor, kind="liver", from_on=world.day(90), to_on=world.day(1))
    add(world, Ecg, on=world.day(30), is_declined=True)
    case = case_of(world)
    assert case.heart.risks == (Risk("heart", world.day(50), "Angina"),)
    assert (case.heart.ecgs, case.heart.declined_on) == ((), (world.day(30),))
    assert [dose.mg for dose in case.heart.doses[rx.pk]] == [110] * len(case.heart.doses[rx.pk])
    assert found(case, world) == "Offered and declined"
    add(world, Ecg, on=world.day(2), qtc_ms=430)
    assert found(case_of(world), world) == "ECG in time"
    assert found(case_of(world, ago=3), world) == "Offered and declined"


def found(case: CaseFacts, world: World) -> str:
    day = run.audit_day(world.service.pk, world.on, world.day(364))
    return BY_CODE["9.6"].find(case, day).group


def test_talking_help_is_read_with_who_gives_it(world: World) -> None:
    by = world.keyworker
    old = support.add_offer(patient=world.gareth, on=world.day(500), kind="cbt", by=by)
    support.record_step(
        offer=old, on=world.day(450), state="started", with_staff=world.keyworker, by=by
    )
    support.record_step(offer=old, on=world.day(10), state="ended", by=by)
    support.add_offer(patient=world.gareth, on=world.day(9), kind="housing", by=by)
    new = support.add_offer(patient=world.gareth, on=world.day(8), kind="counselling", by=by)
    support.record_step(offer=new, on=world.day(7), state="started", with_outside="Hospice", by=by)
    first, second = case_of(world).talking
    assert [(s.state, s.staff, s.is_outside) for s in first.steps] == [
        ("started", world.keyworker.pk, False),
        ("ended", None, False),
    ]
    assert (second.kind, second.steps[0].is_outside) == ("counselling", True)
    assert len(case_of(world, ago=11).talking[0].steps) == 1


def test_phase_support_and_collecting_are_read_as_they_stood(world: World) -> None:
    episode = world.episode(world.gareth)
    before = case_of(world).plan_on(world.on)
    assert before is not None and before.moved_on is None
    plan_actions.move_plan(
        episode=episode,
        on=world.day(3),
        phase="preparation",
        layer="enhanced",
        why="Asked for more",
        by=world.keyworker,
    )
    now = case_of(world).plan_on(world.on)
    assert now is not None
    assert (now.phase, now.layer, now.moved_on) == ("preparation", "enhanced", world.day(3))
    past = case_of(world, ago=4).plan_on(world.day(4))
    assert past is not None and (past.layer, past.moved_on) == (before.layer, None)
    rx = world.prescription(world.gareth)
    SupervisionStep.objects.filter(prescription=rx).delete()
    add(world, SupervisionStep, prescription=rx, supervision="weekly", from_on=world.day(6))
    assert (world.day(6), "weekly") in case_of(world).early
