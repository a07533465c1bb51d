"""`make demo`, really run with a few people: from nothing to an address, through what may happen to
it, to nothing left running."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rodt.embedded import processes
from rodt.embedded.state import CHECKOUT
from tests.rodt.embedded.folders import open_folder
from tests.stack import free_port

_WITHIN_S = 240
_HELD = """
from audits.models import AuditRound, PromisedAction, Signature
from patients.models import Patient
kept = PromisedAction.objects.filter(state="done")
print(*(rows.count() for rows in (Patient.objects, Signature.objects, kept, AuditRound.objects)))
"""
READY = "Case review is ready"


@dataclass
class Demo:
    folder: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None
    seen: set[int] = field(default_factory=set)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "RODT_STATE_DIR": str(self.folder / "state"),
            "PORT": str(self.port),
        }

    def command(self, *arguments: str) -> list[str]:
        script = str(CHECKOUT / "scripts" / "demo.py")
        return [sys.executable, script, "--patients", "30", *arguments]

    def start(self, *arguments: str) -> str:
        """Start it and wait for its address; what it printed until then."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(*arguments),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
            )
        deadline = time.monotonic() + _WITHIN_S
        while READY not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)
        self.seen |= self.running()
        return self.said()

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def once_more(self) -> tuple[int, str]:
        """A second demo of the same state, while the first one runs."""
        done = subprocess.run(
            self.command(), env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def running(self) -> set[int]:
        """Every process of this demo, found by the folder or the port in its command line."""
        marks = (str(self.folder), f"127.0.0.1:{self.port}")
        found = {pid for pid in _pids() if any(m in processes.command_of(pid) for m in marks)}
        if self.process is not None:
            found |= _below(self.process.pid)
        return found

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(60)

    def all_gone(self) -> bool:
        deadline = time.monotonic() + 60
        while any(processes.is_alive(pid) for pid in self.seen) and time.monotonic() < deadline:
            time.sleep(0.1)
        return not any(processes.is_alive(pid) for pid in self.seen)

    def missing_page(self) -> str:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/nowhere/", timeout=30).close()
        except urllib.error.HTTPError as error:
            return error.read().decode()
        raise AssertionError("There is a page where there should be none.")

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            return error.code

    def people(self) -> int:
        return self.held()[0]

    def held(self) -> list[int]:
        """How many people, signatures, promises that were kept, and rounds."""
        done = subprocess.run(
            [*(sys.executable, CHECKOUT / "manage.py", "shell", "-v", "0", "-c"), _HELD],
            env={**self.environment, "RODT_DB_ROLE": "owner"},
            capture_output=True,
            text=True,
            check=True,
        )
        return [int(number) for number in done.stdout.split()]


def _pids() -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid="], capture_output=True, text=True, check=True)
    return [int(pid) for pid in listed.stdout.split()]


def _below(top: int) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found, grown = {top}, True
    while grown:
        more = {pid for pid, parent in pairs if parent in found} - found
        found |= more
        grown = bool(more)
    return found - {top}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with open_folder() as folder:
        made = Demo(folder, free_port(), folder / "demo.log")
        yield made
        if made.process is not None and made.process.poll() is None:
            made.signal(signal.SIGTERM)
        assert made.all_gone()


def test_from_nothing_it_prints_address_accounts_and_report(demo: Demo) -> None:
    said = demo.start()
    assert f"http://localhost:{demo.port}" in said
    for account in ("dee.marsh", "dr.osei", "ruth.calder", "lin.shaw"):
        assert f"{account}@demo.example" in said
    assert "Traceback" not in said
    report = re.search(r"The first audit: (/.*\.pdf)", said)
    assert report, said
    assert Path(report[1]).read_bytes().startswith(b"%PDF")
    assert demo.status("/readyz") == 200
    people, *reports = demo.held()
    assert people >= 30
    assert reports == [2, 1, 1], "a signed report, a promise that was kept, a round"


def test_a_second_demo_says_where_the_first_one_is(demo: Demo) -> None:
    code, said = demo.once_more()
    assert code != 0
    assert "already running" in said
    assert str(demo.port) in said
    assert "Traceback" not in said
    assert demo.status("/readyz") == 200


def test_a_page_that_is_not_there_says_so_in_the_words_of_the_product(demo: Demo) -> None:
    assert "There is no such page" in demo.missing_page()


def test_a_worker_that_was_killed_is_started_again(demo: Demo) -> None:
    worker = next(
        pid
        for pid in demo.running()
        if "--queues default" in processes.command_of(pid) and _below(pid)
    )
    children = _below(worker)
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while "The worker was ended by SIGKILL; starting it again" not in demo.said():
        assert time.monotonic() < deadline, demo.said()
        time.sleep(0.1)
    assert all(processes.wait_until_gone(pid, 10) for pid in children)
    demo.seen |= demo.running()


def test_killed_outright_it_leaves_nothing_running_and_loses_nothing(demo: Demo) -> None:
    people = demo.people()
    demo.seen |= demo.running()
    demo.signal(signal.SIGKILL)
    said = demo.start()
    assert "Traceback" not in said
    assert "synthetic people and their past" not in said
    assert demo.people() == people


def test_ctrl_c_stops_everything_it_started(demo: Demo) -> None:
    demo.seen |= demo.running()
    demo.signal(signal.SIGINT)
    assert demo.process is not None
    assert demo.process.returncode == 0
    assert demo.all_gone()
    assert "The data are kept" in demo.said()


def test_a_port_that_is_taken_is_named_and_nothing_is_left_running(demo: Demo) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", demo.port))
        taken.listen()
        code, said = demo.once_more()
    assert code != 0
    assert f"Port {demo.port} is in use" in said
    assert "make demo PORT=" in said
    assert "Traceback" not in said


def test_started_over_it_has_new_people_and_a_new_report(demo: Demo) -> None:
    letter = demo.folder / "state" / "letter.txt"
    letter.write_text("not of the demo")
    said = demo.start("--start-over")
    assert "synthetic people and their past" in said
    assert letter.exists()
    demo.seen |= demo.running()
    demo.signal(signal.SIGTERM)
    assert demo.all_gone()
