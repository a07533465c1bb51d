"""What a check found, and whether an earlier answer still holds for it. Pure.

The trigger is kept with an answer as text: what fired it, in parts, and how far it went:
"benz261001 alco260901|130". An answer holds while nothing is new: no part that was not there, and
no higher level. A lower dose or a medicine that was stopped does not ask again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Found:
    """`text`: what is so, in sentences. `parts`: what fired it. `level`: how far, where more is
    worse (for a low dose: less is worse, as a negative level)."""

    text: str
    parts: tuple[str, ...] = ()
    level: Decimal | int | None = None

    @property
    def trigger(self) -> str:
        words = " ".join(sorted(set(self.parts)))
        level = "" if self.level is None else f"|{_plain(Decimal(self.level))}"
        return words[: LONGEST - len(level)] + level


def holds(answered: str, now: str) -> bool:
    """Does an answer to one trigger hold for another?"""
    parts_then, level_then = _read(answered)
    parts_now, level_now = _read(now)
    if not parts_now <= parts_then:
        return False
    return level_now is None or (level_then is not None and level_now <= level_then)


def is_answered(now: str, answers: Iterable[str]) -> bool:
    return any(holds(answered, now) for answered in answers)


def part(kind: str, day: date | None = None) -> str:
    """A short word for a part of a trigger: benz261001."""
    return f"{kind[:4]}{day:%y%m%d}" if day else kind


def _read(trigger: str) -> tuple[frozenset[str], Decimal | None]:
    words, bar, level = trigger.partition("|")
    return frozenset(words.split()), Decimal(level) if bar else None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
