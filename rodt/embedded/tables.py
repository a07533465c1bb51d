"""Making the tables, as the owner role, through `manage.py` in a process of its own."""

import contextlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from rodt.embedded import children, claims
from rodt.embedded.progress import step
from rodt.embedded.servers import Servers
from rodt.embedded.state import CHECKOUT
from rodt.embedded.trouble import Trouble


def make_if_none(servers: Servers, environment: Mapping[str, str]) -> None:
    """A new embedded database gets its tables before the first command that needs them."""
    if servers.has_tables():
        return
    with claims.migrating(servers.state.folder):
        if not servers.has_tables():
            make(environment, servers.state.logs / "migrate.log")


def make(environment: Mapping[str, str], log: Path, words: str = "Making the tables") -> None:
    """Bring the tables up to date and give the app role its rights. Quick when nothing is new."""
    owner = {**environment, "RODT_DB_ROLE": "owner"}
    with step(words) as shown:
        for command in (("migrate", "--verbosity", "0"), ("grant_rights",)):
            child = children.start(
                command[0],
                [sys.executable, CHECKOUT / "manage.py", *command],
                env=owner,
                cwd=CHECKOUT,
                log=log,
            )
            try:
                while child.is_alive():
                    shown.tick()
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        child.popen.wait(0.1)
            finally:
                child.stop()
            if child.popen.returncode != 0:
                raise Trouble(
                    f"`manage.py {command[0]}` failed. The end of {log}:\n"
                    f"{children.last_lines(log)}"
                )
