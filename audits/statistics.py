"""Shares and how sure one can be of them. Pure."""

from dataclasses import dataclass


def wilson(number: int, of: int) -> tuple[float, float] | None:
    """Wilson's 95% interval of a share; None where there is nobody to count.

    SciPy is loaded here, not above: it takes seconds and 95 MB, and only the worker that carries
    out a run needs it. The run keeps what comes out.
    """
    if of == 0:
        return None
    from scipy.stats import binomtest

    found = binomtest(number, of).proportion_ci(confidence_level=0.95, method="wilson")
    return float(found.low), float(found.high)


@dataclass(frozen=True, slots=True)
class UnknownRange:
    """The share if every unknown were no, and if every unknown were yes."""

    low: float
    high: float


def unknown_range(number: int, of: int, unknown: int) -> UnknownRange | None:
    if of + unknown == 0:
        return None
    return UnknownRange(number / (of + unknown), (number + unknown) / (of + unknown))
