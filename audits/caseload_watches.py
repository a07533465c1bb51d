"""Drift watch beside early-ending watch, for the people somebody may see: as the service's last
audit found them. The findings are those of the run; the page says of which day they are."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from accounts.models import Service
from audits import standing
from audits.balance_page import CASES_SHOWN, CODES, Opens, cases, watch
from audits.caseload_figures import Figure, Figures
from audits.models import Audit
from audits.step import Outcome
from audits.steps import BY_CODE
from patients.models import Patient
from rodt.statements import ask_all
from rodt.words import nhs_date

# Each finding as its outcome and its reason. `jsonb_to_record` unpacks what is kept of a person
# once, an operator would do it for each key.
_FINDINGS = """
    SELECT patient_id, drift->>'outcome', coalesce(nullif(drift->>'reason', ''), drift->>'group'),
        early->>'outcome', coalesce(nullif(early->>'reason', ''), early->>'group')
    FROM (
        SELECT patient_id, kept."5.4" AS drift, kept."5.5" AS early
        FROM audits_auditresult, jsonb_to_record(findings) AS kept("5.4" jsonb, "5.5" jsonb)
        WHERE audit_id = %(audit)s
        OFFSET 0
    ) AS found
    WHERE drift IS NOT NULL OR early IS NOT NULL
"""


class _Found(NamedTuple):
    outcome: str
    why: str


class Watches(NamedTuple):
    """`pair`: for components/watch_pair.html."""

    audit: Audit
    pair: list[dict[str, Any]]


def read(
    service: Service, names: dict[UUID, str], figures: Figures, moment: datetime
) -> Watches | None:
    """None where no audit of the service has finished that is to be used."""
    audit = standing.latest(standing.to_be_used(Audit.objects.filter(service=service)))
    if audit is None:
        return None
    found = _findings(audit, names)
    before = f"Run {audit.number}, as things stood on {nhs_date(audit.on)}."
    return Watches(
        audit,
        [_watch(code, found[code], names, figures, moment) | {"before": before} for code in CODES],
    )


def _findings(audit: Audit, names: dict[UUID, str]) -> dict[str, dict[UUID, _Found]]:
    (rows,) = ask_all([_FINDINGS], {"audit": audit.pk})
    found: dict[str, dict[UUID, _Found]] = {code: {} for code in CODES}
    for who, *both in rows:
        for code, outcome, why in zip(CODES, both[::2], both[1::2], strict=True):
            if outcome is not None and who in names:
                found[code][who] = _Found(outcome, why)
    return found


def _watch(
    code: str,
    found: dict[UUID, _Found],
    names: dict[UUID, str],
    figures: Figures,
    moment: datetime,
) -> dict[str, Any]:
    title = BY_CODE[code].title

    def opens(line: str, *outcomes: Outcome) -> Figure:
        people = (who for who, finding in found.items() if finding.outcome in outcomes)
        return figures.add(title, line, "", people, lambda who: found[who].why)

    counted = opens("Shows the signs", Outcome.NOT_MET)
    of = opens("Asked about", Outcome.NOT_MET, Outcome.MET)
    unknown = opens("Unknown", Outcome.NOT_RECORDED)
    numbers = (Opens(figure.value, figure.url) for figure in (counted, of, unknown))
    behind = set(counted.people)
    first = [who for who in names if who in behind][:CASES_SHOWN]
    people = Patient.objects.in_bulk(first)
    return {
        **watch(code, title, BY_CODE[code].of_whom, *numbers),
        "cases": cases(code, [(people[who], found[who].why) for who in first], moment),
    }
