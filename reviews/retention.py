"""Who stayed in treatment: starts, how long each was followed, and the curve of shares. Pure.

Leaving is a loss, never left out; somebody who started a short while ago counts for as long as that
is; somebody transferred with a first dose confirmed elsewhere counts as staying up to that day.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from prescribing.doses import SPELL_GAP_DAYS, Prescribed, ost_spells
from prescribing.endings import Closing, endings
from rodt.dates import add_days, days_between
from rodt.survival import Watched, kaplan_meier

WEEKS = 12


class Start(NamedTuple):
    """One start of substitution treatment. `left_on`: the first day without, None while it goes on.
    `is_closed`: it was stopped on record, rather than a gap that may yet close."""

    started_on: date
    left_on: date | None = None
    is_transfer: bool = False
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """`at_risk`: how many had been followed to the beginning of this week and had not left."""

    week: int
    at_risk: int
    share: float
    low: float | None = None
    high: float | None = None


def all_starts(
    prescribed: Sequence[tuple[Prescribed, Closing | None]],
    confirmed_on: Collection[date],
    gap_days: int,
    from_on: date = date.min,
) -> Iterator[Start]:
    """Every start of a person from a day on, with how it ended. `confirmed_on`: last days of
    treatment that went on elsewhere, with a first dose confirmed there."""
    closed_on: list[date] | None = None
    spells = ost_spells((item for item, _ in prescribed), gap_days=gap_days)
    for place, spell in enumerate(spells):
        if spell.started_on < from_on:
            continue
        if spell.ended_on is None:
            yield Start(spell.started_on)
            continue
        if closed_on is None:
            closed_on = [ending.on for ending in endings(prescribed)]
        left_on = add_days(spell.ended_on, 1)
        next_on = spells[place + 1].started_on if place + 1 < len(spells) else date.max
        yield Start(
            spell.started_on,
            left_on,
            is_transfer=any(abs(days_between(left_on, on)) <= gap_days for on in confirmed_on),
            is_closed=any(left_on <= on < next_on for on in closed_on),
        )


def followed(start: Start, on: date) -> Watched:
    """How many days somebody was followed, and whether they left at the end of them."""
    if start.left_on is None or start.left_on > on:
        return Watched(days_between(start.started_on, on), False)
    has_left = start.is_closed or days_between(start.left_on, on) >= SPELL_GAP_DAYS
    days = days_between(start.started_on, start.left_on)
    return Watched(days, has_left and not start.is_transfer)


def curve(starts: Iterable[Start], on: date) -> tuple[Point, ...]:
    """A point a week, from week 0 to week 12; empty where nobody started."""
    seen = [followed(start, on) for start in starts if start.started_on <= on]
    found = kaplan_meier(seen)
    if found is None:
        return ()
    points = []
    for week in range(WEEKS + 1):
        step = found.at(week * 7)
        at_risk = sum(1 for one in seen if one.days >= week * 7)
        points.append(Point(week, at_risk, step.share, step.low, step.high))
    return tuple(points)
