"""How old the evidence of a service's own view is. Pure.

Evidence counts from its day, or from the day on which somebody confirmed it again, for
`AuditRules.evidence_days`: the product's own proposal [P], which a service changes like every
number of the audit.
"""

from datetime import date

from rodt.dates import days_between
from rodt.words import nhs_date

DAYS_OF_A_YEAR = 365


def is_old(evidence_on: date, confirmed_on: date | None, on: date, days: int) -> bool:
    return days_between(max(evidence_on, confirmed_on or evidence_on), on) > days


def words(evidence_on: date | None, confirmed_on: date | None, on: date, days: int) -> str:
    """What is to be said of it; empty where it still counts."""
    if evidence_on is None:
        return "The evidence has no date."
    if not is_old(evidence_on, confirmed_on, on, days):
        return ""
    if confirmed_on is None or confirmed_on <= evidence_on:
        return f"Evidence from {nhs_date(evidence_on)} is more than {_span(days)} old."
    return (
        f"Evidence from {nhs_date(evidence_on)} was confirmed on {nhs_date(confirmed_on)},"
        f" more than {_span(days)} ago."
    )


def _span(days: int) -> str:
    years, rest = divmod(days, DAYS_OF_A_YEAR)
    return f"{12 * years} months" if years and not rest else f"{days} days"
