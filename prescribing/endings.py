"""Endings of opioid substitution treatment: the day it ended, why, and what was on record. Pure.

An ending is a prescription that was stopped or transferred with no other one covering the first day
without. A change of medicine is none, nor is a suspension. Source: domain/twelve-steps.md 5.5;
domain/prescribing.md §10.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prescribing.doses import (
    CLOSING_STATES,
    SPELL_GAP_DAYS,
    Prescribed,
    Spell,
    ost_spells,
)
from rodt.dates import ONE_DAY, Span, days_between, merge_spans

SWITCHED = "switched"
TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True)
class Closing:
    """How one prescription ended. `reason`: a stop reason of the record, "" where none is given."""

    on: date
    state: str
    reason: str = ""
    has_risk_plan: bool = False
    is_their_wish: bool = False
    was_reducing_to_zero: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """`on`: the first day without. `days_treated`: from the first to the last day covered in that
    spell. `resumed_on`: the next day with substitution treatment, None if there is none."""

    on: date
    days_treated: int
    reason: str = ""
    is_transfer: bool = False
    has_risk_plan: bool = False
    is_their_wish: bool = False
    was_reducing_to_zero: bool = False
    resumed_on: date | None = None

    def resumed_within(self, days: int) -> bool:
        return self.resumed_on is not None and days_between(self.on, self.resumed_on) <= days


def endings(prescribed: Sequence[tuple[Prescribed, Closing | None]]) -> tuple[Ending, ...]:
    """Every ending among a person's prescriptions, oldest first."""
    ost = [item for item, _ in prescribed if item.is_ost]
    covered = merge_spans((span for item in ost for span in item.covered), gap_days=1)
    spells = ost_spells(ost)
    closed = [(item, closing) for item, closing in prescribed if item.is_ost and closing]
    found: dict[date, Ending] = {}
    for item, closing in sorted(closed, key=lambda pair: pair[1].on):
        if closing.state in CLOSING_STATES:
            ending = _ending(item, closing, spells, covered)
            if ending is not None:
                found[ending.on] = ending
    return tuple(found[on] for on in sorted(found))


def _ending(
    item: Prescribed, closing: Closing, spells: Sequence[Spell], covered: Sequence[Span]
) -> Ending | None:
    window_ends = [cover.covers_to_on + ONE_DAY for cover in item.covers]
    on = max([closing.on, *window_ends])
    if any(span.covers(on) for span in covered):
        return None
    last_on = max((span.end for span in covered if span.end and span.end < on), default=None)
    if last_on is None:
        return None
    resumed_on = min((span.start for span in covered if span.start > on), default=None)
    is_change = SWITCHED in (closing.state, closing.reason)
    if is_change and resumed_on and days_between(on, resumed_on) < SPELL_GAP_DAYS:
        return None
    started_on = max(s.started_on for s in spells if s.started_on <= last_on)
    return Ending(
        on,
        days_between(started_on, last_on) + 1,
        closing.reason,
        is_transfer=TRANSFERRED in (closing.state, closing.reason),
        has_risk_plan=closing.has_risk_plan,
        is_their_wish=closing.is_their_wish,
        was_reducing_to_zero=closing.was_reducing_to_zero,
        resumed_on=resumed_on,
    )
