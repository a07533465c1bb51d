"""Shares and how sure one can be of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)


def wilson(number: int, of: int) -> tuple[float, float] | None:
    """Wilson's 95% score interval of a share, without continuity correction; None where there is
    nobody to count.

    Source: Wilson, Journal of the American Statistical Association 1927;22:209-12.
    """
    if of == 0:
        return None
    share, weight = number / of, _Z**2 / of
    middle = (share + weight / 2) / (1 + weight)
    spread = _Z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return (
        0.0 if number == 0 else middle - spread,
        1.0 if number == of else middle + spread,
    )


def cohens_kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """How far two readers agree beyond chance: 1 always, 0 as chance would. None where there is
    nothing to compare, or both always said the same one thing, so that chance explains all.

    Source: Cohen, Educational and Psychological Measurement 1960;20:37-46.
    """
    if not pairs:
        return None
    number = len(pairs)
    same = sum(one == other for one, other in pairs) / number
    first = sum(one for one, _ in pairs) / number
    second = sum(other for _, other in pairs) / number
    chance = first * second + (1 - first) * (1 - second)
    return None if chance == 1 else (same - chance) / (1 - chance)


@dataclass(frozen=True, slots=True)
class UnknownRange:
    """The share if every unknown were no, and if every unknown were yes."""

    low: float
    high: float


def unknown_range(number: int, of: int, unknown: int) -> UnknownRange | None:
    if of + unknown == 0:
        return None
    return UnknownRange(number / (of + unknown), (number + unknown) / (of + unknown))
