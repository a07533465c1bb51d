"""What is downloaded from a run, and whether a printed digest is one of ours."""

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits.files import file_name
from audits.forms import VerifyForm
from audits.models import Audit, AuditFile, MergedReport, RoundMember
from audits.rounds_reader import retired_in
from audits.standing import to_be_used, with_standing, word
from audits.views.report import own_audit
from audits.views.rounds import my_services
from rodt.downloads import attachment

CONTENT_TYPES = {
    AuditFile.Kind.PDF: "application/pdf",
    AuditFile.Kind.HTML: "text/html; charset=utf-8",
    AuditFile.Kind.CSV: "text/csv; charset=utf-8",
    AuditFile.Kind.JSON: "application/json",
}


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def download(
    request: StaffRequest, audit_id: UUID, kind: str, edition: int | None = None
) -> HttpResponse:
    """The file as it was kept, the last of its kind or the one that is named. It holds no names;
    that it left is noted."""
    audit = own_audit(request, audit_id)
    held = AuditFile.objects.filter(audit=audit, kind=kind).order_by("edition")
    file = held.last() if edition is None else held.filter(edition=edition).first()
    if file is None:
        raise Http404
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise RuntimeError(f"The {kind} of audit {audit.pk} is not the one that was kept.")
    trail.record(
        "downloaded an audit",
        by=request.access.user,
        service_id=audit.service_id,
        about=f"run {audit.number}, {kind}",
        audit=str(audit.pk),
        sha256=file.sha256,
    )
    name = file_name(audit, kind, file.edition)
    return attachment(content, name, CONTENT_TYPES[AuditFile.Kind(kind)])


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def verify(request: StaffRequest) -> HttpResponse:
    """Which report a digest belongs to, of its results or of one of its files, and whether it is
    still to be used. Of another service's it says what it says of none."""
    form = VerifyForm(request.GET if "digest" in request.GET else None)
    was_asked = form.is_valid()
    found: list[dict[str, object]] = []
    rounds: list[tuple[MergedReport, list[RoundMember]]] = []
    if was_asked:
        digest = form.cleaned_data["digest"]
        found = _found(request, digest)
        with my_services(request, Permission.VIEW_AUDIT):
            reports = MergedReport.objects.filter(digest__startswith=digest)
            rounds = [
                (report, retired_in(report.round))
                for report in reports.select_related("round").only("digest", "services", "round")
            ]
    problem = "Nothing is looked up yet: look at the digest again"
    context = {
        "form": form,
        "was_asked": was_asked,
        "found": found,
        "rounds": rounds,
        "problem": problem,
    }
    return render(request, "audits/verify.html", context)


def _found(request: StaffRequest, digest: str) -> list[dict[str, Any]]:
    service = request.access.service
    kept = AuditFile.objects.filter(service=service, sha256__startswith=digest).defer("content")
    by_run = {file.audit_id: file for file in kept.order_by("edition")}
    runs = with_standing(Audit.objects.filter(service=service, state=Audit.State.READY)).filter(
        Q(digest__startswith=digest) | Q(pk__in=by_run)
    )
    return [
        {"run": run, "file": by_run.get(run.pk), "word": word(run, {}), "later": _later(run)}
        for run in runs.order_by("-number")
    ]


def _later(run: Audit) -> Audit | None:
    """The newest run about the same period that is to be used, made after this one."""
    same = Audit.objects.filter(
        service=run.service_id,
        on=run.on,
        period_start_on=run.period_start_on,
        number__gt=run.number,
    )
    return to_be_used(same).order_by("-number").first()
