"""The part of a course of treatment that is looked at: all of it, or a period. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rodt.words import date_range

PERIODS = {
    "12-weeks": ("12 weeks", 84),
    "6-months": ("6 months", 182),
    "1-year": ("1 year", 365),
    "5-years": ("5 years", 1826),
}
"""By the name in the address: what the link says, and how many days it shows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to a period; without `query` it is all of the course."""

    words: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Window:
    """`first` to `last`, both shown. `earlier`, `later`: addresses of the period before and after;
    "" where there is none. `query`: the address of what is shown."""

    first: date
    last: date
    is_all: bool
    query: str
    choices: tuple[Choice, ...]
    earlier: str = ""
    later: str = ""

    @property
    def words(self) -> str:
        return date_range(self.first, self.last)

    def holds(self, on: date, until: date | None = None) -> bool:
        return on <= self.last and (until or on) >= self.first


def window(first: date, last: date, asked: Mapping[str, str]) -> Window:
    """Of a course from `first` to `last` what is asked for: a `period`, up to a day (`to`).
    Anything else shows all of it. A period as long as the course is not offered."""
    whole = (last - first).days
    offered = {name: days for name, (_, days) in PERIODS.items() if days < whole}
    period = asked.get("period", "")
    days = offered.get(period)
    choices = [Choice("All of it", "", days is None)] if offered else []
    choices += [
        Choice(PERIODS[name][0], f"?period={name}", name == period) for name in reversed(offered)
    ]
    if days is None:
        return Window(first, last, True, "", tuple(choices))
    end = min(max(_day(asked.get("to", "")) or last, first + timedelta(days=days)), last)
    begin = end - timedelta(days=days)
    after = min(end + timedelta(days=days), last)
    return Window(
        begin,
        end,
        False,
        _query(period, end),
        tuple(choices),
        earlier=_query(period, begin) if begin > first else "",
        later=_query(period, after) if end < last else "",
    )


def _query(period: str, to: date) -> str:
    return f"?period={period}&to={to.isoformat()}"


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None
