"""When a night is held for a look: many more people became overdue than is usual. Pure.

A wrong interval, a lost import or a clock that jumped shows first as a night in which everybody is
overdue. Such a night writes nothing and tells nobody until a person has looked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import sqrt
from statistics import median
from typing import Any

from reviews.rules import PRODUCT_DEFAULT
from rodt.words import count

KIND = "nightly_hold"


class HoldRuleError(ValueError):
    """A service's own values cannot be read; the sentence says which."""


@dataclass(frozen=True, slots=True)
class HoldRule:
    """Usual is the middle one (median) of the last nights, so one odd night does not move it.

    All of these must hold: more than `jump_percent` above usual; at least `least_more` people more,
    so that one or two people, or a small team's busy week, hold nothing; and further above it than
    chance explains: `chance` times the square root of usual (counts of rare events vary by about
    their square root). With fewer than `least_nights` to compare nothing is held. A service can
    change each by a version of its configuration `nightly_hold`. Source: the 40 per cent is the
    product's own proposal, as are the others; none is verified.
    """

    jump_percent: int = 40
    least_more: int = 10
    chance: int = 3
    nights: int = 28
    least_nights: int = 7
    version: str = PRODUCT_DEFAULT

    @classmethod
    def from_values(cls, values: Mapping[str, Any], version: str) -> "HoldRule":
        """Raises HoldRuleError for a name or a number that cannot be used."""
        known = {one.name for one in fields(cls)} - {"version"}
        for name, value in values.items():
            if name not in known:
                raise HoldRuleError(f"“{name}” is not a value of the rule for held nights.")
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise HoldRuleError(f"{name} must be a whole number of at least 1.")
        return replace(cls(), version=version, **values)

    @property
    def words(self) -> str:
        return (
            f"A night is held when the people who became overdue are more than {self.jump_percent}%"
            f" above what is usual, at least {self.least_more} people more, and more than"
            f" {self.chance} times the square root of usual above it. Usual is the middle one of"
            f" the last {self.nights} nights; with fewer than {self.least_nights} nothing is held."
        )


@dataclass(frozen=True, slots=True)
class Jump:
    """Out of the ordinary: how many people became overdue, and how many usually do."""

    became: int
    usual: float
    covers: int = 1

    @property
    def words(self) -> str:
        usual = f"{self.usual:g}"
        verb = "is" if usual == "1" else "are"
        became = count(self.became, "person", "people")
        nights = "one night" if self.covers == 1 else f"{self.covers} nights"
        return f"{became} became overdue in {nights}; {usual} {verb} usual."


def jump(rule: HoldRule, became: int, before: Sequence[int], *, covers: int = 1) -> Jump | None:
    """`before`: how many people became overdue on each night before, the newest first. `covers`:
    how many nights this check speaks for. None where it is like the others, or where there are
    too few to say."""
    compared = before[: rule.nights]
    if len(compared) < rule.least_nights:
        return None
    usual = median(compared) * covers
    more = became - usual
    is_jump = (
        more * 100 > usual * rule.jump_percent
        and more >= rule.least_more
        and more > rule.chance * sqrt(usual)
    )
    return Jump(became, usual, covers) if is_jump else None
