"""The files of a run: PDF, HTML, CSV and JSON, kept whole in the database."""

import hashlib
import logging
from collections.abc import Callable

from audits import export, promises_reader, report_pdf
from audits.models import Audit, AuditFile
from audits.report import AuditReport
from audits.standing import retired_as
from rodt.drawing import drawn
from rodt.pdf import Attachment, PdfUnavailable

logger = logging.getLogger(__name__)
ReportProgress = Callable[[int, str], None]


def make(
    audit: Audit, report_progress: ReportProgress, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """`meanwhile` is done while the PDF is drawn. Where this computer cannot make PDFs the others
    are kept, and the page says why."""
    report_progress(60, "Adding it up")
    files = contents(promises_reader.whole(audit), report_progress, meanwhile)
    for kind, content in files.items():
        _keep(audit, kind, content)


def _keep(audit: Audit, kind: str, content: bytes) -> None:
    """A new edition, where it is another file than the last of its kind: whoever has an earlier one
    can still compare it."""
    sha256 = hashlib.sha256(content).hexdigest()
    last = newest(audit).get(kind)
    if last is not None and last.sha256 == sha256:
        return
    AuditFile.objects.create(
        service_id=audit.service_id,
        audit=audit,
        kind=kind,
        content=content,
        sha256=sha256,
        edition=last.edition + 1 if last else 1,
    )


def editions(audit: Audit) -> list[AuditFile]:
    """All that were ever made, the newest first, PDF before the others. Their content is read only
    where it is asked for."""
    order = AuditFile.Kind.values
    rows = sorted(audit.files.defer("content"), key=lambda row: order.index(row.kind))
    return sorted(rows, key=lambda row: (row.made_at, row.edition), reverse=True)


def newest(audit: Audit) -> dict[str, AuditFile]:
    """By kind, the last one made, PDF first."""
    found: dict[str, AuditFile] = {}
    for row in editions(audit):
        found.setdefault(row.kind, row)
    return {kind.value: found[kind.value] for kind in AuditFile.Kind if kind.value in found}


def contents(
    built: AuditReport,
    report_progress: ReportProgress,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[AuditFile.Kind, bytes]:
    """Each file of a report."""
    csv, json = export.as_csv(built), export.as_json(built)
    found = {AuditFile.Kind.CSV: csv, AuditFile.Kind.JSON: json}

    def others() -> None:
        report_progress(66, "Drawing the PDF")
        meanwhile()
        found[AuditFile.Kind.HTML] = report_pdf.web_page(built)

    attached = _attachments(built, csv, json)
    try:
        found[AuditFile.Kind.PDF] = drawn(report_pdf.document(built), attached, others)
    except PdfUnavailable as problem:
        logger.warning("%s of %s has no PDF: %s", built.called, built.service_code, problem)
    report_progress(96, "Keeping the files")
    return found


def _attachments(built: AuditReport, csv: bytes, json: bytes) -> list[Attachment]:
    return [
        Attachment("figures.csv", csv, "Every figure of this report, one a row"),
        Attachment("report.json", json, "Manifest, definitions and figures"),
        Attachment(
            "definitions.json", export.definitions_file(built), "How each indicator is counted"
        ),
        Attachment("manifest.json", export.manifest_file(built), "What was run, with which values"),
    ]


def file_name(audit: Audit, kind: str, edition: int = 1) -> str:
    """No name of a person; that it is not to be used, the service's code, the day, the run, and
    which edition."""
    retired = retired_as(audit).lower()
    name = f"12-steps-{audit.service.code.lower()}-{audit.on:%Y-%m-%d}-run-{audit.number}"
    name = f"{retired}-{name}" if retired else name
    return f"{name}-edition-{edition}.{kind}" if edition > 1 else f"{name}.{kind}"
