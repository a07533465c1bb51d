"""Keeps servers and programs running, and stops them all, the last one started first."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rodt.embedded import children, leftovers
from rodt.embedded.children import Child
from rodt.embedded.programs import Program
from rodt.embedded.servers import Servers

_LOOK_EVERY_S = 0.5
_SHORT_LIFE_S = 30
_LONGEST_WAIT_S = 30


@dataclass
class Kept:
    """A program with its process, and how long to wait before it is started again."""

    program: Program
    child: Child
    started: float
    failures: int = 0
    again_at: float | None = None


@dataclass
class Supervisor:
    servers: Servers
    folder: Path
    kept: list[Kept] = field(default_factory=list)
    helper: Child | None = None
    """A process that is waited for, such as the one that makes the synthetic people."""

    def start(self, programs: Sequence[Program]) -> None:
        for program in programs:
            self.kept.append(Kept(program, program.start(), time.monotonic()))
            self._note()

    def watch(self) -> None:
        """For ever: what has ended is started again, at once the first time and then less often."""
        while True:
            self.look()
            time.sleep(_LOOK_EVERY_S)

    def look(self) -> None:
        for server in self.servers.both:
            if not server.is_alive():
                self._say(f"{server.name} has ended; starting it again.")
                server.child = server.adopted_pid = None
                server.start()
        for kept in self.kept:
            self._look_at(kept)

    def _look_at(self, kept: Kept) -> None:
        now = time.monotonic()
        if kept.child.is_alive():
            return
        if kept.again_at is None:
            is_short = now - kept.started < _SHORT_LIFE_S
            kept.failures = kept.failures + 1 if is_short else 0
            wait_s = min(2**kept.failures - 1, _LONGEST_WAIT_S)
            kept.again_at = now + wait_s
            when = f"in {wait_s} s" if wait_s else "now"
            self._say(
                f"The {kept.program.name} {kept.child.how_it_ended()}; starting it again {when}."
            )
        if now >= kept.again_at:
            kept.child = kept.program.start()
            kept.started, kept.again_at = time.monotonic(), None
            self._note()

    def wait_for(self, child: Child, each_turn: Callable[[], None] | None = None) -> int:
        """Wait for a process that will end by itself; Ctrl-C meanwhile ends it with the others."""
        self.helper = child
        self._note()
        while child.is_alive():
            if each_turn:
                each_turn()
            time.sleep(0.1)
        self.helper = None
        self._note()
        return int(child.popen.returncode)

    def has_something_to_stop(self) -> bool:
        return bool(self.kept or self.helper) or any(s.is_alive() for s in self.servers.both)

    def stop(self, is_hurried: Callable[[], bool]) -> None:
        running = [kept.child for kept in self.kept if kept.child.is_alive()]
        if self.helper is not None:
            running.append(self.helper)
        children.stop_all(running, is_hurried)
        self.servers.stop()
        leftovers.forget(self.folder)

    def _note(self) -> None:
        """Write down who runs, in case this process is killed outright. A server left over is
        found by its own folder."""
        known = {kept.program.name: kept.child.pid for kept in self.kept}
        if self.helper is not None:
            known[self.helper.name] = self.helper.pid
        leftovers.note(self.folder, known)

    @staticmethod
    def _say(words: str) -> None:
        print(words, file=sys.stderr, flush=True)
