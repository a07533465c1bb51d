"""The files of a run: PDF, CSV and JSON, kept whole in the database."""

import hashlib
import logging
from collections.abc import Callable

from audits import export, report_pdf, report_reader
from audits.models import Audit, AuditFile
from audits.report import AuditReport
from rodt.pdf import Attachment, PdfUnavailable

logger = logging.getLogger(__name__)
ReportProgress = Callable[[int, str], None]


def make(audit: Audit, report_progress: ReportProgress) -> None:
    """Where this computer cannot make PDFs the other two are kept, and the page says why."""
    report_progress(60, "Adding it up")
    files = contents(report_reader.build(audit), report_progress)
    AuditFile.objects.filter(audit=audit).delete()
    for kind, content in files.items():
        AuditFile.objects.create(
            service_id=audit.service_id,
            audit=audit,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )


def contents(built: AuditReport, report_progress: ReportProgress) -> dict[AuditFile.Kind, bytes]:
    """Each file of a report."""
    found = {
        AuditFile.Kind.CSV: export.as_csv(built),
        AuditFile.Kind.JSON: export.as_json(built),
    }
    report_progress(66, "Drawing the PDF")
    try:
        found[AuditFile.Kind.PDF] = report_pdf.pdf(built, attachments(built))
    except PdfUnavailable as problem:
        logger.warning("%s of %s has no PDF: %s", built.called, built.service_code, problem)
    report_progress(96, "Keeping the files")
    return found


def attachments(built: AuditReport) -> list[Attachment]:
    return [
        Attachment("figures.csv", export.as_csv(built), "Every figure of this report, one a row"),
        Attachment("report.json", export.as_json(built), "Manifest, definitions and figures"),
        Attachment(
            "definitions.json", export.definitions_file(built), "How each indicator is counted"
        ),
        Attachment("manifest.json", export.manifest_file(built), "What was run, with which values"),
    ]


def file_name(audit: Audit, kind: str) -> str:
    """No name of a person; the service's code, the day and the run."""
    return f"12-steps-{audit.service.code.lower()}-{audit.on:%Y-%m-%d}-run-{audit.number}.{kind}"
