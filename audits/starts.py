"""Starts of substitution treatment: all on record, and the one that indicators ask for. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from audits.case_facts import CaseFacts, EpisodeFact
from audits.endings import Closing, endings
from audits.period import AuditDay
from audits.retention import Start
from prescribing.doses import Prescribed, Spell, ost_spells
from rodt.dates import add_days, days_between


def new_start(case: CaseFacts, day: AuditDay, after_days: int) -> Spell | None:
    """The last new start in the period that lies at least so many days back."""
    begun = [
        spell
        for spell in case.spells
        if day.in_period(spell.started_on) and days_between(spell.started_on, day.on) >= after_days
    ]
    return begun[-1] if begun else None


def all_starts(
    prescribed: Sequence[tuple[Prescribed, Closing | None]],
    episodes: Iterable[EpisodeFact],
    gap_days: int,
) -> Iterable[Start]:
    """Every start of a person, with how it ended."""
    closed_on = [ending.on for ending in endings(prescribed)]
    confirmed = [item.ended_on for item in episodes if item.ended_on and item.transfer_confirmed_on]
    spells = ost_spells((item for item, _ in prescribed), gap_days=gap_days)
    for place, spell in enumerate(spells):
        if spell.ended_on is None:
            yield Start(spell.started_on)
            continue
        left_on = add_days(spell.ended_on, 1)
        next_on = spells[place + 1].started_on if place + 1 < len(spells) else date.max
        yield Start(
            spell.started_on,
            left_on,
            is_transfer=any(abs(days_between(left_on, on)) <= gap_days for on in confirmed),
            is_closed=any(left_on <= on < next_on for on in closed_on),
        )
