"""Who started the embedded servers of a checkout, and who is using them.

Locks on files, which end with their holder, however it ends. `owner`: whoever started the servers
and will stop them. `users`: shared by every command that uses them. `migrating`: one at a time.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class Owner:
    """Who started the servers: `what` is "demo" or the name of a command."""

    pid: int
    what: str
    address: str = ""


def _lock(path: Path, mode: int) -> IO[str] | None:
    """The open file while the lock is ours, or None when somebody else has it."""
    file = path.open("a+")
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def claim(folder: Path, owner: Owner) -> IO[str] | None:
    """Become the one who starts and stops the servers. None when somebody else is.

    Keep what this returns open for as long as the claim should last.
    """
    file = _lock(folder / "owner", fcntl.LOCK_EX)
    if file is not None:
        file.seek(0)
        file.truncate()
        json.dump(asdict(owner), file)
        file.flush()
    return file


def owner(folder: Path) -> Owner | None:
    """Who holds the claim, as far as they have said; None when nobody does."""
    path = folder / "owner"
    if not path.exists():
        return None
    if (free := _lock(path, fcntl.LOCK_SH)) is not None:
        free.close()
        return None
    try:
        return Owner(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return Owner(0, "another command")


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Says that a command is using the servers, so that their owner waits before stopping."""
    with (folder / "users").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def try_alone(folder: Path) -> IO[str] | None:
    """Keep new users out while stopping; None while someone is still using the servers."""
    return _lock(folder / "users", fcntl.LOCK_EX)


@contextmanager
def migrating(folder: Path) -> Iterator[None]:
    """One at a time makes the tables."""
    with (folder / "migrating").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
