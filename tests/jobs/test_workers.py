"""Real workers, a real queue and a real beat, killed and emptied while a check is at work."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import redis

from rodt.embedded.state import CHECKOUT
from rodt.ids import new_id
from tests.servers import TestServers
from tests.stack import DATABASE, TAKEN_UP_WITHIN_S, Stack, wait_for

_DAYS = iter(date(2024, 1, day) for day in range(1, 29))


class OneCheck:
    """A check of a day that nobody else asks about, put down as though the word was lost."""

    def __init__(self, stack: Stack, key: str = "", is_sent: bool = False) -> None:
        self.stack, self.id, self.on = stack, new_id(), next(_DAYS).isoformat()
        ((service_id,),) = stack.query("SELECT id FROM accounts_service WHERE code = 'HARBOUR'")
        self._write(
            "INSERT INTO jobs_job (id, kind, key, is_once, service_id, arguments, state, attempts,"
            " progress, progress_words, reason, result, queue, sent_at)"
            " VALUES (%s, 'flag_overdue', %s, false, %s, %s, 'queued', 0, 0, '', '', '{}',"
            " 'default', CASE WHEN %s THEN now() END)",
            self.id,
            key or f"test {self.id}",
            service_id,
            f'{{"on": "{self.on}"}}',
            is_sent,
        )

    def _write(self, sql: str, *values: object) -> None:
        with self.stack.servers.cluster.connect(DATABASE) as connection:
            connection.execute(sql, values)  # type: ignore[arg-type]

    def column(self, name: str) -> Any:
        return self.stack.query(f"SELECT {name} FROM jobs_job WHERE id = %s", self.id)[0][0]

    def is_in(self, state: str) -> Callable[[], bool]:
        return lambda: self.column("state") == state

    def effects(self) -> int:
        """How often its work took effect: one note in the trail each time."""
        rows = self.stack.query(
            "SELECT count(*) FROM accounts_trail WHERE verb = 'checked what is due' AND about = %s",
            f"day {self.on}",
        )
        return int(str(rows[0][0]))


@contextlib.contextmanager
def work_held_up(stack: Stack) -> Iterator[None]:
    """A check that starts within cannot end: it waits for a table that somebody has locked."""
    with stack.servers.cluster.connect(DATABASE) as connection:
        connection.execute("BEGIN")
        connection.execute("LOCK TABLE reviews_transition IN ACCESS EXCLUSIVE MODE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


@pytest.fixture
def at_rest(stack: Stack) -> Stack:
    """The stack once every service had its night's check, and nothing runs or waits."""

    def is_at_rest() -> bool:
        ((nights, live, services),) = stack.query(
            "SELECT count(*) FILTER (WHERE key LIKE '%:night:%'),"
            " count(*) FILTER (WHERE state IN ('queued', 'running')),"
            " (SELECT count(*) FROM accounts_service) FROM jobs_job"
        )
        return live == 0 and int(str(nights)) >= int(str(services))

    assert wait_for(is_at_rest, 3 * TAKEN_UP_WITHIN_S), logs(stack)
    return stack


def logs(stack: Stack) -> str:
    return "".join(stack.log(name)[-3000:] for name in ("beat", "worker"))


def test_a_killed_workers_job_is_done_once_by_another(at_rest: Stack) -> None:
    with work_held_up(at_rest):
        check = OneCheck(at_rest)
        assert wait_for(check.is_in("running")), logs(at_rest)
        at_rest.kill("worker")
    try:
        assert check.column("state") == "running"
        assert check.effects() == 0
    finally:
        at_rest.start("worker")
    assert wait_for(check.is_in("done")), logs(at_rest)
    assert check.column("attempts") == 2
    assert check.effects() == 1


def test_a_worker_that_works_long_keeps_its_job(at_rest: Stack) -> None:
    """Longer than a lease: it is renewed, and nobody else takes the job up."""
    with work_held_up(at_rest):
        check = OneCheck(at_rest)
        assert wait_for(check.is_in("running")), logs(at_rest)
        holder = check.column("holder")
        first = check.column("lease_until")
        assert wait_for(lambda: check.column("lease_until") > first)
        wait_for(lambda: check.column("clock_timestamp() > started_at + interval '25 s'"))
        assert (check.column("holder"), check.column("attempts")) == (holder, 1)
    assert wait_for(check.is_in("done"))
    assert (check.column("attempts"), check.effects()) == (1, 1)


def test_a_queue_that_lost_everything_loses_no_job(at_rest: Stack) -> None:
    at_rest.kill("worker")
    try:
        check = OneCheck(at_rest, is_sent=True)
        redis.Redis.from_url(at_rest.environment["REDIS_URL"]).flushdb()
    finally:
        at_rest.start("worker")
    assert wait_for(check.is_in("done")), logs(at_rest)
    assert (check.column("attempts"), check.effects()) == (1, 1)


def test_a_second_beat_changes_nothing(at_rest: Stack) -> None:
    second = at_rest.programs["beat"].start()
    try:
        checks = [OneCheck(at_rest) for _ in range(3)]
        for check in checks:
            assert wait_for(check.is_in("done"))
            assert (check.column("attempts"), check.effects()) == (1, 1)
        nights = at_rest.query(
            "SELECT key, count(*) FROM jobs_job WHERE key LIKE '%:night:%'"
            " GROUP BY key HAVING count(*) > 1"
        )
        assert nights == []
    finally:
        second.popen.kill()
        second.popen.wait()


def test_the_night_is_asked_for_by_itself_for_every_service(at_rest: Stack) -> None:
    rows = at_rest.query(
        "SELECT s.code FROM accounts_service s WHERE NOT EXISTS (SELECT 1 FROM jobs_job j"
        " WHERE j.service_id = s.id AND j.key LIKE '%:night:%' AND j.state = 'done')"
    )
    assert rows == []


ASK = """
import time
import django
django.setup()
from django.db import transaction
from accounts.models import Service
from jobs.words import standing
from reviews import nightly
from datetime import date
service = Service.objects.create(code="A", name="A", kind_of_data="synthetic")
start = time.monotonic()
with transaction.atomic():
    job = nightly.request(service, date(2026, 10, 1))
spent = time.monotonic() - start
job.refresh_from_db()
print(job.state, job.sent_at, spent < 5, standing(job), sep="|")
"""


@pytest.mark.parametrize(
    "address",
    ["redis://127.0.0.1:1/0", "unix:///tmp/there-is-no-queue-here"],
    ids=["port", "socket"],
)
def test_with_the_queue_away_a_job_is_accepted_and_says_so(
    own_database: str, servers: TestServers, address: str
) -> None:
    environment = {
        **os.environ,
        **servers.environment(own_database, 0),
        "REDIS_URL": address,
        "DJANGO_SETTINGS_MODULE": "rodt.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    state, sent_at, is_quick, words = done.stdout.strip().split("|")
    assert (state, sent_at, is_quick) == ("queued", "None", "True"), done.stderr
    assert words.startswith("The queue cannot be reached just now.")
