"""Drift watch beside early-ending watch, for the people somebody may see: as the service's last
audit found them. The findings are those of the run; the page says of which day they are."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models.fields.json import KeyTransform

from accounts.models import Service
from audits.balance_page import CASES_SHOWN, CODES, DRIFT, QUESTIONS, all_words, cases
from audits.caseload_figures import Figures
from audits.models import Audit, AuditResult
from audits.step import Outcome
from audits.steps import BY_CODE
from patients.models import Patient
from rodt.words import count, nhs_date, plain_number

_Found = dict[str, dict[UUID, dict[str, Any]]]


class Watches(NamedTuple):
    """`pair`: for components/watch_pair.html."""

    audit: Audit
    pair: list[dict[str, Any]]


def read(
    service: Service, names: dict[UUID, str], figures: Figures, moment: datetime
) -> Watches | None:
    """None where no audit of the service has finished yet."""
    audit = (
        Audit.objects.filter(service=service, state=Audit.State.READY)
        .order_by("-on", "-number")
        .first()
    )
    if audit is None:
        return None
    found = _findings(audit, names)
    return Watches(
        audit, [_watch(audit, code, found[code], names, figures, moment) for code in CODES]
    )


def _findings(audit: Audit, names: dict[UUID, str]) -> _Found:
    rows = (
        AuditResult.objects.filter(audit=audit, findings__has_any_keys=CODES)
        .annotate(
            drift=KeyTransform(CODES[0], "findings"), early=KeyTransform(CODES[1], "findings")
        )
        .values_list("patient_id", "drift", "early")
    )
    found: _Found = {code: {} for code in CODES}
    for who, *both in rows:
        for code, finding in zip(CODES, both, strict=True):
            if finding is not None and who in names:
                found[code][who] = finding
    return found


def _watch(
    audit: Audit,
    code: str,
    found: dict[UUID, dict[str, Any]],
    names: dict[UUID, str],
    figures: Figures,
    moment: datetime,
) -> dict[str, Any]:
    title = BY_CODE[code].title

    def of(*outcomes: Outcome) -> Iterator[tuple[UUID, str]]:
        for who, finding in found.items():
            if finding["outcome"] in outcomes:
                yield who, finding["reason"] or finding["group"]

    counted = dict(of(Outcome.NOT_MET))
    figure = figures.add(title, "Shows the signs", "", counted.items())
    everybody = figures.add(title, "Asked about", "", of(Outcome.NOT_MET, Outcome.MET))
    unknown = figures.add(title, "Unknown", "", of(Outcome.NOT_RECORDED))
    nouns = ("person", "people") if code == DRIFT else ("ending", "endings")
    first = [who for who in names if who in counted][:CASES_SHOWN]
    people = Patient.objects.in_bulk(first)
    return {
        "title": title,
        "short_title": title,
        "question": QUESTIONS[code],
        "number": figure.value,
        "of": f"of {count(everybody.value, *nouns)}, {plain_number(unknown.value)} unknown",
        "of_short": f"of {plain_number(everybody.value)}",
        "cases": cases(code, [(people[who], counted[who]) for who in first], moment),
        "all_url": figure.url,
        "all_text": all_words(figure.value),
        "before": f"Run {audit.number}, as things stood on {nhs_date(audit.on)}.",
    }
