"""Two clocks and corrections: an audit known before one reads what was written then; one known
after it reads the corrected text. With real commits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import time_machine
from django.db import transaction

from audits import actions, facts
from audits.case_facts import CaseFacts
from audits.period import AuditDay, period_start
from careplans import actions as plan_actions
from careplans.correct_actions import correct_goal, correct_progress
from careplans.models import Goal
from patients.models import Patient
from reviews.actions import log_top, stored_part
from reviews.amend_strategic import amend_strategic
from reviews.amend_top import amend_top
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import ReviewCredit, StrategicReview, TopRecord
from reviews.review_types import ReviewType
from reviews.top import TopAnswers
from reviews.top_items import BY_FIELD, NEEDED_FIELDS, ItemKind
from rodt import row_security
from tests.reviewed_town import review_the_town
from tests.world import TODAY, World, build_world


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY} 12:00 +0100", tick=True):
        yield


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        world = build_world()
        review_the_town(world)
        return world


def case(world: World, patient: Patient, known_at: datetime) -> CaseFacts:
    day = AuditDay(world.on, period_start(world.on))
    with row_security.scope([world.service.pk]):
        gathered = facts.read(world.service.pk, day, known_at)
    return next(one for one in gathered.cases if one.patient_id == patient.pk)


def moment() -> datetime:
    with transaction.atomic():
        return actions.latest_known_at()


def test_a_corrected_conclusion_and_its_lost_signature(world: World) -> None:
    before = moment()
    first = case(world, world.leanne, before)
    with row_security.scope([world.service.pk]):
        review = ReviewCredit.objects.current().get(patient=world.leanne, type="strategic").review
        part = stored_part(StrategicReview.objects.get(review=review))
        amend_strategic(
            review=review,
            by=world.keyworker,
            reason="Read again",
            on=TODAY,
            schedule=DEFAULT_SCHEDULE,
            part=replace(part, conclusion="partial", plan="CBT"),
        )
    assert case(world, world.leanne, before) == first
    (was,) = [one for one in first.held if one.type is ReviewType.STRATEGIC]
    after = case(world, world.leanne, moment())
    (now,) = [one for one in after.held if one.type is ReviewType.STRATEGIC]
    assert (was.counts, was.conclusion) == (True, "clear")
    assert (now.counts, now.awaits, now.conclusion) == (False, "prescriber", "partial")
    assert (first.optimised_on, after.optimised_on) == ((), (was.held_on,))


def test_a_corrected_top_of_its_own(world: World) -> None:
    values = {name: "no" if BY_FIELD[name].kind is ItemKind.YES_NO else 0 for name in NEEDED_FIELDS}
    answers = TopAnswers(world.day(3), "review", values)
    with row_security.scope([world.service.pk]):
        record = log_top(patient=world.carl, by=world.keyworker, answers=answers)
    before = moment()
    first = case(world, world.carl, before)
    with row_security.scope([world.service.pk]):
        amend_top(
            record=record,
            by=world.keyworker,
            reason="Wrong boxes",
            on=TODAY,
            schedule=DEFAULT_SCHEDULE,
            answers=replace(answers, held_on=world.day(8), values=values | {"opiates_days": 9}),
        )
    assert case(world, world.carl, before) == first
    after = case(world, world.carl, moment())
    assert [top.on for top in first.tops] == [world.day(3)]
    assert [top.on for top in after.tops] == [world.day(8)]


def test_a_top_inside_a_review_that_is_left_in_part(world: World) -> None:
    before = moment()
    first = case(world, world.leanne, before)
    with row_security.scope([world.service.pk]):
        record = TopRecord.objects.current().get(patient=world.leanne)
        amend_top(
            record=record,
            by=world.prescriber,
            reason="One was not asked",
            on=TODAY,
            schedule=DEFAULT_SCHEDULE,
            answers=TopAnswers(record.on, "review", {"opiates_days": 0}),
        )
    assert case(world, world.leanne, before) == first
    after = case(world, world.leanne, moment())
    assert [top.is_complete for top in first.tops] == [True]
    assert [top.is_complete for top in after.tops] == [False]
    held = [one for one in after.held if one.type is ReviewType.CARE_PLAN]
    assert [one.awaits for one in held] == ["keyworker"], "a colleague's correction is signed again"


def test_a_corrected_goal_and_its_next_step(world: World) -> None:
    with row_security.scope([world.service.pk]):
        goal = Goal.objects.filter(patient=world.gareth, closed_on=None)[0]
        progress = plan_actions.record_progress(
            goal=goal,
            on=world.day(2),
            state="achieved",
            by=world.keyworker,
        )
    before = moment()
    first = case(world, world.gareth, before)
    with row_security.scope([world.service.pk]):
        correct_progress(
            progress=progress,
            by=world.keyworker,
            amend_reason="It was another goal",
            on=world.day(2),
            state="progressing",
        )
    with row_security.scope([world.service.pk]):
        goal.refresh_from_db()
        correct_goal(
            goal=goal,
            version=goal.version,
            by=world.keyworker,
            amend_reason="Misheard",
            words="To paint again",
            tags=["cultural"],
        )
    assert case(world, world.gareth, before) == first
    after = case(world, world.gareth, moment())
    (was,) = [one for one in first.goals if one.closed_on == world.day(2)]
    (now,) = [one for one in after.goals if one.tags == {"cultural"}]
    assert not any(one.tags == {"cultural"} for one in first.goals)
    assert was.opened_on == now.opened_on and now.closed_on is None
