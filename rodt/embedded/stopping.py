"""Ctrl-C, TERM and a closed terminal: the first asks to stop, a second one to hurry."""

import signal
from types import FrameType

_NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked to stop. Not an Exception: nothing on the way may take it for a failure."""


class Stopping:
    """While this is set up, the first signal raises `Stopped` where the program is."""

    def __init__(self) -> None:
        self.has_begun = False
        self.hurried = False

    def set_up(self) -> None:
        for number in _NUMBERS:
            signal.signal(number, self._heard)

    def begin(self) -> None:
        """From here on nothing is interrupted: everything is being put away."""
        self.has_begun = True

    def is_hurried(self) -> bool:
        return self.hurried

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self.has_begun:
            self.hurried = True
            return
        self.has_begun = True
        raise Stopped
