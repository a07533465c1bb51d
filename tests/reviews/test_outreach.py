"""Reaching out: written down from the list, shown in the row, and printed for whoever goes out."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Trail, User
from patients import actions as patients
from patients.models import Contact, Patient, Task
from reviews import outreach
from reviews.worklist import Whose, worklist
from reviews.worklist_rows import Rows, tries_words
from rodt.ids import new_id
from tests.world import TODAY, World, build_world, signed_in, three_boxes

pytestmark = pytest.mark.django_db
LIST = "/my-people/to-reach/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.keyworker)


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def address(patient: Patient) -> str:
    return reverse("reviews:reach_out", args=[patient.pk])


def typed(world: World, **more: str) -> dict[str, str]:
    return {
        "entry_id": str(new_id()),
        "kind": "phone",
        "outcome": "no_answer",
        "summary": "Rang twice",
        **three_boxes("on", world.on),
        **three_boxes("next_try_on", world.on + timedelta(days=2)),
    } | more


def row_of(world: World, patient: Patient, user: User | None = None) -> str:
    access = world.access(user or world.keyworker)
    found = worklist(access, world.on, Whose.MINE)
    (entry,) = [one for one in found.shown if one.person.id == patient.pk]
    return Rows(access, world.on, found.schedule).row(entry).tried


def test_a_try_is_a_contact_with_the_next_try_as_a_task(world: World, client: Client) -> None:
    answer = client.post(address(world.ray), typed(world))
    assert (answer.status_code, answer["Location"]) == (302, "/my-people/")
    contact = Contact.objects.get(patient=world.ray, outcome="no_answer")
    assert (contact.on, contact.kind, contact.summary) == (world.on, "phone", "Rang twice")
    assert (contact.with_role, contact.with_staff) == ("keyworker", world.keyworker)
    task = Task.objects.get(patient=world.ray, kind="reach")
    assert (task.due_on, task.duty, task.source_id) == (world.day(-2), "keyworker", contact.pk)
    page = text(client.get("/my-people/").content.decode())
    assert "Tried by phone on 1 October 2026: no answer. Next try 3 October 2026." in page
    assert f"Written down for {world.ray.name}." in page


def test_sent_twice_it_is_one_try(world: World, client: Client) -> None:
    form = typed(world)
    client.post(address(world.ray), form)
    client.post(address(world.ray), form)
    assert Contact.objects.filter(patient=world.ray, outcome="no_answer").count() == 1
    assert Task.objects.filter(patient=world.ray, kind="reach").count() == 1


def test_a_try_is_no_missed_meeting_and_moves_nothing(world: World) -> None:
    def stands() -> tuple[object, ...]:
        found = worklist(world.access(world.keyworker), world.on, Whose.MINE)
        (entry,) = [one for one in found.shown if one.person.id == world.ray.pk]
        return entry.place.group, entry.dues

    before = stands()
    for outcome in ("no_answer", "reached"):
        reach(world, outcome=outcome)
    assert stands() == before


def reach(world: World, **more: object) -> Contact:
    known = {
        "patient": world.ray,
        "on": world.on,
        "kind": "phone",
        "outcome": "no_answer",
        "duty": "keyworker",
        "by": world.keyworker,
    }
    return patients.reach_out(**(known | more))  # type: ignore[arg-type]


def test_not_coming_to_what_was_agreed_counts_as_an_attempt(world: World, client: Client) -> None:
    for days in (3, 1):
        client.post(
            address(world.ray),
            typed(world, outcome="did_not_attend", **three_boxes("on", world.day(days))),
        )
    assert "2 meetings missed, the last on 30 September 2026: consider outreach." in row_of(
        world, world.ray
    )


def test_trying_again_takes_the_place_of_the_try_that_was_to_come(world: World) -> None:
    reach(world, on=world.day(3), next_try_on=world.on)
    first = Task.objects.get(kind="reach")
    reach(world, next_try_on=world.day(-7))
    first.refresh_from_db()
    assert (first.done_on, first.outcome) == (world.on, "Tried, no answer, 1 October 2026")
    assert row_of(world, world.ray).endswith(
        "Tried 2 times without an answer, last by phone on 1 October 2026. Next try 8 October 2026."
    )


def test_once_they_are_seen_no_next_try_is_to_do(world: World) -> None:
    reach(world, next_try_on=world.day(-7))
    patients.record_contact(
        patient=world.ray,
        on=world.on,
        kind="in_person",
        outcome="attended",
        with_role="keyworker",
        by=world.keyworker,
    )
    assert Task.objects.get(kind="reach").outcome == "Seen on 1 October 2026"


def test_reached_is_said_and_credits_no_keywork(world: World) -> None:
    reach(world, outcome="reached", kind="in_person")
    assert "Reached by a visit on 1 October 2026." in row_of(world, world.ray)
    timeline = signed_in(world.keyworker).get(f"/patients/{world.ray.pk}/").content.decode()
    assert "Reached" in timeline and "by a visit, by" in text(timeline)


def test_a_try_without_an_answer_is_asked_for_in_words(world: World, client: Client) -> None:
    page = text(client.post(address(world.ray), {"entry_id": str(new_id())}).content.decode())
    assert "Choose how" in page or "Choose" in page
    assert not Contact.objects.filter(patient=world.ray, outcome="no_answer").exists()


def test_whoever_writes_down_nothing_is_offered_no_try(world: World) -> None:
    assert signed_in(world.manager).get(address(world.ray)).status_code == 403
    page = signed_in(world.manager).get("/my-people/?people=service").content.decode()
    assert "Why due?" in page and "Reach out" not in page


def test_no_try_is_said_where_there_was_none(world: World) -> None:
    found = worklist(world.access(world.keyworker), world.on, Whose.MINE)
    assert {tries_words(entry) for entry in found.shown} == {""}


# Printing


def chosen(world: World, *people: Patient) -> dict[str, list[str]]:
    return {"person": [str(one.pk) for one in people]}


def test_a_group_is_offered_to_choose_from(world: World, client: Client) -> None:
    group = worklist(world.access(world.keyworker), world.on, Whose.MINE).by_group
    expected = next(entries for key, entries in group.items() if key.name == "LONG_OVERDUE")
    page = client.get(f"{LIST}?people=me&treatment=all&group=long_overdue").content.decode()
    assert page.count('name="person"') == page.count(" checked") == len(expected) > 0
    whole = client.get(LIST).content.decode()
    needing = worklist(world.access(world.keyworker), world.on, Whose.MINE).needing
    assert whole.count('name="person"') == needing > len(expected)
    assert Trail.objects.filter(verb="printed to reach").count() == 0


def test_the_print_says_where_each_is_found_and_what_is_due(world: World, client: Client) -> None:
    patients.edit_patient(
        patient=world.ray,
        version=world.ray.version,
        by=world.keyworker,
        phone="07700 900123",
        address="By the weir, mornings",
        communication_needs="Large print",
    )
    page = text(client.post(LIST, chosen(world, world.ray, world.gareth)).content.decode())
    for said in (
        world.ray.name,
        world.gareth.name,
        "07700 900123",
        "By the weir, mornings",
        "Large print",
        "Last met",
        "Next appointment",
        "2 people. Printed by",
        "shred after use",
        "What is due",
    ):
        assert said in page, said


def test_each_person_printed_is_noted_in_the_trail(world: World, client: Client) -> None:
    client.post(LIST, chosen(world, world.ray, world.gareth))
    notes = Trail.objects.filter(verb="printed to reach", user=world.keyworker)
    assert {note.patient_id for note in notes} == {world.ray.pk, world.gareth.pk}
    assert {note.about for note in notes} == {"2 people"}


@pytest.mark.parametrize("who", ["llinos", "bo"])
def test_nobody_of_another_team_or_service_is_printed(
    world: World, client: Client, who: str
) -> None:
    answer = client.post(LIST, chosen(world, world.ray, getattr(world, who)))
    assert answer.status_code == 404
    assert not Trail.objects.filter(verb="printed to reach").exists()
    assert Trail.objects.filter(was_refused=True, about="PRINT_OUTREACH").exists()


def test_who_may_print_stands_in_the_table_of_roles(world: World) -> None:
    assert signed_in(world.administrator).get(LIST).status_code == 403
    assert signed_in(world.manager).get(f"{LIST}?people=service").status_code == 200


def test_nobody_chosen_is_said_in_words(client: Client) -> None:
    page = text(client.post(LIST, {"person": "not-an-id"}).content.decode())
    assert "Choose at least one person to print." in page


def test_more_than_fit_on_one_print_are_not_printed(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outreach, "MOST", 1)
    page = client.get(LIST).content.decode()
    assert page.count('name="person"') == 1
    assert "the 1 most urgent" in text(page)
    assert client.post(LIST, chosen(world, world.ray, world.gareth)).status_code == 404
