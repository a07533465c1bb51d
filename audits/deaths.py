"""Deaths in treatment and in the year after leaving: did the team look at what happened? Pure.

For learning, never for a rate. Source: domain/twelve-steps.md 6.5.
"""

from audits.case_facts import CaseFacts
from audits.period import AuditDay
from audits.step import Finding, met, not_met
from rodt.dates import days_between
from rodt.words import nhs_date

IN_TREATMENT, AFTER_LEAVING = "Died in treatment", "Died within 12 months of leaving"
REVIEWED, NOT_REVIEWED = "looked at by the team", "no look at it on record"


def _left_before(case: CaseFacts, day: AuditDay) -> bool | None:
    """Whether they had left before; None for a death that is not asked about."""
    died_on = case.reviews.died_on
    if died_on is None or not day.in_period(died_on):
        return None
    if any(
        item.started_on <= died_on and (item.ended_on is None or item.ended_on >= died_on)
        for item in case.episodes
    ):
        return False
    return (
        any(
            item.ended_on is not None
            and 0 < days_between(item.ended_on, died_on) <= day.rules.death_after_days
            for item in case.episodes
        )
        or None
    )


def died_in_period(case: CaseFacts, day: AuditDay) -> bool:
    return _left_before(case, day) is not None


def looked_at(case: CaseFacts, day: AuditDay) -> Finding:
    died_on = case.reviews.died_on
    assert died_on is not None
    where = AFTER_LEAVING if _left_before(case, day) else IN_TREATMENT
    reviewed_on = case.leaving.death_reviewed_on
    if reviewed_on is not None:
        return met(
            f"{where} on {nhs_date(died_on)}; the team looked at it by {nhs_date(reviewed_on)}.",
            f"{where}: {REVIEWED}",
        )
    return not_met(
        f"{where} on {nhs_date(died_on)}; no look at it by the team is on record.",
        f"{where}: {NOT_REVIEWED}",
        would_change="Look at what happened with the team, and say so in what is to do.",
    )
