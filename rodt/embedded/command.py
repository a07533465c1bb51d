"""What `manage.py` puts around a command: its database role, servers and addresses."""

import os
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from rodt.embedded import claims, tables
from rodt.embedded.claims import Owner
from rodt.embedded.progress import step
from rodt.embedded.servers import Servers
from rodt.embedded.state import State
from rodt.embedded.trouble import Trouble

AS_OWNER = frozenset(
    {"migrate", "makemigrations", "grant_rights", "seed_demo", "sqlmigrate", "showmigrations"}
)
"""Commands that make tables or write a past; everything else runs as `app`."""

WITHOUT_SERVERS = frozenset(
    {"help", "version", "check", "collectstatic", "findstatic", "diffsettings", "makemigrations"}
)
"""No server is started for these; one that is running is found all the same."""

WITHOUT_TABLES = frozenset({"migrate", "grant_rights", "showmigrations", "sqlmigrate"})
"""Work on an empty database; for any other command the tables are made first."""

_PATIENCE_S = 60


def command_name(arguments: Sequence[str]) -> str:
    """The command being run, or "help" when none is named or help is asked for."""
    words = [word for word in arguments[1:] if not word.startswith("-")]
    if not words or {"-h", "--help", "--version"} & set(arguments):
        return "help"
    return words[0]


@contextmanager
def surroundings(arguments: Sequence[str]) -> Iterator[None]:
    """The environment of one command, with servers for as long as it runs."""
    name = command_name(arguments)
    if name in AS_OWNER:
        os.environ.setdefault("RODT_DB_ROLE", "owner")
    if name == "makemigrations":
        warnings.filterwarnings("ignore", message="Got an error checking a consistent migration")
    servers = Servers.missing(State.of_checkout())
    os.environ.update(servers.addresses())
    if name in WITHOUT_SERVERS or not servers.both:
        yield
        return
    with running(servers, f"manage.py {name}"):
        if name not in WITHOUT_TABLES:
            tables.make_if_none(servers, os.environ)
        yield


@contextmanager
def running(servers: Servers, what: str) -> Iterator[None]:
    """Use the servers that run (a demo's, say), or start them now and stop them after."""
    folder = servers.state.folder
    servers.state.prepare()
    with claims.in_use(folder):
        claim = _claim_unless_running(servers, what)
        if claim is None:
            yield
            return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        with claims.in_use(folder):
            servers.start()
            yield
    finally:
        signal.signal(signal.SIGTERM, before)
        with _after_the_others(folder):
            servers.stop()
        claim.close()


def _claim_unless_running(servers: Servers, what: str) -> IO[str] | None:
    """The claim to start the servers, or None once somebody else's answer."""
    folder, began, has_said = servers.state.folder, time.monotonic(), False
    while not servers.all_answer():
        claim = claims.claim(folder, Owner(os.getpid(), what))
        if claim is not None:
            return claim
        waited_s = time.monotonic() - began
        holder = claims.owner(folder)
        who = f"{holder.what} (process {holder.pid})" if holder else "another command"
        if waited_s > _PATIENCE_S:
            raise Trouble(f"The database of this checkout is held by {who}, but does not answer.")
        if waited_s > 2 and not has_said:
            print(f"Waiting for {who} to start the database.", file=sys.stderr)
            has_said = True
        time.sleep(0.1)
    return None


@contextmanager
def _after_the_others(folder: Path) -> Iterator[None]:
    """Commands that came later use these servers too; stopping waits for them."""
    alone = claims.try_alone(folder)
    if alone is None:
        with step("Another command still uses the database; waiting for it to end") as shown:
            while (alone := claims.try_alone(folder)) is None:
                shown.tick()
                time.sleep(0.1)
    with alone:
        yield


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
