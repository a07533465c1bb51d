"""What a finished run could not tell: known of how many, by fact and by indicator.

The page stays in the service and prints true numbers; the file may leave it (`audits.protect`).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from audits.export import outside
from audits.missing import FACTS, Fact, fact_of
from audits.models import Audit
from audits.printed import printed
from audits.report import AuditReport
from audits.report_page import Links, Row, ShownGroup, row
from audits.tally import slug
from rodt.spreadsheet import safe

COLUMNS = ("code", "indicator", "what", "who_can_say", "people")
# Of each fact: the people whom an indicator that needs it looked at, and those of whom it was
# missing. Each person counts once, however many indicators wait for the fact.
_OF_FACTS = """
    WITH needed AS (
        SELECT * FROM unnest(%(places)s::int[], %(codes)s::text[], %(slugs)s::text[])
            AS needed(place, code, slug)
    ), found AS (
        SELECT result.patient_id, finding.key AS code, finding.value ->> 'outcome' AS outcome,
            finding.value ->> 'slug' AS slug
        FROM audits_auditresult AS result CROSS JOIN LATERAL jsonb_each(result.findings) AS finding
        WHERE result.audit_id = %(audit)s AND finding.key = ANY(%(codes)s)
    )
    SELECT needed.place, count(DISTINCT found.patient_id),
        count(DISTINCT found.patient_id) FILTER (
            WHERE found.outcome = 'not_recorded' AND found.slug = needed.slug
        )
    FROM needed JOIN found USING (code)
    WHERE found.outcome IN ('met', 'not_met', 'not_recorded')
    GROUP BY needed.place
"""


@dataclass(frozen=True, slots=True)
class FactRow:
    """Known of `of` people. `counted_in`: the indicators that wait for it, with their people."""

    fact: Fact
    of: int
    missing: int
    counted_in: tuple[tuple[str, ShownGroup], ...]

    @property
    def known(self) -> int:
        return self.of - self.missing

    @property
    def known_share(self) -> float:
        return self.known / self.of


def facts(audit: Audit, report: AuditReport, links: Links) -> list[FactRow]:
    """Those that were missing of anybody; of most people first."""
    waiting: dict[str, list[tuple[str, ShownGroup]]] = {}
    for indicator in report.indicators:
        for shown in links.groups(indicator.code, printed(indicator).unknown_groups):
            fact = fact_of(indicator.code, shown.words)
            waiting.setdefault(fact.words, []).append((indicator.code, shown))
    found = [
        FactRow(FACTS[place], of, missing, tuple(waiting.get(FACTS[place].words, ())))
        for place, of, missing in _counts(audit)
        if missing
    ]
    return sorted(found, key=lambda one: (-one.missing, one.fact.words))


def _counts(audit: Audit) -> list[tuple[Any, ...]]:
    needed = [
        (place, code, slug(group))
        for place, fact in enumerate(FACTS)
        for code, groups in fact.lacking.items()
        for group in groups
    ]
    places, codes, slugs = (list(column) for column in zip(*needed, strict=True))
    given: dict[str, Any] = {"audit": audit.pk, "places": places, "codes": codes, "slugs": slugs}
    with connection.cursor() as cursor:
        cursor.execute(_OF_FACTS, given)
        return cursor.fetchall()


def indicators(report: AuditReport, links: Links) -> list[Row]:
    """Those of which anything is unknown, in their order."""
    return [row(item, links) for item in report.indicators if item.unknown]


def as_csv(report: AuditReport) -> bytes:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in line] for line in _lines(report))
    return sheet.getvalue().encode("utf-8")


def _lines(report: AuditReport) -> Iterator[tuple[str, ...]]:
    for indicator in report.indicators:
        item = outside(report, indicator)
        start = (item.code, item.title)
        yield (*start, "known", "", item.known)
        yield (*start, "not recorded", "", item.unknown)
        yield (*start, "range if every unknown were no, or yes", "", item.range)
        for group in item.unknown_groups:
            fact = fact_of(item.code, group.words)
            yield (*start, fact.words, fact.who, group.people)
