"""Who signed a report, as it is printed. Pure."""

from audits.report import AuditReport
from audits.said import SIGNATURES
from rodt.words import and_list, nhs_date, nhs_datetime

PLACES = ("First signature", "Second signature")


def standing(report: AuditReport) -> str:
    """At the head of every page."""
    if report.is_signed:
        return f"Signed by two people, {nhs_date(report.signatures[-1].at.date())}"
    return f"Draft: {len(report.signatures)} of {SIGNATURES} signatures"


def said(report: AuditReport) -> str:
    """On the cover."""
    if not report.signatures:
        return f"Not yet: 0 of {SIGNATURES} signatures"
    names = and_list([f"{one.name}, {nhs_date(one.at.date())}" for one in report.signatures])
    return names if report.is_signed else f"{names}; a second signature is needed"


def rows(report: AuditReport) -> list[dict[str, str]]:
    """The last page."""
    given = [
        {"place": place, "who": f"{one.name}, {one.role}", "when": nhs_datetime(one.at),
         "remark": one.remark}
        for place, one in zip(PLACES, report.signatures, strict=False)
    ]  # fmt: skip
    missing = [{"place": place, "who": "Not named", "when": "Not signed", "remark": ""}
               for place in PLACES[len(given):]]  # fmt: skip
    return given + missing
