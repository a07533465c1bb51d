"""The daily e-mail: asked for, counts only, once a day and person, also when a worker dies."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from email import message_from_bytes
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models.functions import Now
from django.test import Client

from accounts import actions
from accounts.models import DigestChoice, Membership, Trail, User
from jobs import sweep
from jobs.models import Job
from jobs.run import run
from jobs.views import NOT_AGAIN_WORDS
from patients.models import Patient
from reviews import digests
from reviews.worklist import Whose, worklist
from tests.world import LONDON, TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db
SETTINGS = "/settings/"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(at(8, 1), tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def choose(world: World, user: User | None = None, hour: int = 8) -> DigestChoice:
    return actions.choose_digest(
        service=world.service, by=user or world.keyworker, is_on=True, send_at=time(hour)
    )


def jobs() -> list[Job]:
    return list(Job.objects.filter(kind="send_digest").order_by("created_at"))


def do(world: World, job: Job) -> Job:
    run(job.pk)
    world.open()
    job.refresh_from_db()
    return job


def requested(world: World, hour: int = 8, minute: int = 1) -> Job:
    digests.ensure_requested(at(hour, minute))
    (job,) = jobs()
    return job


def test_nobody_gets_one_who_did_not_ask(world: World) -> None:
    digests.ensure_requested(at(9))
    assert jobs() == []


def test_it_holds_counts_and_a_link_and_nothing_about_anybody(world: World) -> None:
    choose(world)
    job = do(world, requested(world))
    assert (job.state, job.words) == (Job.State.DONE, "Sent.")
    (letter,) = mail.outbox
    found = worklist(world.access(world.keyworker), world.on, Whose.MINE)
    assert letter.to == [world.keyworker.email]
    assert letter.subject == f"Case review: {found.needing} people need you"
    assert f"{found.needing} people need you. {found.cannot_wait} cannot wait" in letter.body
    assert f"On your list: {found.total} people." in letter.body
    assert "http://localhost:8000/my-people/" in letter.body
    assert "http://localhost:8000/settings/" in letter.body
    for patient in Patient.objects.all():
        for word in (patient.family_name, patient.reference, patient.nhs_number, str(patient.pk)):
            assert not word or word not in letter.subject + letter.body
    assert str(world.keyworker.pk) in Trail.objects.get(verb="sent a daily e-mail").about


def test_a_job_holds_ids_only(world: World) -> None:
    choice = choose(world)
    assert requested(world).arguments == {"choice": str(choice.pk), "on": "2026-10-01"}


@pytest.mark.parametrize(
    ("hour", "minute", "asked"), [(7, 59, 0), (8, 0, 1), (11, 59, 1), (12, 0, 0), (23, 0, 0)]
)
def test_it_is_asked_for_at_its_hour_and_not_hours_later(
    world: World, hour: int, minute: int, asked: int
) -> None:
    choose(world)
    digests.ensure_requested(at(hour, minute))
    assert len(jobs()) == asked


def test_it_is_sent_once_a_day_however_often_it_is_asked_for(world: World) -> None:
    choose(world)
    do(world, requested(world))
    for minute in (2, 3, 50):
        digests.ensure_requested(at(8, minute))
    choose(world, hour=9)
    digests.ensure_requested(at(9, 5))
    assert len(jobs()) == len(mail.outbox) == 1


def test_whoever_switched_it_off_gets_none_also_when_it_was_asked_for(world: World) -> None:
    choice = choose(world)
    job = requested(world)
    DigestChoice.objects.filter(pk=choice.pk).update(is_on=False)
    assert do(world, job).words == "Not sent: it was switched off."
    digests.ensure_requested(at(8, 30))
    assert mail.outbox == []


def test_whoever_has_left_gets_none(world: World) -> None:
    choose(world)
    job = requested(world)
    Membership.objects.filter(user=world.keyworker).update(is_current=False)
    assert do(world, job).words.startswith("Not sent")
    assert mail.outbox == []


def test_a_letter_of_yesterday_is_not_sent_today(world: World) -> None:
    choose(world)
    job = requested(world)
    Job.objects.filter(pk=job.pk).update(arguments=job.arguments | {"on": "2026-09-30"})
    assert do(world, job).words == "Not sent: its day has passed."


def test_a_manager_gets_the_counts_of_the_service(world: World) -> None:
    choose(world, world.manager)
    do(world, requested(world))
    total = worklist(world.access(world.manager), world.on, Whose.SERVICE).total
    assert f"On your list: {total} people." in mail.outbox[0].body


# A worker that dies, a server that does not answer


def test_a_worker_killed_on_the_way_never_makes_a_second_letter(world: World) -> None:
    """Killed after the server took it and before the job was done: nobody knows, so never again."""
    choose(world)
    job = requested(world)
    Job.objects.filter(pk=job.pk).update(
        state="running", attempts=1, lease_until=at(7), holder=job.pk
    )
    assert not run(job.pk)
    sweep.sweep(at(8, 2))
    sweep.sweep(at(8, 3))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.reason == (
        "Its worker stopped on the way. It may have gone out, so it is not tried again."
    )
    assert len(jobs()) == 1
    assert mail.outbox == []


class Away(EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError


class BreaksOff(EmailBackend):
    def send_messages(self, messages: object) -> int:
        raise TimeoutError


def test_a_server_that_is_away_is_tried_again(world: World, settings: object) -> None:
    choose(world)
    job = requested(world)
    settings.EMAIL_BACKEND = f"{__name__}.Away"  # type: ignore[attr-defined]
    assert do(world, job).state == Job.State.QUEUED
    assert job.reason == "The mail server cannot be reached."
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    assert do(world, job).state == Job.State.DONE
    assert len(mail.outbox) == 1


def test_one_that_broke_off_while_it_was_sent_is_not_tried_again(
    world: World, settings: object
) -> None:
    choose(world)
    settings.EMAIL_BACKEND = f"{__name__}.BreaksOff"  # type: ignore[attr-defined]
    job = do(world, requested(world))
    assert job.state == Job.State.FAILED
    assert job.reason.endswith("It may have gone out, so it is not tried again.")
    assert not Trail.objects.filter(verb="sent a daily e-mail").exists()


def test_nobody_can_ask_for_it_again(world: World) -> None:
    choose(world)
    job = requested(world)
    Job.objects.filter(pk=job.pk).update(state="failed", finished_at=Now(), reason="It broke off.")
    manager = signed_in(world.manager)
    page = manager.get(f"/jobs/{job.pk}/").content.decode()
    assert "It broke off." in page and "Try again" not in page
    answer = manager.post(f"/jobs/{job.pk}/again/", follow=True).content.decode()
    assert NOT_AGAIN_WORDS in answer
    assert len(jobs()) == 1


def test_letters_do_not_bury_the_other_jobs(world: World) -> None:
    choose(world)
    do(world, requested(world))
    assert "Daily e-mail" not in signed_in(world.manager).get("/jobs/").content.decode()


def test_in_development_a_letter_is_a_file(world: World, settings: object, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_FILE_PATH = str(tmp_path / "letters")  # type: ignore[attr-defined]
    choose(world)
    do(world, requested(world))
    (file,) = (tmp_path / "letters").iterdir()
    letter = message_from_bytes(file.read_bytes())
    assert letter["To"] == world.keyworker.email
    assert letter["List-Unsubscribe"] == "<http://localhost:8000/settings/>"


# The page


def text(client: Client, path: str = SETTINGS) -> str:
    page = client.get(path).content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_one_chooses_it_for_oneself_and_stops_it(world: World) -> None:
    client = signed_in(world.keyworker)
    assert "You do not get it." in text(client)
    client.post(SETTINGS, {"is_on": "yes", "send_at": "07:00"})
    choice = DigestChoice.objects.get()
    assert (choice.user, choice.service) == (world.keyworker, world.service)
    assert (choice.is_on, choice.send_at) == (True, time(7))
    assert "You get it at 7am." in text(client)
    client.post(SETTINGS, {"is_on": "no", "send_at": "07:00"})
    assert "You do not get it." in text(client)
    assert Trail.objects.filter(verb="chose the daily e-mail").count() == 2


@pytest.mark.parametrize("typed", [{}, {"is_on": "yes"}, {"is_on": "yes", "send_at": "03:17"}])
def test_what_is_not_offered_is_not_chosen(world: World, typed: dict[str, str]) -> None:
    answer = signed_in(world.keyworker).post(SETTINGS, {"x": "y"} | typed)
    assert answer.status_code == 200
    assert not DigestChoice.objects.exists()


def test_whoever_has_no_list_has_nothing_to_choose(world: World) -> None:
    client = signed_in(world.administrator)
    assert "Your roles have no list of people" in text(client)
    client.post(SETTINGS, {"is_on": "yes", "send_at": "07:00"})
    assert not DigestChoice.objects.exists()


def test_without_a_mail_server_the_page_says_so(world: World, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # type: ignore[attr-defined]
    assert "No mail server is set up here" in text(signed_in(world.keyworker))
