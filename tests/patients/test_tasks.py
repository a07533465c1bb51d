"""What is to do for people: opened once, done once with an outcome, by those who may."""

from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from patients import actions, todo
from patients.models import Task
from rodt.ids import new_id
from rodt.versions import StaleSave
from tests.world import World, signed_in, three_boxes


def opened(world: World, person: str = "gareth", **more: object) -> Task:
    known = {
        "patient": getattr(world, person),
        "kind": "other",
        "text": "Ring the dentist",
        "duty": "keyworker",
        "due_on": world.on,
        "by": world.keyworker,
    }
    return actions.open_task(**(known | more))  # type: ignore[arg-type]


def page(name: str, person: object, *more: object) -> str:
    return reverse(f"patients:{name}", args=[person.pk, *more])  # type: ignore[attr-defined]


def test_one_source_opens_one_task_until_it_is_done(world: World) -> None:
    source = new_id()
    first = opened(world, kind="qtc", source_id=source)
    assert opened(world, kind="qtc", source_id=source) == first
    actions.complete_task(task=first, version=1, outcome="ECG again", on=world.on, by=None)
    assert opened(world, kind="qtc", source_id=source) != first


def test_a_task_is_done_once_and_says_what_came_of_it(world: World) -> None:
    task = opened(world)
    with pytest.raises(ValidationError):
        actions.complete_task(task=task, version=1, outcome="  ", on=world.on, by=world.keyworker)
    done = actions.complete_task(
        task=task, version=1, outcome="Booked", on=world.on, by=world.keyworker
    )
    assert (done.done_on, done.done_by, done.outcome) == (world.on, world.keyworker, "Booked")
    with pytest.raises(StaleSave):
        actions.complete_task(task=task, version=1, outcome="Me too", on=world.on, by=None)
    with pytest.raises(ValidationError):
        actions.complete_task(task=done, version=2, outcome="Again", on=world.on, by=None)


def test_a_task_waits_for_whoever_has_the_duty_else_for_the_team(world: World) -> None:
    mine = opened(world)
    for_prescriber = opened(world, duty="prescriber", text="Look at the dose")
    nobodys = opened(world, "llinos", duty="prescriber", text="No prescriber left")
    world.episode(world.llinos).assignments.filter(duty="prescriber").delete()

    def waiting(member: User) -> set[UUID]:
        return {task.id for task in todo.for_me(world.access(member), world.on)}

    assert waiting(world.keyworker) == {mine.pk}
    assert waiting(world.prescriber) == {for_prescriber.pk, nobodys.pk}
    assert waiting(world.second_prescriber) == waiting(world.south_keyworker) == set()


def test_a_task_is_added_and_done_on_its_pages(world: World) -> None:
    dee = signed_in(world.keyworker)
    typed = {"entry_id": str(new_id()), "text": "Ring the housing office", "duty": "keyworker"}
    typed |= three_boxes("due_on", world.on)
    for _ in range(2):
        assert dee.post(page("add_task", world.gareth), typed).status_code == 302
    world.open()
    task = Task.objects.get(patient=world.gareth)
    text = dee.get(page("tasks", world.gareth)).content.decode()
    assert "Ring the housing office" in text
    refused = dee.post(page("task", world.gareth, task.pk), {"version": "1", "outcome": ""})
    assert "Say what was done" in refused.content.decode()
    done = {"version": "1", "outcome": "They will ring back"}
    assert dee.post(page("task", world.gareth, task.pk), done).status_code == 302
    text = dee.get(page("tasks", world.gareth)).content.decode()
    assert "They will ring back" in text and "Nothing to do" in text


def test_somebody_who_did_it_meanwhile_is_named(world: World) -> None:
    task = opened(world)
    actions.complete_task(
        task=task, version=1, outcome="I rang them", on=world.on, by=world.prescriber
    )
    dee = signed_in(world.keyworker)
    typed = {"version": "1", "outcome": "So did I"}
    text = dee.post(page("task", world.gareth, task.pk), typed).content.decode()
    assert "I rang them" in text and "by Dr Osei" in text
    world.open()
    assert Task.objects.get(pk=task.pk).outcome == "I rang them"


def test_what_a_prescriber_does_a_keyworker_reads(world: World) -> None:
    task = opened(world, duty="prescriber")
    dee = signed_in(world.keyworker)
    assert (
        "A prescriber does this one"
        in dee.get(page("task", world.gareth, task.pk)).content.decode()
    )
    typed = {"version": "1", "outcome": "Done"}
    assert dee.post(page("task", world.gareth, task.pk), typed).status_code == 403


def test_a_day_in_the_past_or_the_year_0202_is_refused_in_words(world: World) -> None:
    dee = signed_in(world.keyworker)
    typed = {"entry_id": str(new_id()), "text": "Ring", "duty": "keyworker"}
    past = typed | three_boxes("due_on", world.day(1))
    assert (
        "The day cannot be before"
        in dee.post(page("add_task", world.gareth), past).content.decode()
    )
    old = typed | {"due_on_day": "1", "due_on_month": "1", "due_on_year": "0202"}
    said = dee.post(page("add_task", world.gareth), old).content.decode()
    assert "Year must be 1900 or later" in said
