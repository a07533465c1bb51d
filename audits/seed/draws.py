"""Drawing from the figures: by chance for each person, and evenly over a service where a share has
to come out as it was set."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TypeVar

from rodt.dates import add_days

T = TypeVar("T")


class Chance(Random):
    """One person's luck: seeded by service and number, so that nobody's depends on another's."""

    def happens(self, share: float) -> bool:
        return self.random() < share

    def pick(self, of: Sequence[T]) -> T:
        return of[int(self.random() * len(of))]

    def days(self, first: int, last: int) -> int:
        """A whole number, both ends included; the first where they are the wrong way round."""
        return first if last <= first else first + int(self.random() * (last - first + 1))

    def day(self, first: date, last: date) -> date:
        return add_days(first, self.days(0, (last - first).days))

    def share(self, table: Sequence[tuple[float, T]]) -> T:
        left = self.random()
        for share, value in table:
            left -= share
            if left < 0:
                return value
        return table[-1][1]

    def around(self, mean: float, sd: float, low: int, high: int, step: int = 1) -> int:
        """A normal draw in whole steps, held within its ends."""
        value = round(self.gauss(mean, sd) / step) * step
        return max(low, min(high, value))


STRATA = 20
GAIN = 0.05
"""By how much the line between yes and no moves for each answer that is owed."""


class Evenly:
    """Answers yes to a share of those who ask. `yes` never strays more than two from it."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}
        self.said_yes: dict[str, int] = {}
        self.free: list[int] = []

    def rank(self, chance: Chance) -> float:
        """A number from 0 to 1. Of every twenty in a row, one comes from each twentieth."""
        self.free = self.free or list(range(STRATA))
        return (self.free.pop(int(chance.random() * len(self.free))) + chance.random()) / STRATA

    def is_among(self, what: str, share: float, rank: float) -> bool:
        """Yes to those of low rank, so many that the share comes out with those noted before."""
        owed = share * self.asked.get(what, 0) - self.said_yes.get(what, 0)
        answer = rank < share + GAIN * owed
        self.note(what, answer)
        return answer

    def yes(self, what: str, share: float, chance: Chance) -> bool:
        asked = self.asked.get(what, 0) + 1
        so_far = self.said_yes.get(what, 0)
        answer = chance.random() < share
        if so_far < share * asked - 2:
            answer = True
        elif so_far > share * asked + 1:
            answer = False
        self.note(what, answer)
        return answer

    def note(self, what: str, answer: bool) -> None:
        """Count someone whose answer was settled in another way."""
        self.asked[what] = self.asked.get(what, 0) + 1
        self.said_yes[what] = self.said_yes.get(what, 0) + answer

    def one_of(self, what: str, table: Sequence[tuple[float, T]], chance: Chance) -> T:
        """A row of a table of shares, each as often as it should be."""
        left = 1.0
        for index, (share, value) in enumerate(table):
            is_last = index + 1 == len(table)
            if is_last or self.yes(f"{what} {index}", share / left, chance):
                return value
            left -= share
        raise ValueError("The table is empty.")
