"""Funnel plots: which share of a team differs by more than chance from that of all together. Pure.

Limits are exact binomial ones around the share of all, read off between two counts; where teams
differ more than chance would have it throughout, no single one is told apart. Nobody is ranked.

Source: Spiegelhalter, Statistics in Medicine 2005;24:1185-1202.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import asin, erfc, exp, lgamma, log, log1p, sqrt

FEWEST_UNITS = 3
FEWEST = 5
"""Fewer people than this in a team are not drawn: chance alone could place them anywhere, and a
share of so few would tell of each of them."""
OUTER, INNER = 0.998, 0.95
WINSORISED = 0.1
OVERDISPERSED_P = 0.05


@dataclass(frozen=True, slots=True)
class Unit:
    """A team: `number` of `of`, which may be 0."""

    key: str
    number: int
    of: int

    @property
    def share(self) -> float:
        return self.number / self.of


@dataclass(frozen=True, slots=True)
class Band:
    """Shares between which a unit of `of` people lies by chance alone, 95 and 99.8 times in 100."""

    of: int
    inner_low: float
    inner_high: float
    outer_low: float
    outer_high: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """`share`: of all together. `left_out`: units of too few people. `dispersion`: the mean square
    of how many standard errors units lie from the share of all, the furthest drawn in; 1 is what
    chance gives. `differs`: keys of units outside the outer limits, empty where over-dispersed."""

    share: float
    units: tuple[Unit, ...]
    left_out: tuple[Unit, ...]
    curve: tuple[Band, ...]
    dispersion: float
    is_overdispersed: bool
    differs: frozenset[str]


def funnel(units: Iterable[Unit]) -> Funnel | None:
    """None where there is too little to compare: fewer than three units of enough people, or a
    share of all that is 0 or 1."""
    given = tuple(units)
    enough = tuple(unit for unit in given if unit.of >= FEWEST)
    everyone = sum(unit.of for unit in enough)
    if len(enough) < FEWEST_UNITS:
        return None
    share = sum(unit.number for unit in enough) / everyone
    if share in (0, 1):
        return None
    sizes = _sizes(min(unit.of for unit in enough), max(unit.of for unit in enough))
    dispersion = _dispersion(enough, share)
    over = _chance_of_more(dispersion, len(enough)) < OVERDISPERSED_P
    outside = [unit.key for unit in enough if _is_outside(unit, band(share, unit.of))]
    return Funnel(
        share=share,
        units=enough,
        left_out=tuple(unit for unit in given if unit.of < FEWEST),
        curve=tuple(band(share, size) for size in sizes),
        dispersion=dispersion,
        is_overdispersed=over,
        differs=frozenset() if over else frozenset(outside),
    )


def band(share: float, of: int) -> Band:
    """The limits for one size. 0 < share < 1."""
    inner, outer = (1 - INNER) / 2, (1 - OUTER) / 2
    return Band(
        of,
        limit(share, of, inner),
        limit(share, of, 1 - inner),
        limit(share, of, outer),
        limit(share, of, 1 - outer),
    )


def limit(share: float, of: int, p: float) -> float:
    """The share below which a unit of `of` people lies with chance `p`, between two whole counts as
    the exact binomial distribution has it (Spiegelhalter 2005, A.1.1); never outside 0 to 1."""
    above = 0.0
    for count, at in _chances(share, of):
        above += at
        if above >= p:
            return min(max((count - (above - p) / at) / of, 0.0), 1.0)
    return 1.0


def _chances(share: float, of: int) -> Iterator[tuple[int, float]]:
    """The chance of each count, from where it is more than nothing (12 standard errors below)."""
    middle, spread = of * share, sqrt(of * share * (1 - share))
    first = max(0, int(middle - 12 * spread) - 12)
    ways = lgamma(of + 1) - lgamma(first + 1) - lgamma(of - first + 1)
    chance = exp(ways + first * log(share) + (of - first) * log1p(-share))
    for count in range(first, of + 1):
        yield count, chance
        chance *= (of - count) / (count + 1) * share / (1 - share)


def _sizes(smallest: int, largest: int) -> list[int]:
    """Where the curves are worked out: from half the smallest unit to a little beyond the largest,
    closer together where they bend."""
    low, high = max(FEWEST, smallest // 2), largest * 1.1
    return sorted({round(low * (high / low) ** (step / 40)) for step in range(41)})


def _is_outside(unit: Unit, within: Band) -> bool:
    return not within.outer_low <= unit.share <= within.outer_high


def _dispersion(units: Sequence[Unit], share: float) -> float:
    """On the arcsine scale, on which the spread is the same for every share; the furthest tenth at
    each end counts as the next one, so that it is not one unit that says all differ."""
    scores = sorted(
        2 * sqrt(unit.of) * (asin(sqrt(unit.share)) - asin(sqrt(share))) for unit in units
    )
    drawn_in = int(len(scores) * WINSORISED)
    low, high = scores[drawn_in], scores[-1 - drawn_in]
    return sum(min(max(score, low), high) ** 2 for score in scores) / len(scores)


def _chance_of_more(dispersion: float, units: int) -> float:
    """How often chance alone gives at least this dispersion among so many units: the tail of the
    chi-squared distribution, which for whole degrees of freedom is a few terms."""
    half, degrees = dispersion * units / 2, units - 1
    if not half:
        return 1.0
    at, chance = (0.5, erfc(sqrt(half))) if degrees % 2 else (1.0, exp(-half))
    while at < degrees / 2:
        chance += exp(at * log(half) - half - lgamma(at + 1))
        at += 1
    return chance
