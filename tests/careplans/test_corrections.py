"""A goal's words and how it stood are corrected with a reason; what was written stays readable."""

from typing import Any

import pytest
from django.urls import reverse

from careplans import actions, goal_wordings
from careplans.models import Goal, GoalProgress
from tests.journeys.correcting import as_it_opens
from tests.world import signed_in, three_boxes


@pytest.fixture
def goal(world: Any) -> Goal:
    found = world.gareth.goals.filter(closed_on=None).first()
    assert found is not None
    return found


@pytest.fixture
def stuck(world: Any, goal: Goal) -> GoalProgress:
    return actions.record_progress(
        goal=goal,
        on=world.day(2),
        state="stuck",
        next_step="Ring the collage",
        next_step_by="Dee",
        by=world.keyworker,
    )


def goal_address(goal: Goal, name: str = "correct_goal") -> str:
    return reverse(f"careplans:{name}", args=[goal.patient_id, goal.pk])


def correct(client: Any, address: str, **typed: object) -> str:
    posted = as_it_opens(client, address, **typed)
    return client.post(address, posted, follow=True).content.decode()


def test_a_goals_words_are_corrected_and_what_they_were_stays(world: Any, goal: Goal) -> None:
    client, before = signed_in(world.keyworker), goal.words
    text = correct(client, goal_address(goal), words="See my daughter every week", tags=["social"])
    assert "Corrected. What it said before stays." in text
    world.open()
    goal.refresh_from_db()
    assert (goal.words, goal.tags) == ("See my daughter every week", ["social"])
    page = client.get(goal_address(goal)).content.decode()
    assert before in page and "It was written down wrongly" in page and "by Dee Marsh" in page
    newest, first = goal_wordings.wordings(goal)
    assert (newest.why, first.why) == ("It was written down wrongly", "")
    assert newest.row.recorded_by == world.keyworker


def test_closing_a_goal_is_no_other_wording(world: Any, goal: Goal) -> None:
    actions.record_progress(goal=goal, on=world.day(1), state="achieved", by=world.keyworker)
    assert len(goal_wordings.wordings(goal)) == 1


def test_whoever_comes_second_sees_both_words(world: Any, goal: Goal) -> None:
    client = signed_in(world.keyworker)
    typed = as_it_opens(client, goal_address(goal), words="Mine")
    correct(signed_in(world.prescriber), goal_address(goal), words="Theirs")
    answer = client.post(goal_address(goal), typed)
    assert "Nothing of yours is lost." in answer.content.decode()
    (row,) = answer.context["both"]
    assert (row.now, row.yours) == ("Theirs", "Mine")
    again = typed | {"version": answer.context["form"].data["version"]}
    assert client.post(goal_address(goal), again).status_code == 302


def test_a_next_step_is_corrected_beside_what_it_said(
    world: Any, goal: Goal, stuck: GoalProgress
) -> None:
    client = signed_in(world.keyworker)
    text = correct(client, stuck.correct_url, next_step="Ring the college")
    assert "Next: Ring the college" in text and "What it said before" in text
    world.open()
    now = GoalProgress.objects.current().get(goal=goal, on=world.day(2))
    assert (now.next_step, now.next_step_by, now.amends_id) == ("Ring the college", "Dee", stuck.pk)
    entry = reverse("patients:entry", args=[goal.patient_id, "goalprogress", stuck.pk])
    page = client.get(entry).content.decode()
    assert "Ring the collage" in page and "Ring the college" in page


def test_the_goal_is_open_or_closed_as_its_newest_entry_says(
    world: Any, goal: Goal, stuck: GoalProgress
) -> None:
    client = signed_in(world.keyworker)
    correct(client, stuck.correct_url, state="achieved")
    world.open()
    goal.refresh_from_db()
    assert goal.closed_on == world.day(2)
    now = GoalProgress.objects.current().get(goal=goal, on=world.day(2))
    correct(client, now.correct_url, is_withdrawn="on")
    world.open()
    goal.refresh_from_db()
    assert goal.closed_on is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amend_reason": ""}, "Say why it is corrected"),
        ({"is_withdrawn": "on"}, "This is all that is recorded of the goal."),
    ],
)
def test_what_cannot_be_is_said(world: Any, goal: Goal, typed: dict[str, str], said: str) -> None:
    only = goal.progress.current().get()
    assert said in correct(signed_in(world.keyworker), only.correct_url, **typed)


def test_a_day_before_the_goal_was_set_is_refused(world: Any, goal: Goal) -> None:
    only = goal.progress.current().get()
    before = goal.opened_on.replace(year=goal.opened_on.year - 1)
    text = correct(signed_in(world.keyworker), only.correct_url, **three_boxes("on", before))
    assert "This is before the goal was set" in text


def test_whoever_corrects_second_sees_both_steps(world: Any, stuck: GoalProgress) -> None:
    client = signed_in(world.keyworker)
    typed = as_it_opens(client, stuck.correct_url, next_step="Mine")
    correct(signed_in(world.prescriber), stuck.correct_url, next_step="Theirs")
    answer = client.post(stuck.correct_url, typed)
    (row,) = answer.context["both"]
    assert (row.now, row.yours) == ("Theirs", "Mine")
    again = typed | {"corrects": answer.context["form"].data["corrects"]}
    assert client.post(stuck.correct_url, again).status_code == 302


def test_a_manager_corrects_neither(world: Any, goal: Goal, stuck: GoalProgress) -> None:
    client = signed_in(world.manager)
    for address in (goal_address(goal), stuck.correct_url):
        assert client.get(address).status_code == 403
