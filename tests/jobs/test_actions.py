"""Asking for a job: told after the commit, joined when it is already there."""

import threading

import pytest
from django.db import connection, connections
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Service, Trail, User
from jobs import actions, queue
from jobs.models import Job

Sent = list[tuple[str, str]]


def ask(service: Service | None, key: str = "a", **more: object) -> Job:
    return actions.request("succeed", key, service, None, **more)  # type: ignore[arg-type]


def test_workers_are_told_after_the_commit_and_not_before(
    service: Service,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(service, queue="pdf")
        assert sent == []
    assert sent == [(str(job.pk), "pdf")]
    job.refresh_from_db()
    assert job.sent_at is not None


def test_a_request_joins_the_live_job_of_its_key(service: Service) -> None:
    assert ask(service).pk == ask(service).pk
    assert ask(service, key="b").pk != ask(service).pk
    assert Job.objects.count() == 2


def test_a_request_after_the_end_is_a_new_job(service: Service) -> None:
    first = ask(service)
    Job.objects.update(state=Job.State.DONE)
    assert ask(service).pk != first.pk


def test_what_is_done_once_answers_for_every_later_request(service: Service) -> None:
    first = ask(service, is_once=True)
    Job.objects.update(state=Job.State.DONE)
    assert ask(service, is_once=True).pk == first.pk


def test_what_should_be_done_once_and_failed_may_be_asked_for_again(service: Service) -> None:
    first = ask(service, is_once=True)
    Job.objects.update(state=Job.State.FAILED, reason="The disk is full.")
    user = User.objects.create_user(email="ruth@demo.example", full_name="Ruth Calder")
    second = actions.again(job=first, by=user)
    assert second.pk != first.pk
    assert (second.key, second.is_once, second.requested_by) == (first.key, True, user)
    first.refresh_from_db()
    assert first.reason == "The disk is full."


def test_a_request_is_noted_in_the_trail_once(service: Service) -> None:
    ask(service)
    ask(service)
    assert Trail.objects.filter(verb="asked for a job", service=service).count() == 1


def test_a_kind_that_no_room_has_named_is_refused(db: None) -> None:
    with pytest.raises(LookupError, match="invented"):
        actions.request("invented", "key", None, None)


def test_without_a_queue_the_job_waits_and_nothing_is_raised(
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def away(*args: object, **more: object) -> None:
        raise OperationalError("Connection refused")

    monkeypatch.setattr(queue.app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(service)
    job.refresh_from_db()
    assert (job.state, job.sent_at) == (Job.State.QUEUED, None)


def test_two_requests_at_the_same_moment_are_one_job(own_database: str, sent: Sent) -> None:
    """The second waits at the unique key for the first one's commit, and joins it."""
    found, start = [], threading.Barrier(4)

    def request() -> None:
        start.wait()
        try:
            found.append(ask(None).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert len(sent) == 1
    assert Job.objects.count() == 1
    assert connection.settings_dict["NAME"] == own_database
