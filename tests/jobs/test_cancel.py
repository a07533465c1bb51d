"""Cancelling a job: only one that has not begun, and then nobody takes it up."""

import pytest

from accounts.models import Service, User
from jobs import actions, lease
from jobs.models import Job
from rodt.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(service: Service) -> User:
    return User.objects.create_user(email="sam@jobs.example", full_name="Sam Okafor")


def test_a_cancelled_job_is_not_taken_up_and_can_be_asked_for_again(
    service: Service, somebody: User, sent: list[tuple[str, str]]
) -> None:
    job = actions.request("succeed", "a key", service, somebody)
    assert actions.cancel(job=job, by=somebody)
    assert lease.claim(job.pk, new_id()) is None
    job.refresh_from_db()
    assert (job.has_stopped, job.reason) == (True, "Sam Okafor cancelled it before it began.")
    assert not Job.objects.to_look_at().exists()
    assert actions.again(job=job, by=somebody) != job


def test_a_job_that_runs_is_not_cancelled(
    service: Service, somebody: User, sent: list[tuple[str, str]]
) -> None:
    job = actions.request("succeed", "a key", service, somebody)
    lease.claim(job.pk, new_id())
    assert not actions.cancel(job=job, by=somebody)
    assert Job.objects.get(pk=job.pk).state == "running"
