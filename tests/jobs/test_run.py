"""Doing a job: its effect and its finish become true together, or neither does."""

import errno
import threading
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.db.models.functions import Now

from jobs import lease, run
from jobs.in_place import do_now
from jobs.models import Job
from rodt.ids import new_id
from tests.jobs import work


def make(kind: str) -> Job:
    return Job.objects.create(kind=kind, key=kind)


def test_the_result_stands_on_the_row(db: None) -> None:
    job = make("succeed")
    assert run.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.words) == (Job.State.DONE, "It was done.")
    assert work.effects() == 1


def test_a_job_that_comes_twice_takes_effect_once(db: None) -> None:
    job = make("succeed")
    assert run.run(job.pk)
    assert not run.run(job.pk)
    assert work.effects() == 1


def test_a_job_that_is_not_there_is_left_alone(db: None) -> None:
    assert not run.run(new_id())


def test_a_fault_undoes_the_work_and_says_why_without_its_words(db: None) -> None:
    job = make("break_down")
    for _ in range(3):
        assert not run.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "a fault in the product (KeyError)" in job.reason
    assert "Teague" not in job.reason
    assert work.effects() == 0


def test_a_refusal_undoes_the_work_and_gives_its_sentence(db: None) -> None:
    job = make("refuse")
    assert not run.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.reason) == (
        Job.State.FAILED,
        "There is nobody to look at on that day.",
    )
    assert work.effects() == 0


def test_whoever_lost_the_lease_on_the_way_leaves_nothing_behind(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make("succeed")

    def work_while_another_takes_over(taken: Job, report_progress: object) -> dict[str, str]:
        Job.objects.update(lease_until=Now() - timedelta(seconds=1))
        assert lease.claim(taken.pk, new_id()) is not None
        return work.succeed(taken, lambda percent, words: None)

    monkeypatch.setattr(work, "succeed_in_time", work_while_another_takes_over, raising=False)
    monkeypatch.setitem(work.KINDS["succeed"], "work", "tests.jobs.work.succeed_in_time")
    assert not run.run(job.pk)
    assert work.effects() == 0


def test_progress_is_seen_from_outside_while_the_work_goes_on(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, looked = {}, threading.Event()

    def look(job: Job, report_progress: run.ReportProgress) -> dict[str, str]:
        report_progress(40, "Step 2 of 5")

        def outside() -> None:
            from django.db import connections

            try:
                while not seen.get("words"):
                    row = Job.objects.get(pk=job.pk)
                    seen.update(percent=row.progress, words=row.progress_words)
            finally:
                connections.close_all()
                looked.set()

        threading.Thread(target=outside).start()
        assert looked.wait(20)
        return {}

    monkeypatch.setattr(work, "report", look)
    job = make("report")
    assert run.run(job.pk)
    assert seen == {"percent": 40, "words": "Step 2 of 5"}


def test_two_workers_at_once_take_effect_once(own_database: str) -> None:
    job = make("succeed")
    start, done = threading.Barrier(3), []

    def one() -> None:
        from django.db import connections

        start.wait()
        try:
            done.append(run.run(job.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, False, True]
    assert work.effects() == 1


def test_a_command_does_the_job_in_place_and_reports(db: None) -> None:
    said: list[tuple[int, str]] = []
    job = do_now(
        "report", "r", None, report_progress=lambda percent, words: said.append((percent, words))
    )
    assert job.state == Job.State.DONE
    assert said == [(40, "Step 2 of 5")]


def test_a_command_gets_what_was_done_once_without_doing_it_again(db: None) -> None:
    first = do_now("succeed", "s", None, is_once=True)
    assert do_now("succeed", "s", None, is_once=True).pk == first.pk
    assert work.effects() == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (SoftTimeLimitExceeded(), "It took too long"),
        (MemoryError(), "no memory"),
        (OperationalError("server closed the connection"), "The database could not be reached"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full."),
        (OSError(errno.EACCES, "Permission denied"), "a fault in the product (PermissionError)"),
    ],
)
def test_each_fault_has_a_reason_in_words(fault: Exception, words: str) -> None:
    assert words in run.in_words(fault)
