"""A list too long for one page: every person is reached, in order, and none is counted twice."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from patients import actions as patients
from reviews import my_people
from reviews.order import Group
from reviews.views import my_people as view
from reviews.worklist import Whose, worklist
from tests.world import TODAY, World, signed_in, staff_the_services

pytestmark = pytest.mark.django_db
PAGE = "/my-people/"
PEOPLE = 14


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Fourteen people nobody has seen since they came; a page takes five rows."""
    monkeypatch.setattr(my_people, "ROWS", 5)
    monkeypatch.setattr(my_people, "LAST_FEW", 0)
    monkeypatch.setattr(view, "ROWS_A_PAGE", 5)
    world = staff_the_services()
    world.open()
    for number in range(PEOPLE):
        patient = patients.register_patient(
            team=world.north,
            given_name=f"Person{number:02}",
            family_name="Invented",
            date_of_birth=date(1980, 1, 1 + number),
            by=world.keyworker,
        )
        patients.start_episode(
            patient=patient,
            started_on=world.day(200 + number),
            by=world.keyworker,
            keyworker=world.keyworker,
        )
    return world


def rows_of(page: str) -> list[str]:
    return re.findall(r"data-row-link>([^<]+)<", page)


def links_of(page: str) -> dict[str, str]:
    """Where each link of the page leads, by its words."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', page, re.S)
    return {re.sub(r"<[^>]+>", "", words).strip(): to.replace("&amp;", "&") for to, words in found}


def test_every_person_of_a_long_list_is_reached_by_its_links(world: World) -> None:
    client = Client()
    client.force_login(world.keyworker)
    expected = [
        entry.person.name
        for entry in worklist(world.access(world.keyworker), world.on, Whose.MINE).by_group[
            Group.LONG_OVERDUE
        ]
    ]
    assert len(expected) == PEOPLE
    first = client.get(PAGE).content.decode()
    assert f"{PEOPLE} people need you." in first
    assert rows_of(first) == expected[:5]
    links = links_of(first)
    assert "9 more people in this group: Long overdue" in links

    following: str | None = links["9 more people in this group: Long overdue"]
    pages = []
    while following is not None:
        content = client.get(f"{PAGE}{following}").content.decode()
        assert f"of {PEOPLE}" in content
        pages.append(rows_of(content))
        following = links_of(content).get("Next")
    assert pages == [expected[:5], expected[5:10], expected[10:]]


def test_a_manager_reaches_a_members_list_from_the_staff(world: World) -> None:
    client = signed_in(world.manager)
    links = links_of(client.get(PAGE).content.decode())
    theirs = client.get(f"{PAGE}{links['Dee Marsh: open their people']}").content.decode()
    assert f"{PEOPLE} people need somebody." in theirs and len(rows_of(theirs)) == 5
    assert links_of(theirs)["9 more people in this group: Long overdue"].startswith(
        f"?people={world.keyworker.pk}&"
    )
