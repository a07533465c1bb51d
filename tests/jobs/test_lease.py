"""Who holds a job: one at a time, until done, given up, or silent for too long."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models.functions import Now

from jobs import lease
from jobs.models import Job
from jobs.querysets import MOST_ATTEMPTS

ME, OTHER = UUID(int=1), UUID(int=2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    return Job.objects.create(kind="succeed", key="a")


def fall_silent() -> None:
    Job.objects.update(lease_until=Now() - timedelta(seconds=1))


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_a_waiting_job_is_given_to_the_first_that_claims_it(job: Job) -> None:
    claimed = lease.claim(job.pk, ME)
    assert claimed is not None
    assert (claimed.state, claimed.holder, claimed.attempts) == (Job.State.RUNNING, ME, 1)
    assert lease.claim(job.pk, OTHER) is None


def test_a_silent_holder_loses_its_job_to_the_next(job: Job) -> None:
    lease.claim(job.pk, ME)
    fall_silent()
    claimed = lease.claim(job.pk, OTHER)
    assert claimed is not None
    assert (claimed.holder, claimed.attempts) == (OTHER, 2)


def test_a_holder_that_renews_keeps_its_job(job: Job) -> None:
    lease.claim(job.pk, ME)
    fall_silent()
    assert lease.renew(job.pk, ME, progress=50)
    assert lease.claim(job.pk, OTHER) is None
    job.refresh_from_db()
    assert job.progress == 50


def test_who_lost_the_lease_can_neither_renew_nor_finish(job: Job) -> None:
    first = lease.claim(job.pk, ME)
    fall_silent()
    lease.claim(job.pk, OTHER)
    assert first is not None
    assert not lease.renew(job.pk, ME)
    with pytest.raises(lease.LeaseLost):
        lease.finish(first, ME, {})
    lease.let_go(first, ME, "A fault.")
    assert state(job) == Job.State.RUNNING


def test_a_finished_job_cannot_be_claimed(job: Job) -> None:
    claimed = lease.claim(job.pk, ME)
    assert claimed is not None
    lease.finish(claimed, ME, {"words": "Done."})
    assert lease.claim(job.pk, OTHER) is None
    job.refresh_from_db()
    assert (job.state, job.words, job.progress) == (Job.State.DONE, "Done.", 100)


def test_after_the_last_attempt_a_fault_ends_the_job_in_words(job: Job) -> None:
    for attempt in range(1, MOST_ATTEMPTS + 1):
        claimed = lease.claim(job.pk, ME)
        assert claimed is not None
        assert claimed.attempts == attempt
        lease.let_go(claimed, ME, "The disk is full.")
    assert state(job) == Job.State.FAILED
    assert job.reason == "The disk is full. It was tried 3 times. Nothing was changed."
    assert lease.claim(job.pk, ME) is None


def test_a_refusal_ends_the_job_at_once(job: Job) -> None:
    claimed = lease.claim(job.pk, ME)
    assert claimed is not None
    lease.refuse(claimed, ME, "There is nobody to look at.")
    assert state(job) == Job.State.FAILED
    assert lease.claim(job.pk, ME) is None
