"""The eleven domains of benefit at the start, at their best, at the last strategic review and now.

Pure over rows. A change is marked as beyond measurement noise only where its threshold is verified;
elsewhere the threshold's status is said. Source: domain/reviews.md §5.
"""

from reviews.benefit_cells import GridFacts, GridGroup, GridRow
from reviews.benefit_domains import DOMAINS, EVIDENCE_NOTES, EVIDENCE_TITLES, Domain
from reviews.benefit_record import FROM_THE_RECORD
from reviews.benefit_top import from_top


def grid(facts: GridFacts) -> tuple[GridGroup, ...]:
    rows = [_row(domain, facts) for domain in DOMAINS]
    return tuple(
        GridGroup(
            EVIDENCE_TITLES[group],
            EVIDENCE_NOTES[group],
            tuple(row for row in rows if row.domain.group is group),
        )
        for group in EVIDENCE_TITLES
    )


def _row(domain: Domain, facts: GridFacts) -> GridRow:
    return FROM_THE_RECORD.get(domain.key, from_top)(domain, facts)
