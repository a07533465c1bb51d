"""The list as it stood on a day that has passed: the same function, for reading only."""

import re

import pytest
import time_machine
from django.test import Client

from patients import actions as patients
from prescribing import actions as prescribing
from reviews import worklist
from reviews.models import Review, ReviewCredit
from reviews.worklist import Whose
from rodt.dates import add_days
from tests.world import TODAY, World, build_world, signed_in, three_boxes

pytestmark = pytest.mark.django_db
PAGE = "/my-people/on-a-day/"


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


def test_it_says_that_it_is_the_past_and_offers_nothing_to_do(world: World, client: Client) -> None:
    page = client.get(PAGE, three_boxes("on", world.day(7))).content.decode()
    assert "on 24 September 2026" in page
    assert "This is the past." in text(page)
    assert "work-row" in page
    for offered in ("work-action", "Reach out", "Why due?", "Print for outreach", 'method="post"'):
        assert offered not in page.partition("<main")[2]


@pytest.mark.parametrize("days", [1, 30, 100, 300])
def test_each_past_day_is_what_the_schedule_says_of_that_day(world: World, days: int) -> None:
    on = world.day(days)
    found = worklist.worklist(world.access(world.manager), on, Whose.SERVICE, is_past=True)
    asked = worklist.dues_on(world.service.pk, on)
    assert {entry.person.id: entry.dues for entry in found.shown} == {
        patient_id: tuple(one for one in dues if one.due_on)
        for patient_id, dues in asked.items()
        if patient_id in {entry.person.id for entry in found.shown}
    }


def test_of_today_the_past_list_is_the_list(world: World) -> None:
    """The two sets of conditions say the same where nothing has been settled since."""
    for user in (world.keyworker, world.prescriber):
        access = world.access(user)
        now = worklist.worklist(access, world.on, Whose.TEAMS)
        then = worklist.worklist(access, world.on, Whose.TEAMS, is_past=True)
        assert [(e.person.id, e.place) for e in now.shown] == [
            (e.person.id, e.place) for e in then.shown
        ]


def test_what_was_decided_since_waits_on_the_day_before(world: World) -> None:
    with time_machine.travel(f"{world.day(3).isoformat()} 10:00+01:00", tick=False):
        task = patients.open_task(
            patient=world.ray,
            kind="other",
            text="Ring the hospital",
            duty="keyworker",
            due_on=world.day(3),
            is_red=True,
            by=world.keyworker,
        )
    type(task).objects.filter(pk=task.pk).update(recorded_at=world.moment(3, 9))
    patients.complete_task(
        task=task, version=1, outcome="Rung", on=world.day(1), by=world.keyworker
    )
    access = world.access(world.keyworker)

    def red(days: int) -> int:
        found = worklist.worklist(access, world.day(days), Whose.MINE, is_past=True)
        return sum(len(e.around.red_tasks) for e in found.shown if e.person.id == world.ray.pk)

    assert [red(days) for days in (4, 3, 2, 1)] == [0, 1, 1, 0]


def test_missed_doses_wait_until_the_day_they_were_decided(world: World) -> None:
    missed = prescribing.record_missed_doses(
        prescription=world.prescription(world.gareth),
        from_on=world.day(9),
        to_on=world.day(7),
        reported_by="Quay Pharmacy",
        by=world.keyworker,
    )
    type(missed).objects.filter(pk=missed.pk).update(
        needs_decision=False,
        decided_on=world.day(5),
        decision="continue",
        decided_by=world.prescriber,
    )
    access = world.access(world.keyworker)

    def waits(days: int) -> bool:
        found = worklist.worklist(access, world.day(days), Whose.MINE, is_past=True)
        (entry,) = [e for e in found.shown if e.person.id == world.gareth.pk]
        return bool(entry.around.undecided)

    assert [waits(days) for days in (10, 6, 5)] == [False, True, False]


def test_a_review_held_since_leaves_the_day_before_as_it_was(world: World) -> None:
    access = world.access(world.keyworker)

    def overdue(days: int) -> bool:
        found = worklist.worklist(access, world.day(days), Whose.MINE, is_past=True)
        (entry,) = [e for e in found.shown if e.person.id == world.ray.pk]
        return any(due.is_overdue and due.type == "care_plan" for due in entry.dues)

    assert overdue(2) and overdue(1)
    review = Review.objects.create(
        service=world.service,
        patient=world.ray,
        held_on=world.day(1),
        seen="in_person",
        held_by=world.keyworker,
        held_by_role="keyworker",
        next_review_on=add_days(world.day(1), 84),
    )
    ReviewCredit.objects.create(
        service=world.service,
        patient=world.ray,
        review=review,
        type="care_plan",
        held_on=world.day(1),
        is_valid=True,
    )
    assert overdue(2) and not overdue(1)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (three_boxes("on", TODAY), "must be in the past"),
        ({"on_day": "31", "on_month": "9", "on_year": "2026"}, "must be a real date"),
        ({"on_day": "1"}, "must include a month and year"),
    ],
)
def test_a_day_that_is_none_is_refused_in_words(
    client: Client, asked: dict[str, str], words: str
) -> None:
    page = text(client.get(PAGE, asked).content.decode())
    assert words in page
    assert "This is the past." not in page


def test_the_filter_of_the_list_is_kept(world: World) -> None:
    page = signed_in(world.manager).get(
        PAGE, {"people": "service", "treatment": "ost", **three_boxes("on", world.day(7))}
    )
    found = text(page.content.decode())
    assert "Everyone in the service on 24 September 2026" in found
    assert "Hides" in found


def test_my_people_leads_to_another_day(client: Client) -> None:
    assert (
        f'href="{PAGE}?people=me&amp;treatment=all"' in client.get("/my-people/").content.decode()
    )
