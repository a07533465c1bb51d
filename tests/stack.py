"""The product running for tests: web, workers and beat, committing to a database of their own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rodt.embedded import children
from rodt.embedded.children import Child
from rodt.embedded.programs import Program, product
from rodt.embedded.state import CHECKOUT
from tests.servers import TestServers, worker_number

DATABASE = f"stack_{worker_number()}"
PEOPLE = 120
ON = "2026-06-30"
"""The day the synthetic past ends; the product itself goes by today's date."""

TAKEN_UP_WITHIN_S = 60
"""Promised of a job whose worker died; no test depends on how much faster it is."""

_READY_WITHIN_S = 60


@dataclass
class Stack:
    """A running product. `running` holds its processes by name, for tests that kill one."""

    address: str
    environment: dict[str, str]
    logs: Path
    servers: TestServers
    programs: dict[str, Program]
    running: dict[str, Child] = field(default_factory=dict)

    def manage(self, *arguments: str, is_fine: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` on the stack's database; raises when it fails, unless told not to."""
        done = subprocess.run(
            [sys.executable, CHECKOUT / "manage.py", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if is_fine and done.returncode != 0:
            raise AssertionError(f"manage.py {arguments[0]} failed: {done.stdout}{done.stderr}")
        return done

    def answer_of(self, make: Callable[[], object]) -> str:
        """What a function answers inside the product, where whom it makes is committed."""
        code = f"from {make.__module__} import {make.__name__} as make; print(make())"
        return self.manage("shell", "-c", code).stdout.strip().splitlines()[-1]

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Rows as the owner sees them, beside the product."""
        with self.servers.cluster.connect(DATABASE) as connection:
            return connection.execute(sql, values or None).fetchall()  # type: ignore[arg-type]

    def start(self, name: str) -> Child:
        self.running[name] = self.programs[name].start()
        return self.running[name]

    def kill(self, name: str) -> None:
        """End a process outright, as a crash would; it stays down until `start`."""
        child = self.running.pop(name)
        child.popen.kill()
        child.popen.wait()

    def log(self, name: str) -> str:
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN_S
        while True:
            if self._is_ready():
                return
            if time.monotonic() > deadline:
                raise AssertionError(f"The stack did not get ready: {self.log('web')[-2000:]}")
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def wait_for(is_so: Callable[[], bool], seconds: float = TAKEN_UP_WITHIN_S) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def running_stack(servers: TestServers) -> Iterator[Stack]:
    port = free_port()
    logs = servers.folder / DATABASE / "logs"
    servers.cluster.drop_database(DATABASE)
    servers.copy(DATABASE)
    environment = {
        **os.environ,
        **servers.environment(DATABASE, 40 + 2 * worker_number()),
        "DJANGO_SETTINGS_MODULE": "rodt.settings",
        "RODT_STATE_DIR": str(servers.folder / DATABASE / "state"),
        "PYTHONWARNINGS": "default",
    }
    programs = {program.name: program for program in product(environment, logs, port)}
    stack = Stack(f"http://localhost:{port}", environment, logs, servers, programs)
    stack.manage(
        "seed_demo", "--patients", str(PEOPLE), "--services", "1", "--seed", "1", "--on", ON
    )
    try:
        for name in programs:
            stack.start(name)
        stack.wait_until_ready()
        yield stack
    finally:
        children.stop_all(list(stack.running.values()))
