"""A finished run of a service, and a round of such runs, made without reading anybody's record, for
pages that need one."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import Service, User
from audits import definitions, report_reader, rounds_merge
from audits.models import (
    Audit,
    AuditFile,
    AuditResult,
    AuditRound,
    MergedFile,
    MergedReport,
    RoundMember,
)
from audits.peer_checklist import PROPOSAL
from audits.period import period_start
from audits.rules import DEFAULT_RULES
from audits.sampling import KEPT_AS
from audits.step import Finding
from audits.steps import INDICATORS
from audits.tally import Tally, stored_finding
from patients.models import Patient
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.retention import curve

Findings = Mapping[Patient, Mapping[str, Finding]]


def finished_run(
    service: Service, by: User, on: date, findings: Findings | None = None, number: int = 1
) -> Audit:
    """`findings`: of each person, by code; nobody was counted where it is left out."""
    tallies = {indicator.code: Tally() for indicator in INDICATORS}
    found = findings or {}
    for by_code in found.values():
        for code, finding in by_code.items():
            tallies[code].add(finding)
    audit = Audit.objects.create(
        service=service,
        number=number,
        on=on,
        period_start_on=period_start(on),
        known_at=f"{on}T12:00:00Z",
        state=Audit.State.READY,
        requested_by=by,
        people_read=len(found),
        digest=hashlib.sha256(f"{service.code} {on} {number}".encode()).hexdigest(),
        definitions={"steps": definitions.stored()},
        configuration={
            "numbers": DEFAULT_RULES.values(),
            "schedule": DEFAULT_SCHEDULE.to_values(),
            "schedule_version": DEFAULT_SCHEDULE.version,
            KEPT_AS: {"seed": "", "checklist": PROPOSAL.stored()},
        },
        service_figures={
            "on_treatment": len(found),
            "in_treatment": len(found),
            "counts": {
                code: {**t.stored(len(found)), "figures": []} for code, t in tallies.items()
            },
            "retention": {"now": list(curve((), on)), "before": list(curve((), on))},
            "own_view": [],
        },
    )
    AuditResult.objects.bulk_create(
        AuditResult(
            service=service,
            audit=audit,
            patient=patient,
            findings={code: stored_finding(finding) for code, finding in by_code.items()},
        )
        for patient, by_code in found.items()
    )
    content = b"%PDF-1.7 an example"
    AuditFile.objects.create(
        service=service,
        audit=audit,
        kind=AuditFile.Kind.PDF,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    audit.refresh_from_db()
    return audit


def round_of(audits: Sequence[Audit], by: User) -> AuditRound:
    """Runs of the same day, in one round, not yet added up."""
    first = audits[0]
    made = AuditRound.objects.create(
        services=sorted(audit.service_id for audit in audits),
        on=first.on,
        period_start_on=first.period_start_on,
        known_at=first.known_at,
        requested_by=by,
    )
    for audit in audits:
        RoundMember.objects.create(service=audit.service, round=made, audit=audit)
    return made


def merged_round(audits: Sequence[Audit], by: User) -> MergedReport:
    """The same added up, with a file that only looks like a PDF."""
    made = round_of(audits, by)
    built = sorted(map(report_reader.build, audits), key=lambda report: report.service_code)
    report = MergedReport.objects.create(
        round=made,
        services=made.services,
        finished_at=made.known_at,
        **rounds_merge.add_up(built),
    )
    content = b"%PDF-1.7 an example"
    MergedFile.objects.create(
        report=report,
        services=made.services,
        kind=AuditFile.Kind.PDF,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    report.refresh_from_db()
    return report
