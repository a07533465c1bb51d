"""Everyone in a service by member of staff: who cannot wait, and whose people are whose."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patients import actions as patients
from patients.models import Assignment
from reviews import caseloads, worklist
from reviews.worklist import Whose
from tests.reviews.test_my_people import opened, text
from tests.world import TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def names(world: World, found: worklist.Worklist) -> set[str]:
    by_id = {patient.pk: name for name, patient in world.people.items()}
    return {by_id[entry.person.id] for entry in found.shown}


def test_only_those_who_cannot_wait_are_found(world: World) -> None:
    access = world.access(world.manager)
    urgent = caseloads.cannot_wait(access, world.on)
    whole = worklist.worklist(access, world.on, Whose.SERVICE)
    assert urgent.shown == whole.only_urgent().shown
    assert names(world, urgent) == {"carl", "aoife"}


@pytest.mark.parametrize(("days_ago", "is_urgent"), [(3, True), (40, False)])
def test_an_event_stops_being_urgent_when_its_review_lapses(
    world: World, days_ago: int, is_urgent: bool
) -> None:
    patients.record_event(
        patient=world.gareth, kind="overdose", on=world.day(days_ago), by=world.keyworker
    )
    access = world.access(world.manager)
    urgent = caseloads.cannot_wait(access, world.on)
    assert ("gareth" in names(world, urgent)) is is_urgent
    whole = worklist.worklist(access, world.on, Whose.SERVICE)
    assert urgent.shown == whole.only_urgent().shown


def test_each_member_has_as_many_people_as_are_in_treatment_with_them(world: World) -> None:
    found = caseloads.caseloads(world.access(world.manager), world.on)
    counted = {one.name: (one.as_keyworker, one.as_prescriber) for one in found.of_staff}
    for user in (world.keyworker, world.south_keyworker, world.prescriber):
        held = [
            Assignment.objects.filter(staff=user, to_on=None, duty=duty, episode__ended_on=None)
            .values("patient")
            .distinct()
            .count()
            for duty in ("keyworker", "prescriber")
        ]
        assert list(counted.get(user.full_name, (0, 0))) == held
    assert "Ola Brand" not in counted


def test_whoever_has_no_keyworker_is_counted(world: World) -> None:
    access = world.access(world.manager)
    before = caseloads.caseloads(access, world.on)
    Assignment.objects.filter(patient=world.ray, duty="keyworker").update(to_on=world.day(1))
    after = caseloads.caseloads(access, world.on)
    assert after.in_treatment == before.in_treatment
    assert after.without_keyworker == before.without_keyworker + 1


def test_a_manager_arrives_at_who_cannot_wait_and_at_the_staff(world: World) -> None:
    page = opened(world.manager)
    found = text(page)
    assert "2 people cannot wait until tomorrow." in found
    assert "Carl" in found and "Gareth Penrose" not in found
    assert f'href="?people={world.keyworker.pk}"' in page
    assert 'name="treatment"' not in page
    assert "Everyone in one list" in found


def test_one_members_people_are_the_list_that_member_has(world: World) -> None:
    page = opened(world.manager, people=str(world.keyworker.pk))
    assert "<h1>Dee Marsh’s people</h1>" in page
    own = worklist.worklist(world.access(world.keyworker), world.on, Whose.MINE)
    theirs = worklist.worklist(
        world.access(world.manager), world.on, Whose.MEMBER, member_id=world.keyworker.pk
    )
    assert names(world, theirs) == names(world, own)
    assert [entry.place for entry in theirs.shown] == [entry.place for entry in own.shown]


def test_staff_of_another_service_are_not_offered(world: World) -> None:
    page = opened(world.manager, people=str(world.other_keyworker.pk))
    assert "<h1>Everyone in the service</h1>" in page and "Bo Sandys" not in page


@pytest.mark.parametrize("asked", ["staff", "service", "member"])
def test_a_keyworker_asks_for_no_more_than_their_teams(world: World, asked: str) -> None:
    value = str(world.south_keyworker.pk) if asked == "member" else asked
    page = opened(world.keyworker, people=value)
    assert "<h1>My people</h1>" in page and "Llinos" not in page


def test_how_many_have_something_overdue_is_what_their_list_says(world: World) -> None:
    own = worklist.worklist(world.access(world.keyworker), world.on, Whose.MINE)
    overdue = sum(1 for entry in own.shown if entry.is_overdue)
    assert overdue > 0
    row = opened(world.manager).partition(f"?people={world.keyworker.pk}")[2].partition("</tr>")[0]
    assert re.findall(r">(\d+)</td>", row)[-1] == str(overdue)


def test_the_queries_do_not_grow_with_the_people(world: World) -> None:
    client = signed_in(world.manager)
    counts = []
    for _ in range(2):
        client.get("/my-people/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/my-people/")
        counts.append(len(asked))
        patients.record_event(
            patient=world.ray, kind="overdose", on=world.on - timedelta(days=1), by=world.keyworker
        )
    assert counts[0] == counts[1] <= 26
