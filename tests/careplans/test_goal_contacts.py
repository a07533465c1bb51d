"""Contacts that were about a goal, tied on the form of the contact or on the goal's page."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from careplans import goal_contacts
from careplans.models import GoalContact
from patients import actions as patients
from patients import facts
from patients.models import Contact
from rodt.ids import new_id
from tests.world import signed_in, three_boxes


@pytest.fixture
def dee(world):
    return signed_in(world.keyworker)


@pytest.fixture
def goal(world):
    return world.gareth.goals.get(words="Cut the crack down")


def page(name, person, *more):
    return reverse(f"careplans:{name}", args=[person.pk, *more])


def contact(world, person, summary="Tom's group"):
    return patients.record_contact(
        patient=person,
        on=world.day(3),
        kind="phone",
        outcome="attended",
        with_role="keyworker",
        summary=summary,
        by=world.keyworker,
    )


def test_a_contact_is_tied_on_its_own_form(world, dee, goal):
    address = reverse("patients:add_contact", args=[world.gareth.pk])
    text = dee.get(f"{address}?about={goal.pk}").content.decode()
    assert "Which of their goals was it about?" in text
    typed = {
        "entry_id": str(new_id()),
        "kind": "in_person",
        "outcome": "attended",
        "with_role": "keyworker",
        "summary": "First session with Tom",
        "tied_to": [str(goal.pk)],
        **three_boxes("on", world.on),
    }
    for _ in range(2):
        assert dee.post(address, typed).status_code == 302
    text = dee.get(page("goal", world.gareth, goal.pk)).content.decode()
    assert text.count("First session with Tom") == 1
    world.open()
    assert GoalContact.objects.filter(goal=goal).count() == 1


def test_a_note_is_tied_too(world, dee, goal):
    typed = {"entry_id": str(new_id()), "kind": "phone", "summary": "Rang: two days off it"}
    address = reverse("patients:add_note", args=[world.gareth.pk])
    assert dee.post(address, typed | {"tied_to": [str(goal.pk)]}).status_code == 302
    world.open()
    assert [one.contact.summary for one in goal_contacts.tied_to(goal)] == ["Rang: two days off it"]


def test_whoever_has_no_open_goal_is_not_asked(world, dee):
    text = dee.get(reverse("patients:add_contact", args=[world.tomos.pk])).content.decode()
    assert "tied_to" not in text


def test_a_goal_of_somebody_else_is_refused_and_nothing_is_lost(world, dee, goal):
    other = world.leanne.goals.first()
    typed = {"entry_id": str(new_id()), "kind": "phone", "summary": "Rang"}
    address = reverse("patients:add_note", args=[world.gareth.pk])
    text = dee.post(address, typed | {"tied_to": [str(other.pk)]}).content.decode()
    assert "Rang" in text
    world.open()
    with pytest.raises(ValidationError):
        goal_contacts.tie(goal=other, contact=contact(world, world.gareth), by=world.keyworker)
    assert not GoalContact.objects.exists()


def test_a_contact_on_record_is_tied_and_taken_off_on_the_goals_page(world, dee, goal):
    held = contact(world, world.gareth)
    for _ in range(2):
        dee.post(page("tie_contact", world.gareth, goal.pk), {"contact": str(held.pk)})
    world.open()
    tied = GoalContact.objects.get(goal=goal)
    dee.post(page("untie_contact", world.gareth, goal.pk), {"tie": str(tied.pk)})
    world.open()
    assert goal_contacts.tied_to(goal) == []
    assert Contact.objects.current().filter(pk=held.pk).exists()


@pytest.mark.parametrize("typed", ["", "x", "5b1f0a3c-0000-4000-8000-000000000000"])
def test_what_is_no_contact_of_theirs_is_said_in_words(world, dee, goal, typed):
    for name, key in (("tie_contact", "contact"), ("untie_contact", "tie")):
        response = dee.post(page(name, world.gareth, goal.pk), {key: typed}, follow=True)
        assert response.status_code == 200
    world.open()
    assert not GoalContact.objects.exists()


def test_a_corrected_contact_reads_as_corrected_and_one_taken_back_is_gone(world, goal):
    held = contact(world, world.gareth)
    goal_contacts.tie(goal=goal, contact=held, by=world.keyworker)
    right = facts.amend(held, by=world.keyworker, reason="Wrong", summary="Jo's group")
    assert [one.contact.summary for one in goal_contacts.tied_to(goal)] == ["Jo's group"]
    facts.withdraw(right, by=world.keyworker, reason="Somebody else")
    assert goal_contacts.tied_to(goal) == []
