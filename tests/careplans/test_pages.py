"""The pages of the care plan: their words, goals, next steps."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans import actions
from careplans.models import CarePlan, ExitVision, Goal, GoalProgress
from rodt.ids import new_id
from tests.world import signed_in, three_boxes


@pytest.fixture
def dee(world):
    return signed_in(world.keyworker)


def page(name, person, *more):
    return reverse(f"careplans:{name}", args=[person.pk, *more])


def goal_form(world, **typed):
    return {
        "entry_id": str(new_id()),
        "words": "See more of Maya",
        "tags": ["social"],
        "next_step": "Ring on Friday",
        "next_step_by": "Gaz",
        **three_boxes("opened_on", world.on),
        **three_boxes("next_step_on", world.day(-5)),
    } | typed


def test_the_page_counts_open_goals_and_next_steps_that_have_gone_by(world, dee):
    text = dee.get(page("plan", world.gareth)).content.decode()
    assert "4 open goals. The day of 1 next step has gone by." in text
    assert "“Working at the boatyard" in text
    assert "<strong>Past:</strong>" in text


def test_a_treatment_without_a_plan_says_so(world, dee):
    text = dee.get(page("plan", world.tomos)).content.decode()
    assert "No care plan is recorded for this treatment yet." in text
    assert "Not asked yet." in text


def test_the_first_goal_opens_the_plan_and_is_saved_once(world, dee):
    typed = goal_form(world)
    for _ in range(2):
        assert dee.post(page("add_goal", world.tomos), typed).status_code == 302
    world.open()
    goal = Goal.objects.get(patient=world.tomos)
    assert goal.plan == CarePlan.objects.get(patient=world.tomos)
    assert goal.progress.get().next_step_on == world.day(-5)


def test_a_goal_without_words_is_refused_and_nothing_is_lost(world, dee):
    text = dee.post(page("add_goal", world.gareth), goal_form(world, words="")).content.decode()
    assert "Write the goal in their own words" in text
    assert "Ring on Friday" in text


def test_no_goal_is_added_when_treatment_is_not_going_on(world, dee):
    assert "Treatment is not going on" in dee.get(page("add_goal", world.dan)).content.decode()
    dee.post(page("add_goal", world.dan), goal_form(world))
    world.open()
    assert not Goal.objects.filter(patient=world.dan).exists()


def test_progress_is_asked_anew_and_the_step_comes_along(world, dee):
    goal = world.gareth.goals.get(words="Cut the crack down")
    address = page("goal", world.gareth, goal.pk)
    text = dee.get(address).content.decode()
    assert "Start 6 sessions with Tom" in text
    typed = {
        "entry_id": str(new_id()),
        "version": str(goal.version),
        "state": "achieved",
        **three_boxes("on", world.on),
    }
    assert dee.post(address, typed | {"state": ""}).status_code == 200
    assert dee.post(address, typed).status_code == 302
    world.open()
    goal.refresh_from_db()
    assert goal.closed_on == world.on


def test_progress_that_comes_second_shows_what_was_saved_first(world, dee):
    goal = world.gareth.goals.get(words="Cut the crack down")
    actions.record_progress(
        goal=goal,
        on=world.on,
        state="progressing",
        next_step="Second session",
        by=world.prescriber,
        version=goal.version,
    )
    typed = {
        "entry_id": str(new_id()),
        "version": str(goal.version),
        "state": "stuck",
        "next_step": "Mine",
        **three_boxes("on", world.on),
    }
    address = page("goal", world.gareth, goal.pk)
    text = dee.post(address, typed).content.decode()
    assert "Dr Osei saved first" in text
    assert "Second session" in text
    assert 'value="Mine"' in text
    assert dee.post(address, typed | {"version": str(goal.version + 1)}).status_code == 302
    world.open()
    assert GoalProgress.objects.filter(goal=goal, state="stuck").count() == 2


def test_a_goal_of_somebody_else_is_not_opened_from_here(world, dee):
    goal = world.leanne.goals.first()
    assert dee.get(page("goal", world.gareth, goal.pk)).status_code == 404


@pytest.mark.parametrize(("ending", "is_confirmed"), [("", True), (" And a dog.", False)])
def test_the_same_words_asked_again_are_confirmed(world, dee, ending, is_confirmed):
    last = ExitVision.objects.get(patient=world.gareth)
    typed = {
        "entry_id": str(new_id()),
        "words": last.words + ending,
        "in_place": last.in_place,
        "way_back": last.way_back,
    }
    dee.post(page("exit_vision", world.gareth), typed | three_boxes("on", world.on))
    world.open()
    latest = ExitVision.objects.filter(patient=world.gareth).latest("on")
    assert (latest.on, latest.is_confirmed) == (world.on, is_confirmed)


def test_the_plan_is_changed_and_a_second_save_shows_both(world, dee):
    plan = CarePlan.objects.get(patient=world.gareth)
    typed = {
        "version": str(plan.version),
        "strengths": "Good with his hands",
    }
    address = page("edit", world.gareth)
    assert dee.post(address, typed).status_code == 302
    text = dee.post(address, typed | {"strengths": "Good with boats"}).content.decode()
    assert 'data-label="There now">Good with his hands<' in text
    assert 'data-label="You typed">Good with boats<' in text


def test_a_manager_reads_the_plan_and_does_not_change_it(world):
    client = signed_in(world.manager)
    text = client.get(page("plan", world.gareth)).content.decode()
    assert "Add a goal" not in text
    assert client.get(page("add_goal", world.gareth)).status_code == 403


def test_the_plan_asks_the_same_number_of_queries_with_more_goals(world, dee):
    plan = CarePlan.objects.get(patient=world.gareth)
    dee.get(page("plan", world.gareth))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            dee.get(page("plan", world.gareth))
        counts.append(len(asked))
        for number in range(5):
            actions.add_goal(
                plan=plan,
                words=f"Goal {number}",
                tags=[],
                opened_on=world.on,
                by=world.keyworker,
            )
    assert counts[0] == counts[1]
