"""The sweep: every job ends, whatever was lost on the way."""

from datetime import datetime, timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from jobs import queue, sweep
from jobs.models import Job

Sent = list[tuple[str, str]]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 1, 2, tzinfo=timezone.get_default_timezone())


def make(**columns: object) -> Job:
    return Job.objects.create(kind="succeed", key=str(Job.objects.count()), **columns)


def ago(seconds: int) -> object:
    return Now() - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("columns", "is_told"),
    [
        ({"created_at": ago(6)}, True),
        ({"created_at": ago(1)}, False),
        ({"sent_at": ago(31)}, True),
        ({"sent_at": ago(10)}, False),
        ({"sent_at": ago(31), "state": "running", "lease_until": ago(1)}, True),
        ({"sent_at": ago(31), "state": "running", "lease_until": ago(-10)}, False),
        ({"sent_at": ago(31), "state": "done"}, False),
        ({"sent_at": ago(31), "state": "failed"}, False),
    ],
    ids=[
        "never sent",
        "about to be sent",
        "the word was lost",
        "sent just now",
        "its worker fell silent",
        "its worker works",
        "done",
        "failed",
    ],
)
def test_what_the_workers_are_told_again(
    sent: Sent, columns: dict[str, object], is_told: bool
) -> None:
    job = make(queue="pdf", **columns)
    sweep.sweep(AT)
    assert sent == ([(str(job.pk), "pdf")] if is_told else [])


def test_a_second_sweep_tells_nothing_twice(sent: Sent) -> None:
    make(sent_at=ago(31))
    sweep.sweep(AT)
    sweep.sweep(AT)
    assert len(sent) == 1


def test_a_job_whose_workers_died_three_times_ends_in_words(sent: Sent) -> None:
    job = make(state="running", attempts=3, sent_at=ago(90), lease_until=ago(1))
    sweep.sweep(AT)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.reason == "Its worker stopped 3 times on the way. Nothing was changed."
    assert sent == []


def test_while_the_queue_is_away_every_job_stays_to_be_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []

    def away(*args: object, **more: object) -> None:
        tries.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(queue.app, "send_task", away)
    for _ in range(3):
        make(sent_at=ago(31))
    sweep.sweep(AT)
    assert len(tries) == 1
    assert Job.objects.filter(sent_at=None).count() == 3


asked: list[datetime] = []


def note_the_moment(at: datetime) -> None:
    asked.append(at)


def test_every_room_is_asked_what_is_due_tonight(settings: Settings) -> None:
    asked.clear()
    settings.JOB_NIGHTLY = [f"{__name__}.note_the_moment"]
    sweep.sweep(AT)
    assert asked == [AT]
