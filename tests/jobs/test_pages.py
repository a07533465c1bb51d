"""What ran, what runs and what stopped, as the service's own people see it."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Service, User
from jobs.models import Job
from jobs.words import NOBODY_ASKED, QUEUE_AWAY, standing, took
from tests.town import World, staff_the_services

pytestmark = pytest.mark.django_db
INDEX = "/jobs/"


@pytest.fixture
def world() -> World:
    return staff_the_services()


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make(service: Service, **columns: object) -> Job:
    key = str(Job.objects.count())
    return Job.objects.create(kind="succeed", key=key, service=service, **columns)


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_a_job_says_what_it_is_about(world: World) -> None:
    made = make(world.service, state="queued", arguments={"about": "run 5"})
    client = sign_in(world.manager)
    for address in (INDEX, reverse("jobs:job", args=[made.pk])):
        assert ": run 5<" in text(client.get(address))


def test_what_ran_says_what_it_looked_at_and_changed(world: World) -> None:
    make(
        world.service,
        state="done",
        started_at=Now(),
        finished_at=Now() + timedelta(seconds=3),
        result={"words": "Looked at 12 people."},
    )
    page = text(sign_in(world.manager).get(INDEX))
    assert "Looked at 12 people." in page
    assert "3 seconds" in page
    assert NOBODY_ASKED in page
    assert "nothing has stopped" in page


def test_what_stopped_has_its_reason_and_a_button(world: World) -> None:
    stopped = make(world.service, state="failed", finished_at=Now(), reason="The disk is full.")
    page = text(sign_in(world.manager).get(INDEX))
    assert "1 job stopped" in page
    assert "The disk is full." in page
    assert reverse("jobs:again", args=[stopped.pk]) in page


def test_the_button_asks_for_the_job_again_and_then_is_gone(world: World) -> None:
    earlier = Now() - timedelta(minutes=5)
    stopped = make(
        world.service,
        state="failed",
        created_at=earlier,
        finished_at=earlier,
        reason="The disk is full.",
    )
    client = sign_in(world.manager)
    response = client.post(reverse("jobs:again", args=[stopped.pk]))
    fresh = Job.objects.get(state="queued")
    assert response["Location"] == reverse("jobs:job", args=[fresh.pk])
    assert (fresh.key, fresh.requested_by) == (stopped.key, world.manager)
    page = text(client.get(INDEX))
    assert "1 job stopped" not in page
    assert "The disk is full." in page
    client.post(reverse("jobs:again", args=[stopped.pk]))
    assert Job.objects.filter(state="queued").count() == 1


def test_a_job_that_did_not_stop_is_not_asked_for_again(world: World) -> None:
    done = make(world.service, state="done", finished_at=Now())
    sign_in(world.manager).post(reverse("jobs:again", args=[done.pk]))
    assert Job.objects.count() == 1


def test_jobs_of_another_service_are_not_there(world: World) -> None:
    theirs = make(world.other_service, state="failed", reason="Theirs.", finished_at=Now())
    client = sign_in(world.manager)
    assert "Theirs." not in text(client.get(INDEX))
    assert client.get(reverse("jobs:job", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("jobs:again", args=[theirs.pk])).status_code == 404


def test_the_script_gets_the_piece_that_shows_progress(world: World) -> None:
    job = make(world.service, state="running", progress=40, progress_words="Step 2 of 5")
    client = sign_in(world.manager)
    address = reverse("jobs:job", args=[job.pk])
    piece = text(client.get(address, headers={"X-Part": "job"}))
    assert f'data-poll="{address}"' in piece
    assert "Step 2 of 5" in piece
    assert "<html" not in piece
    whole = text(client.get(address))
    assert "<html" in whole
    assert "Look again" in whole


def test_a_job_that_ended_is_polled_no_more(world: World) -> None:
    job = make(world.service, state="done", finished_at=Now(), result={"link": "/audits/"})
    page = text(sign_in(world.manager).get(reverse("jobs:job", args=[job.pk])))
    assert "data-poll" not in page
    assert 'href="/audits/"' in page


def test_an_outcome_is_a_link_only_for_who_may_open_it(world: World) -> None:
    made = {"state": "done", "finished_at": Now(), "result": {"link": "/audits/x/"}}
    job = Job.objects.create(kind="run_audit", key="one", service=world.service, **made)
    page = f"{INDEX}{job.pk}/"
    assert "Open the result" in text(sign_in(world.manager).get(page))
    assert "/audits/x/" not in text(sign_in(world.administrator).get(page))


def test_the_list_asks_the_same_number_of_queries_however_long(
    world: World, django_assert_max_num_queries: object
) -> None:
    for _ in range(40):
        make(world.service, state="done", finished_at=Now(), requested_by=world.manager)
    client = sign_in(world.manager)
    client.get(INDEX)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = text(client.get(INDEX))
    assert "page=2" in page


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"state": "queued"}, QUEUE_AWAY),
        ({"state": "queued", "sent_at": Now()}, "Waiting for its turn."),
        ({"state": "queued", "reason": "The disk is full."}, "Another attempt follows"),
        ({"state": "running", "progress_words": "Step 2 of 5"}, "Step 2 of 5. You may leave"),
        ({"state": "running", "attempts": 2}, "Attempt 2."),
    ],
)
def test_how_a_job_stands_in_words(world: World, columns: dict[str, object], words: str) -> None:
    assert words in standing(make(world.service, **columns))


def test_how_long_a_job_took() -> None:
    now = timezone.now()

    def job(seconds: float) -> Job:
        return Job(started_at=now, finished_at=now + timedelta(seconds=seconds))

    assert took(job(0.2)) == "1 second"
    assert took(job(119)) == "119 seconds"
    assert took(job(180)) == "3 minutes"
    assert took(Job()) == ""
