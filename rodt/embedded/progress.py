"""Says what is being waited for: everything that takes over two seconds shows that it is alive.

On a terminal one line is rewritten with the seconds; elsewhere a line is added now and then.
No thread: the code that waits calls `tick()`.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_QUIET_S = 2
_EVERY_S = 10


class Step:
    """One thing that is going on, with its age in seconds."""

    def __init__(self, words: str, out: TextIO) -> None:
        self.words, self.out = words, out
        self.began = self.shown = time.monotonic()
        self.is_terminal = out.isatty()
        self.width = 0

    def age_s(self) -> float:
        return time.monotonic() - self.began

    def tick(self) -> None:
        now = time.monotonic()
        if self.is_terminal and now - self.shown >= 0.5 and self.age_s() >= _QUIET_S:
            self._rewrite(f"{self.words} … {self.age_s():.0f} s")
            self.shown = now
        elif not self.is_terminal and now - self.shown >= _EVERY_S:
            print(f"{self.words}: still going, {self.age_s():.0f} s", file=self.out, flush=True)
            self.shown = now

    def end(self, word: str) -> None:
        line = f"{self.words} … {word} ({self.age_s():.1f} s)"
        if self.is_terminal:
            self._rewrite(line)
            print(file=self.out, flush=True)
        else:
            print(line, file=self.out, flush=True)

    def _rewrite(self, line: str) -> None:
        self.out.write("\r" + line.ljust(self.width))
        self.out.flush()
        self.width = len(line)


@contextmanager
def step(words: str, out: TextIO | None = None) -> Iterator[Step]:
    """Show `words` while the block runs, then how long it took. An exception ends it "stopped"."""
    out = out or sys.stderr
    shown = Step(words, out)
    if shown.is_terminal:
        shown._rewrite(f"{words} …")
    try:
        yield shown
    except BaseException:
        shown.end("stopped")
        raise
    shown.end("done")
