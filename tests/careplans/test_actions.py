"""What each verb of the care plan does, and refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from careplans import actions
from careplans.models import CarePlan, ExitVision, Goal, GoalProgress, RecoveryCapital
from patients import actions as patients
from rodt.dates import add_days
from rodt.ids import new_id
from rodt.versions import StaleSave


@pytest.fixture
def goal(town) -> Goal:
    return town.gareth.goals.get(words="Weekends without gear")


def progress(town, goal, state, ago=0, **more):
    return actions.record_progress(
        goal=goal, on=town.day(ago), state=state, by=town.keyworker, **more
    )


def test_an_episode_has_one_plan(town):
    plans = [
        actions.open_plan(episode=town.episode(town.gareth), started_on=town.on, by=town.keyworker)
        for _ in range(2)
    ]
    assert plans[0] == plans[1] == CarePlan.objects.get(patient=town.gareth)


def test_goals_that_were_open_come_along_into_a_new_treatment(town, goal):
    progress(town, goal, "achieved")
    episode = town.episode(town.gareth)
    patients.end_episode(
        episode=episode, version=1, ended_on=town.on, reason="left", by=town.keyworker
    )
    again = patients.reopen_episode(patient=town.gareth, on=town.on, by=town.keyworker)
    plan = actions.open_plan(episode=again, started_on=town.on, by=town.keyworker)
    assert set(plan.goals.values_list("words", flat=True)) == {
        "Cut the crack down",
        "Get my CSCS card back",
        "Sort my tooth out",
    }


def test_a_goal_starts_as_new_with_its_first_step(town):
    plan = CarePlan.objects.get(patient=town.gareth)
    entry = new_id()
    for _ in range(2):
        goal = actions.add_goal(
            plan=plan,
            words=" See more of Maya ",
            tags=["social"],
            opened_on=town.on,
            next_step="Ring on Friday",
            by=town.keyworker,
            entry_id=entry,
        )
    assert goal.words == "See more of Maya"
    assert [(p.state, p.next_step) for p in goal.progress.all()] == [("new", "Ring on Friday")]


@pytest.mark.parametrize("words", ["", "  "])
def test_a_goal_has_words(town, words):
    with pytest.raises(ValidationError):
        actions.add_goal(
            plan=CarePlan.objects.get(patient=town.gareth),
            words=words,
            tags=[],
            opened_on=town.on,
            by=town.keyworker,
        )


@pytest.mark.parametrize(
    ("state", "is_closed"),
    [
        ("progressing", False),
        ("stuck", False),
        ("changed", False),
        ("achieved", True),
        ("dropped", True),
    ],
)
def test_achieved_and_dropped_close_a_goal(town, goal, state, is_closed):
    progress(town, goal, state)
    goal.refresh_from_db()
    assert goal.closed_on == (town.on if is_closed else None)


def test_a_later_answer_opens_a_closed_goal_again(town, goal):
    progress(town, goal, "achieved", ago=3)
    progress(town, goal, "stuck", ago=1)
    goal.refresh_from_db()
    assert goal.closed_on is None


def test_progress_entered_late_does_not_change_how_the_goal_stands_now(town, goal):
    progress(town, goal, "achieved", ago=1)
    progress(town, goal, "stuck", ago=9)
    goal.refresh_from_db()
    assert goal.closed_on == town.day(1)


def test_progress_is_not_before_the_goal(town, goal):
    with pytest.raises(ValidationError):
        progress(town, goal, "stuck", ago=511)


def test_the_second_to_record_progress_is_told_where_the_page_was_older(town, goal):
    progress(town, goal, "stuck", version=goal.version)
    with pytest.raises(StaleSave):
        progress(town, goal, "achieved", version=goal.version)
    assert GoalProgress.objects.filter(goal=goal, state="achieved").count() == 0


def test_a_plan_that_was_opened_meanwhile_is_not_overwritten_unseen(town):
    episode = town.episode(town.tomos)
    actions.save_plan(episode=episode, version=0, on=town.on, by=town.keyworker, strengths="Cooks")
    with pytest.raises(StaleSave):
        actions.save_plan(
            episode=episode, version=0, on=town.on, by=town.prescriber, strengths="Sings"
        )
    assert CarePlan.objects.get(episode=episode).strengths == "Cooks"


def test_a_good_ending_is_in_words_and_stands_beside_the_last(town):
    with pytest.raises(ValidationError):
        actions.record_exit_vision(patient=town.gareth, on=town.on, words=" ", by=town.keyworker)
    actions.record_exit_vision(
        patient=town.gareth, on=town.on, words="I want to stay on this", by=town.keyworker
    )
    assert ExitVision.objects.current().filter(patient=town.gareth).count() == 2


def test_recovery_capital_is_rated_0_to_10_and_left_out_where_not_asked(town):
    kept = actions.record_recovery_capital(
        patient=town.gareth, on=town.on, ratings={"social": 0, "human": 10}, by=town.keyworker
    )
    assert (kept.social, kept.human, kept.physical) == (0, 10, None)
    for ratings in ({"social": 11}, {"luck": 3}):
        with pytest.raises(ValidationError):
            actions.record_recovery_capital(
                patient=town.gareth, on=town.on, ratings=ratings, by=town.keyworker
            )
    assert RecoveryCapital.objects.filter(patient=town.gareth).count() == 1


def test_a_goal_is_not_set_before_they_were_born(town):
    plan = CarePlan.objects.get(patient=town.gareth)
    with pytest.raises(ValidationError, match="before they were born"):
        actions.add_goal(
            plan=plan, words="A job", tags=[], opened_on=date(1900, 1, 1), by=town.keyworker
        )


@pytest.mark.parametrize("name", ["copy_given_on", "copy_not_wanted_on"])
def test_a_copy_is_not_given_before_there_was_a_plan(town, name):
    plan = CarePlan.objects.get(patient=town.gareth)
    known = {"plan": plan, "version": plan.version, "by": town.keyworker}
    with pytest.raises(ValidationError, match="before the plan was started"):
        actions.edit_plan(**known, **{name: add_days(plan.started_on, -1)})
    assert actions.edit_plan(**known, **{name: plan.started_on})
