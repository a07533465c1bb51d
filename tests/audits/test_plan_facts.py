"""A plan as an audit reads it is the plan as its page shows it."""

import pytest

from audits import actions, facts
from audits.case_facts import CaseFacts
from audits.period import AuditDay, period_start
from audits.plan_quality import of_case
from careplans import actions as plans
from careplans import plan_actions
from careplans.models import CarePlan
from careplans.sheet import read
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def cases(world: World) -> dict[str, CaseFacts]:
    day = AuditDay(world.on, period_start(world.on))
    found = facts.read(world.service.pk, day, actions.latest_known_at())
    return {case.reference: case for case in found.cases}


def test_the_page_and_the_audit_see_the_same_six_parts(world: World) -> None:
    day = AuditDay(world.on, period_start(world.on))
    plan = CarePlan.objects.get(patient=world.gareth)
    plans.edit_plan(
        plan=plan, version=plan.version, by=world.keyworker, copy_not_wanted_on=world.on
    )
    found, compared = cases(world), 0
    for person in world.people.values():
        case = found.get(person.reference)
        stands = case.plan_on(world.on) if case else None
        if case is None or stands is None:
            continue
        shown = read(person, world.on).quality
        assert shown == of_case(case, stands, day), person.reference
        compared += 1
    assert compared >= 3


def test_what_was_said_of_a_plan_counts_from_its_day(world: World) -> None:
    episode = world.episode(world.gareth)
    for ago, answer in ((3, "yes"), (2, "no"), (-5, "yes")):
        plan_actions.record_agreement(
            episode=episode, on=world.day(ago), answer=answer, by=world.keyworker
        )
    plan = CarePlan.objects.get(patient=world.gareth)
    plans.edit_plan(
        plan=plan, version=plan.version, by=world.keyworker, copy_given_on=world.day(-1)
    )
    stands = cases(world)[world.gareth.reference].plan_on(world.on)
    assert stands is not None
    assert (stands.agreed, stands.has_copy, stands.id) == ("no", False, plan.pk)


def test_a_step_is_whole_with_what_who_and_by_when_in_its_last_entry(world: World) -> None:
    plan = CarePlan.objects.get(patient=world.gareth)
    goal = plans.add_goal(
        plan=plan,
        words="A boat of my own",
        tags=["physical"],
        opened_on=world.day(40),
        next_step="Ask at the yard",
        next_step_by="Gaz",
        next_step_on=world.day(-5),
        by=world.keyworker,
    )

    def is_whole() -> bool:
        case = cases(world)[world.gareth.reference]
        return next(g for g in case.goals if g.opened_on == goal.opened_on).has_whole_step

    assert is_whole()
    plans.record_progress(
        goal=goal, on=world.day(4), state="stuck", next_step="Ask again", by=world.keyworker
    )
    assert not is_whole()
