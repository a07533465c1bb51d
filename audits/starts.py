"""The start of substitution treatment that indicators ask for. Pure."""

from audits.case_facts import CaseFacts
from audits.period import AuditDay
from prescribing.doses import Spell
from rodt.dates import days_between


def new_start(case: CaseFacts, day: AuditDay, after_days: int) -> Spell | None:
    """The last new start in the period that lies at least so many days back."""
    begun = [
        spell
        for spell in case.spells
        if day.in_period(spell.started_on) and days_between(spell.started_on, day.on) >= after_days
    ]
    return begun[-1] if begun else None
