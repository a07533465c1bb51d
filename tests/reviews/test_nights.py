"""A held night writes nothing and tells nobody until somebody has looked; Nights shows each."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import configuration
from accounts.models import Notice, Trail, User
from jobs import actions as jobs
from jobs.models import Job
from jobs.run import run
from reviews import night_actions, nightly, nights_page
from reviews.models import Transition
from reviews.night_jobs import before, hold_rule, key_of, was_held
from tests.world import LONDON, TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/nights/"
MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def a_night(world: World, on: date, people: int = 0, **columns: object) -> Job:
    """A night as it stands in the table once it is done."""
    known: dict[str, object] = {
        "kind": nightly.KIND,
        "key": key_of(world.service, on),
        "is_once": True,
        "service": world.service,
        "arguments": {"on": on.isoformat()},
        "state": Job.State.DONE,
        "finished_at": timezone.now(),
        "result": {
            "examined": 14,
            "became_overdue": people,
            "cleared": 0,
            "people_became_overdue": people,
        },
    }
    return Job.objects.create(**known | columns)


def quiet_nights(world: World, nights: int = 9) -> None:
    """The last nights up to the day before yesterday, in which nobody became overdue; and a service
    small enough that three people are many."""
    for days in range(2, nights + 2):
        a_night(world, world.day(days))
    configuration.change(
        service=world.service,
        kind="nightly_hold",
        values={"least_more": 3, "chance": 1},
        reason="A small service",
        effective_from=world.day(30),
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )


def check(world: World, days_ago: int = 1) -> Job:
    job = nightly.request(world.service, world.day(days_ago))
    run(job.pk)
    world.open()
    job.refresh_from_db()
    return job


@pytest.fixture
def held(world: World) -> Job:
    quiet_nights(world)
    return check(world)


def written() -> tuple[int, int]:
    return Transition.objects.count(), Notice.objects.count()


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def opened(user: User | Client, path: str = PAGE) -> str:
    client = user if isinstance(user, Client) else signed_in(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return text(answer.content.decode())


def test_a_jump_is_held_and_nothing_is_written_or_said(held: Job) -> None:
    assert was_held(held)
    people = held.result["people_became_overdue"]
    assert people >= 3
    assert held.reason == (
        f"Held for a look: {people} people became overdue in one night; 0 are usual."
        " Nothing was written and nobody was told."
    )
    assert written() == (0, 0)
    assert not Trail.objects.filter(verb="checked what is due").exists()


def test_a_night_like_the_others_is_written(world: World) -> None:
    for days in range(2, 12):
        a_night(world, world.day(days), people=8)
    assert check(world).state == Job.State.DONE  # fewer than ten people more, by the default rule
    assert Transition.objects.exists()


def test_the_first_nights_of_a_service_are_held_for_nothing(world: World) -> None:
    quiet_nights(world, nights=3)
    assert check(world).state == Job.State.DONE


def test_later_nights_wait_for_a_held_one(world: World, held: Job) -> None:
    nightly.ensure_requested(timezone.now())
    nights = Job.objects.filter(service=world.service, arguments__on__gt=held.arguments["on"])
    assert not nights.exists()


def test_run_again_it_is_compared_again(world: World, held: Job) -> None:
    again = jobs.again(job=held, by=world.manager)
    run(again.pk)
    world.open()
    again.refresh_from_db()
    assert was_held(again)
    configuration.change(
        service=world.service,
        kind="nightly_hold",
        values={"least_more": 50},
        reason="Three were too few",
        effective_from=world.day(1),
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )
    once_more = jobs.again(job=again, by=world.manager)
    run(once_more.pk)
    world.open()
    once_more.refresh_from_db()
    assert once_more.state == Job.State.DONE


def test_released_it_is_written_and_the_next_night_follows(
    world: World,
    held: Job,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    released = night_actions.release_night(
        job=held, reason="The clinic was closed last week", by=world.manager
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert run(released.pk)
    world.open()
    released.refresh_from_db()
    transitions, notices = written()
    assert transitions == released.result["became_overdue"] == held.result["became_overdue"]
    assert notices
    assert Job.objects.filter(key=key_of(world.service, world.on)).exists()
    note = Trail.objects.get(verb="released a held night")
    assert (note.user, note.about) == (world.manager, f"day {held.arguments['on']}")


def test_a_night_is_released_once(world: World, held: Job) -> None:
    first = night_actions.release_night(job=held, reason="Looked at", by=world.manager)
    with pytest.raises(ValidationError, match="not held any more"):
        night_actions.release_night(job=held, reason="Looked at", by=world.manager)
    assert Job.objects.filter(key=first.key, state="queued").count() == 1


def test_a_night_that_is_being_run_again_is_not_released_as_well(world: World, held: Job) -> None:
    jobs.again(job=held, by=world.manager)
    with pytest.raises(ValidationError, match="not held any more"):
        night_actions.release_night(job=held, reason="Looked at", by=world.manager)


def test_a_check_by_hand_is_not_held(world: World) -> None:
    quiet_nights(world)
    job = jobs.request(
        nightly.KIND,
        f"{nightly.KIND}:by_hand:1",
        world.service,
        None,
        {"on": world.on.isoformat()},
    )
    assert run(job.pk)


def test_what_is_usual_leaves_out_the_first_night(world: World) -> None:
    a_night(world, world.day(5), people=90)
    a_night(world, world.day(4), people=2)
    a_night(world, world.day(3), people=1, state=Job.State.FAILED)
    found = before(world.service, world.day(1), 28)
    assert (list(found.people), found.covers) == ([2], 3)


def test_a_version_that_cannot_be_read_holds_as_the_product_does(world: World) -> None:
    configuration.change(
        service=world.service,
        kind="nightly_hold",
        values={"percent": 40},
        reason="A slip",
        effective_from=world.day(1),
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )
    rule = hold_rule(world.service, world.on)
    assert (rule.jump_percent, rule.least_more) == (40, 10)
    assert "version 1 is not read. “percent” is not a value" in rule.version


# The page


def test_a_held_night_is_said_first_on_nights_and_on_my_people(world: World, held: Job) -> None:
    day = "30 September 2026"
    page = opened(world.manager)
    assert f"The night of {day} is held for a look; later nights wait." in page
    assert held.reason in page
    assert "Release this night" in page and "Run it again" in page
    mine = opened(world.keyworker, "/my-people/")
    assert f"The check of {day} is held for a look: {held.result['people_became_overdue']}" in mine
    assert "This list is worked out now and is complete." in mine


def test_who_may_release_and_who_may_not(world: World, held: Job) -> None:
    address = reverse("reviews:release_night", args=[held.pk])
    page = opened(world.administrator)
    assert "A service manager releases it with a reason." in page
    assert "Release this night" not in page
    assert signed_in(world.administrator).post(address, {"reason": "x"}).status_code == 403
    manager = signed_in(world.manager)
    assert "Say why it may be written" in text(manager.post(address, {}).content.decode())
    assert manager.post(address, {"reason": "It is true"}).status_code == 302
    assert "Ruth Calder released it: “It is true”." in opened(manager)
    assert "Look at it" not in text(manager.post(address, {"reason": "x"}).content.decode())


def test_each_night_stands_in_the_ledger(world: World) -> None:
    a_night(
        world,
        world.day(3),
        people=2,
        started_at=datetime(2026, 9, 28, 2, 0, tzinfo=LONDON),
        finished_at=datetime(2026, 9, 28, 2, 4, tzinfo=LONDON),
    )
    a_night(world, world.day(2), finished_at=datetime(2026, 9, 30, 9, tzinfo=LONDON), attempts=2)
    a_night(world, world.day(1), state=Job.State.FAILED, reason="The disk is full.", result={})
    rows = {row.on: row for row in nights_page.ledger(world.service, timezone.now()).rows}
    assert list(rows) == [world.day(days) for days in range(4)]
    whole = rows[world.day(3)]
    assert (whole.started, whole.ended, whole.took) == ("2am", "2:04am", "4 minutes")
    assert (whole.examined, whole.became, whole.cleared, whole.notes) == (14, 2, 0, [])
    late = rows[world.day(2)]
    assert late.ended == "30 September 2026, 9am"
    assert list(late.notes) == [
        "Taken up 2 times.",
        "Caught up 1 day later, on 30 September 2026.",
    ]
    stopped = rows[world.day(1)]
    assert (stopped.state, stopped.became) == ("Stopped", None)
    assert list(stopped.notes) == ["The disk is full."]
    assert rows[world.on].state == "Not run"


def test_the_rule_is_printed_with_its_status(world: World) -> None:
    assert "In force: product default, not verified." in opened(world.manager)


def test_before_the_first_night_the_page_says_so(world: World) -> None:
    assert "No night has been checked yet" in opened(world.manager)


def test_the_queries_do_not_grow_with_the_nights(
    world: World, django_assert_max_num_queries: object
) -> None:
    for days in range(40):
        a_night(world, world.day(days))
    client = signed_in(world.manager)
    client.get(PAGE)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(PAGE)


# Every page


@pytest.mark.parametrize(
    ("columns", "how"),
    [
        (None, "has not run"),
        ({"state": "failed", "reason": "The disk is full.", "result": {}}, "stopped"),
        ({"state": "failed", "result": {"is_held": True}}, "is held for a look"),
        ({"state": "running", "result": {}}, "has not finished"),
    ],
)
def test_every_page_says_when_last_night_did_not_run(
    world: World, columns: dict[str, object] | None, how: str
) -> None:
    if columns is not None:
        a_night(world, world.on, **columns)
    said = f"The nightly check of 1 October 2026 {how}. Lists are worked out when they are opened"
    assert said in opened(world.keyworker, "/who-may-do-what/")
    assert said in opened(world.keyworker, f"/patients/{world.gareth.pk}/")
    assert "Open Nights" in opened(world.manager, "/jobs/")
    assert "nightly check of" not in opened(world.administrator, "/who-may-do-what/")


def test_after_a_night_that_ran_no_page_says_anything(world: World) -> None:
    a_night(world, world.on)
    assert "nightly check of" not in opened(world.keyworker, "/who-may-do-what/")


def test_until_three_at_night_the_night_before_counts(world: World) -> None:
    a_night(world, world.day(1))
    with time_machine.travel(MORNING - timedelta(hours=7, minutes=1), tick=False):
        assert "nightly check of" not in opened(world.keyworker, "/who-may-do-what/")
    with time_machine.travel(MORNING - timedelta(hours=7), tick=False):
        assert "nightly check of" in opened(world.keyworker, "/who-may-do-what/")


def test_no_night_is_missed_before_the_first_one_of_a_service(world: World) -> None:
    """Begun by night, a service has its first check at once: the day before had no data."""
    a_night(world, world.on)
    with time_machine.travel(MORNING - timedelta(hours=8), tick=False):
        assert "nightly check of" not in opened(world.keyworker, "/who-may-do-what/")
    a_night(world, world.day(2))
    with time_machine.travel(MORNING - timedelta(hours=8), tick=False):
        said = opened(world.keyworker, "/who-may-do-what/")
        assert "The nightly check of 30 September 2026 has not run" in said


def test_a_night_of_another_service_is_nobodys_business(world: World) -> None:
    other = a_night(
        world,
        world.day(1),
        service=world.other_service,
        key=key_of(world.other_service, world.day(1)),
        state=Job.State.FAILED,
        result={"is_held": True},
    )
    address = reverse("reviews:release_night", args=[other.pk])
    assert signed_in(world.manager).post(address, {"reason": "x"}).status_code == 404
    assert "No night has been checked yet" in opened(world.manager)
