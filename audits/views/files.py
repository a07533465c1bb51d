"""What is downloaded from a run, and whether a printed digest is one of ours."""

import hashlib
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits.files import file_name
from audits.forms import VerifyForm
from audits.models import Audit, AuditFile, MergedReport
from audits.views.report import own_audit
from audits.views.rounds import my_services

CONTENT_TYPES = {
    AuditFile.Kind.PDF: "application/pdf",
    AuditFile.Kind.CSV: "text/csv; charset=utf-8",
    AuditFile.Kind.JSON: "application/json",
}


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def download(request: StaffRequest, audit_id: UUID, kind: str) -> HttpResponse:
    """The file as it was kept. It holds no names; that it left is noted."""
    audit = own_audit(request, audit_id)
    held = AuditFile.objects.filter(audit=audit, kind=kind).first()
    if held is None:
        raise Http404
    content = bytes(held.content)
    if hashlib.sha256(content).hexdigest() != held.sha256:
        raise RuntimeError(f"The {kind} of audit {audit.pk} is not the one that was kept.")
    trail.record(
        "downloaded an audit",
        by=request.access.user,
        service_id=audit.service_id,
        about=f"run {audit.number}, {kind}",
        audit=str(audit.pk),
        sha256=held.sha256,
    )
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[AuditFile.Kind(kind)],
        headers={"Content-Disposition": f'attachment; filename="{file_name(audit, kind)}"'},
    )


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def verify(request: StaffRequest) -> HttpResponse:
    """Which run a printed digest belongs to, and whether a later one took its place."""
    form = VerifyForm(request.GET if "digest" in request.GET else None)
    found: list[dict[str, object]] = []
    rounds: list[MergedReport] = []
    was_asked = form.is_valid()
    if was_asked:
        with my_services(request, Permission.VIEW_AUDIT):
            reports = MergedReport.objects.filter(digest__startswith=form.cleaned_data["digest"])
            rounds = list(reports.select_related("round").only("digest", "services", "round"))
        runs = Audit.objects.filter(
            service=request.access.service,
            state=Audit.State.READY,
            digest__startswith=form.cleaned_data["digest"],
        ).order_by("-number")
        found = [{"run": run, "later": _later(run)} for run in runs]
    context = {"form": form, "was_asked": was_asked, "found": found, "rounds": rounds}
    return render(request, "audits/verify.html", context)


def _later(run: Audit) -> Audit | None:
    """The newest finished run about the same period, made after this one."""
    return (
        Audit.objects.filter(
            service_id=run.service_id,
            state=Audit.State.READY,
            on=run.on,
            period_start_on=run.period_start_on,
            number__gt=run.number,
        )
        .order_by("-number")
        .first()
    )
