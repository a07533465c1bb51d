"""A run: its 12 rows, one step opened, and the two watches side by side."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import (
    actions,
    balance_page,
    elsewhere,
    files,
    monthly_reader,
    promises_reader,
    report_page,
    report_reader,
    team_page,
)
from audits.models import Audit, AuditFile
from audits.report import AuditReport
from audits.sampling import KEPT_AS
from audits.standing import retired_as, with_standing
from jobs import words
from jobs.models import Job
from patients.person_page import allowed


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def report(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    """The report; while the run is not finished, how far it is."""
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return _progress(request, audit)
    built, kept = promises_reader.whole(audit), files.editions(audit)
    context = _context(request, audit, built)
    context |= {
        "head": report_page.head(built, localdate()),
        "files": kept,
        "kinds": [kind for kind in AuditFile.Kind.values if kind in {file.kind for file in kept}],
        "retired": retired_as(audit),
        "may": allowed(request),
        "rows": report_page.summary(built, _links(request, audit)),
        "files_job": _files_job(audit),
        "others": _others(audit),
        "teams": team_page.teams_of(audit) if context["may_open"] else [],
    }
    return render(request, "audits/report.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def step(request: StaffRequest, audit_id: UUID, step: int) -> HttpResponse:
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    built = report_reader.build(audit)
    if step not in {item.number for item in built.steps}:
        raise Http404
    found = built.step(step)
    context = _context(request, audit, built) | {
        **report_page.opened(
            built,
            found,
            _links(request, audit),
            monthly_reader.of_step(audit, built, found.indicators),
        ),
        "own_view": report_page.own_view(found),
        "comment": built.said.comment_on(step),
        "actions": built.said.actions_of(step),
        "promise_of": audit.number if _may_answer(request, audit) else None,
        "since_signed": _promised_since(audit, built, step),
        "today": localdate(),
        "reads_plans": KEPT_AS in audit.configuration and request.access.may(Permission.READ_PLANS),
    }
    return render(request, "audits/step.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def balance(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    """Did nobody look? Did it end too soon? Two questions of equal weight."""
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    built, links = report_reader.build(audit), _links(request, audit)
    context = _context(request, audit, built) | {
        "watches": balance_page.watches(audit, built, links, now()),
        "rows": [report_page.row(built.indicator(code), links) for code in balance_page.CODES],
        "counted_url": links.step(5),
        "weeks": balance_page.weeks(built.retention),
    }
    return render(request, "audits/balance.html", context)


def own_audit(request: StaffRequest, audit_id: UUID) -> Audit:
    """404 unless it is of the service they work in now. The page names another of theirs."""
    found: Audit | None = own_audits(request).filter(pk=audit_id).first()
    if found is None:
        request.of_service = elsewhere.service_of(audit_id, request.access)
        raise Http404("There is no such audit in this service.")
    return found


def own_audits(request: StaffRequest) -> QuerySet[Audit]:
    """Of the service they work in now."""
    audits = with_standing(Audit.objects.select_related("service", "requested_by"))
    return audits.filter(service=request.access.service)


def _links(request: StaffRequest, audit: Audit) -> report_page.Links:
    return report_page.Links(audit.pk, may_open=request.access.may(Permission.VIEW_AUDIT_PEOPLE))


def _context(request: StaffRequest, audit: Audit, built: AuditReport) -> dict[str, Any]:
    return {
        "audit": audit,
        "report": built,
        "since": report_page.since(built),
        "may_open": request.access.may(Permission.VIEW_AUDIT_PEOPLE),
        "may_assess": request.access.may(Permission.ASSESS_SERVICE),
        "may_answer": _may_answer(request, audit),
    }


def _may_answer(request: StaffRequest, audit: Audit) -> bool:
    return request.access.may(Permission.ANSWER_AUDIT) and not audit.retirements.all()


def _promised_since(audit: Audit, built: AuditReport, step: int) -> int:
    """Promises on this step that came after the first signature: they are not part of it."""
    if not built.signatures:
        return 0
    since = audit.promised.filter(code__startswith=f"{step}.")
    return since.count() - len(built.said.actions_of(step))


def _progress(request: StaffRequest, audit: Audit) -> HttpResponse:
    """The whole page, or only the piece that the script asks for again."""
    job = actions.job_of(audit)
    context = {
        "audit": audit,
        "job": job,
        "standing": words.standing(job) if job and job.is_live else "",
        "may_start_again": request.access.may(Permission.VIEW_JOBS),
    }
    is_part = request.headers.get("X-Part") == "job"
    template = "audits/_progress.html" if is_part else "audits/progress.html"
    return render(request, template, context)


def _others(audit: Audit) -> list[Audit]:
    """Finished runs it can be laid beside, the newest first."""
    finished = Audit.objects.filter(service_id=audit.service_id, state=Audit.State.READY)
    return list(finished.exclude(pk=audit.pk).only("number", "on").order_by("-number"))


def _files_job(audit: Audit) -> Job | None:
    """The job that makes the files of a finished run again, while it runs."""
    job = actions.job_of(audit)
    return job if job is not None and job.is_live else None
