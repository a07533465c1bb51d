"""How long people stay: one process for everybody, whether they are still here or left.

People start evenly over time and stay as the flow of `figures` says. Whoever started in one year
and whoever started in the year before so differ by chance only.
"""

from audits.seed import figures
from audits.seed.draws import Chance


def still_here(days: int) -> float:
    """Of all who start, the share that is here after so many days."""
    short, long = figures.SHORT_STAY, figures.LONG_STAY
    of_short = figures.STOP_WITHIN_26_WEEKS
    return of_short * _left_over(days, *short) + (1 - of_short) * _left_over(days, *long)


def _left_over(days: int, first: int, last: int) -> float:
    """Of stays that end evenly between two days, the share that has not ended."""
    return min(1.0, max(0.0, (last - days + 1) / (last - first + 1)))


def draw_stay(chance: Chance, *, is_short: bool) -> int:
    """How many days somebody stayed who left."""
    return chance.days(*(figures.SHORT_STAY if is_short else figures.LONG_STAY))


def tenures() -> list[tuple[float, tuple[int, int]]]:
    """Shares of people in treatment on a day, by how many days ago they started."""
    weights = [
        sum(still_here(day) for day in range(low, high + 1)) for low, high in figures.YOUNGER
    ]
    younger = [
        (figures.SHARE_UNDER_TWO_YEARS * weight / sum(weights), ends)
        for weight, ends in zip(weights, figures.YOUNGER, strict=True)
    ]
    return younger + [(share, (low, high)) for share, low, high in figures.OLDER]


TENURES = tenures()


def draw_tenure(chance: Chance, low: int, high: int) -> int:
    """Days since the start of somebody who is here: the longer ago, the more have left."""
    if high > figures.YOUNGER[-1][1]:
        return chance.days(low, high)
    while True:
        days = chance.days(low, high)
        if chance.happens(still_here(days) / still_here(low)):
            return days
