"""`make demo`: the whole product with synthetic people, from nothing to an address, and back."""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import IO

from rodt.embedded import children, claims, leftovers, made, ports, tables
from rodt.embedded.children import Child
from rodt.embedded.claims import Owner
from rodt.embedded.programs import product
from rodt.embedded.progress import step
from rodt.embedded.servers import Servers
from rodt.embedded.state import CHECKOUT, State
from rodt.embedded.stopping import Stopping
from rodt.embedded.supervisor import Supervisor
from rodt.embedded.trouble import Trouble

_FIRST_TIME_MB, _NEXT_TIME_MB = 1000, 200
_OTHERS_PATIENCE_S = 60
_READY_WITHIN_S = 90


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line and in the environment."""

    port: int
    patients: int = 2500
    starts_over: bool = False

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


def run(
    wishes: Wishes, stopping: Stopping, on: date, announce: Callable[[Wishes, str], None]
) -> None:
    """Start everything, announce it, and keep it running until somebody asks to stop."""
    state = State.of_checkout()
    claim = _claim(state, wishes)
    servers = Servers.missing(state)
    supervisor = Supervisor(servers, state.folder)
    try:
        leftovers.clear(state.folder)
        if wishes.starts_over:
            _start_over(state, servers)
        ports.check_free(wishes.port)
        _start(supervisor, state, wishes, on, announce)
        supervisor.watch()
    finally:
        stopping.begin()
        if supervisor.has_something_to_stop():
            with step("Stopping everything"):
                supervisor.stop(stopping.is_hurried)
        claim.close()


def _claim(state: State, wishes: Wishes) -> IO[str]:
    """The right to start the servers of this checkout; one demo at a time has it."""
    state.prepare()
    mine = Owner(os.getpid(), "demo", wishes.address)
    if (claim := claims.claim(state.folder, mine)) is not None:
        return claim
    holder = claims.owner(state.folder)
    if holder and holder.what == "demo":
        raise Trouble(
            f"The demo of this checkout is already running: {holder.address} (process "
            f"{holder.pid}). Stop it there with Ctrl-C, or with: kill {holder.pid}"
        )
    who = f"{holder.what} (process {holder.pid})" if holder else "another command"
    with step(f"Waiting for {who} to end: it uses this checkout's database") as shown:
        while (claim := claims.claim(state.folder, mine)) is None:
            shown.tick()
            time.sleep(0.1)
            if shown.age_s() > _OTHERS_PATIENCE_S:
                raise Trouble(f"{who} still uses this checkout's database. End it first.")
    return claim


def _start_over(state: State, servers: Servers) -> None:
    """Remove what was made here. A server that a killed run left is stopped first."""
    with step("Removing the demo's data"):
        for server in servers.both:
            if server.answers():
                server.start()
                server.stop()
        state.wipe()
        state.prepare()


def _start(
    supervisor: Supervisor,
    state: State,
    wishes: Wishes,
    on: date,
    announce: Callable[[Wishes, str], None],
) -> None:
    is_ours = len(supervisor.servers.both) == 2
    before = made.read(state.folder) if is_ours else made.Made()
    state.check_space(_NEXT_TIME_MB if before.people else _FIRST_TIME_MB)
    supervisor.servers.start()
    environment = _environment(state, supervisor.servers)
    now = _make_tables(supervisor.servers, environment, before)
    _make_static_files(supervisor, environment)
    drawn_from = made.people_fingerprint()
    if not before.people:
        _make_people(supervisor, environment, wishes, on)
        now = replace(now, people=True, people_as=drawn_from)
        made.write(state.folder, now, is_ours=is_ours)
    elif said := before.says_of_people(drawn_from):
        print(said, file=sys.stderr)
    programs = product(environment, state.logs, wishes.port)
    supervisor.start(programs[:1])
    _wait_until_ready(supervisor, state, wishes)
    supervisor.start(programs[1:])
    if not before.report or not (state.reports / before.report).exists():
        report = _first_report(supervisor, state, environment, on)
        now = replace(now, report=report)
        made.write(state.folder, now, is_ours=is_ours)
    announce(wishes, str(state.reports / now.report) if now.report else "")


def _environment(state: State, servers: Servers) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "RODT_DB_ROLE"}
    environment |= servers.addresses()
    environment["DJANGO_SETTINGS_MODULE"] = "rodt.settings"
    environment["RODT_STATE_DIR"] = str(state.folder)
    environment["PYTHONUNBUFFERED"] = "1"
    environment["RODT_DEMO"] = "1"
    return environment


def _make_tables(servers: Servers, environment: Mapping[str, str], before: made.Made) -> made.Made:
    folder = servers.state.folder
    wanted = made.tables_fingerprint()
    if servers.cluster and before.tables == wanted and servers.cluster.has_tables():
        return before
    words = "Bringing the tables up to date" if before.tables else "Making the tables"
    with claims.migrating(folder):
        tables.make(environment, servers.state.logs / "migrate.log", words)
    now = replace(before, tables=wanted)
    made.write(folder, now, is_ours=len(servers.both) == 2)
    return now


def _make_static_files(supervisor: Supervisor, environment: Mapping[str, str]) -> None:
    """With DEBUG on they are served from where they lie."""
    if environment.get("DEBUG", "1").lower() in ("1", "true", "yes", "on"):
        return
    code = supervisor.wait_for(_manage("collectstatic", environment, "--no-input", "-v", "0"))
    if code != 0:
        raise Trouble("The static files could not be gathered; see above.")


def _make_people(
    supervisor: Supervisor, environment: Mapping[str, str], wishes: Wishes, on: date
) -> None:
    print(f"Making {wishes.patients:,} synthetic people and their past (once).", file=sys.stderr)
    arguments = ["--patients", str(wishes.patients), "--services", "1", "--seed", "1"]
    arguments += ["--on", on.isoformat(), "--once"]
    if supervisor.wait_for(_manage("seed_demo", environment, *arguments)) != 0:
        raise Trouble("The synthetic people could not be made; see above. Nothing half made stays.")


def _first_report(
    supervisor: Supervisor, state: State, environment: Mapping[str, str], on: date
) -> str:
    """Have the worker look for overdue reviews and make the first audit. Its file's name."""
    arguments = ["--on", on.isoformat(), "--output", str(state.reports)]
    child = _manage("first_audit", environment, *arguments)
    if supervisor.wait_for(child, supervisor.look) != 0:
        print(
            "The first audit is not there yet; the product works without it. "
            f"Why: see above, and the files in {state.logs}.",
            file=sys.stderr,
        )
        return ""
    reports = sorted(state.reports.glob("*.pdf"), key=lambda path: path.stat().st_mtime)
    return reports[-1].name if reports else ""


def _manage(command: str, environment: Mapping[str, str], *arguments: str) -> Child:
    return children.start(
        command,
        [sys.executable, CHECKOUT / "manage.py", command, *arguments],
        env=environment,
        cwd=CHECKOUT,
    )


def _wait_until_ready(supervisor: Supervisor, state: State, wishes: Wishes) -> None:
    web = supervisor.kept[0].child
    with step("Starting the web server") as shown:
        while not _is_ready(wishes):
            shown.tick()
            time.sleep(0.1)
            if not web.is_alive() or shown.age_s() > _READY_WITHIN_S:
                log = state.logs / "web.log"
                raise Trouble(
                    f"The web server did not start. The end of {log}:\n{children.last_lines(log)}"
                )


def _is_ready(wishes: Wishes) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{wishes.port}/readyz", timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
