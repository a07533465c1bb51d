"""Processes this one started: they end with it, however it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_HURRIED_S = 1.0


@dataclass(frozen=True)
class Account:
    """The system account a child runs as; PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int


@dataclass
class Child:
    """A running process and how it wants to be asked to stop, in order of politeness."""

    name: str
    popen: subprocess.Popen[bytes]
    stop_signals: Sequence[tuple[int, float]]
    """Each signal with the seconds it is given before the next one."""
    was_asked: bool = False

    @property
    def pid(self) -> int:
        return self.popen.pid

    def is_alive(self) -> bool:
        return self.popen.poll() is None

    def ask_to_stop(self) -> None:
        """The first signal, once: to some programs a second one means "at once"."""
        if self.is_alive() and not self.was_asked:
            self.was_asked = True
            self.popen.send_signal(self.stop_signals[0][0])

    def stop(self, is_hurried: Callable[[], bool] = lambda: False) -> None:
        """Ask, wait, and insist. Returns when the process is gone. In a hurry, waits less."""
        self.ask_to_stop()
        for turn, (number, patience_s) in enumerate(self.stop_signals):
            if turn > 0 and self.is_alive():
                self.popen.send_signal(number)
            if self._gone_within(patience_s, is_hurried):
                break
        if self.is_alive():
            self.popen.kill()
        self.popen.wait()

    def _gone_within(self, seconds: float, is_hurried: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_alive():
            if is_hurried():
                deadline = min(deadline, time.monotonic() + _HURRIED_S)
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def how_it_ended(self) -> str:
        code = self.popen.poll()
        if code is None:
            return "is running"
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with code {code}"


POLITE: Sequence[tuple[int, float]] = ((signal.SIGTERM, 15.0), (signal.SIGKILL, 5.0))


def dies_with_parent(number: int, parent: int | None = None) -> Callable[[], None] | None:
    """What a new child runs first: Linux sends it this signal when the thread that forked it ends.

    So start children from the main thread. Set after the change of account, which would clear it.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = parent or os.getpid()

    def run_in_the_child() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return run_in_the_child


def end_with_parent(number: int) -> None:
    """This very process gets the signal when its parent ends, killed outright or not."""
    if (ask := dies_with_parent(number, parent=os.getppid())) is not None:
        ask()


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: str | Path,
    log: Path | None = None,
    account: Account | None = None,
    death_signal: int = signal.SIGTERM,
    stop_signals: Sequence[tuple[int, float]] = POLITE,
) -> Child:
    """Start a child in a session of its own, so that Ctrl-C reaches only its parent.

    Its output goes to `log`, or to ours when there is none; it has no input.
    """
    options: dict[str, Any] = {}
    if account is not None:
        options = {"user": account.uid, "group": account.gid, "extra_groups": []}
    output: IO[bytes] | None = open_log(log) if log else None
    try:
        popen = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=dies_with_parent(death_signal),
            **options,
        )
    finally:
        if output:
            output.close()
    return Child(name, popen, stop_signals)


def open_log(path: Path, most_bytes: int = 5_000_000) -> IO[bytes]:
    """Add to this log; the one before it is kept once, as `.old`, when it has grown too large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > most_bytes:
        path.replace(path.with_name(path.name + ".old"))
    return path.open("ab")


def last_lines(log: Path, count: int = 5) -> str:
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(f"  {line}" for line in lines[-count:])


def stop_all(children: Sequence[Child], is_hurried: Callable[[], bool] = lambda: False) -> None:
    """Stop the last one started first. All are asked at once, in that order, then waited for."""
    for child in reversed(children):
        child.ask_to_stop()
        time.sleep(0.02)
    for child in reversed(children):
        child.stop(is_hurried)
