"""What a run could not tell: by fact and indicator, and person by person for who can say it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import report_page, report_reader, to_find_out, unknowns
from audits.files import file_name
from audits.models import Audit
from audits.views.report import own_audit
from rodt.downloads import attachment

PEOPLE_A_PAGE = 50


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def not_recorded(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    built = report_reader.build(audit)
    links = report_page.Links(audit.pk, may_open=request.access.may(Permission.VIEW_AUDIT_PEOPLE))
    context = {
        "audit": audit,
        "report": built,
        "facts": unknowns.facts(audit, built, links),
        "rows": unknowns.indicators(built, links),
        "complete": report_page.complete(built),
        "sees_all": to_find_out.sees_all(request.access),
    }
    return render(request, "audits/not_recorded.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def not_recorded_file(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    """Figures as they may leave the service. That it left is noted."""
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    trail.record(
        "downloaded what is not recorded",
        by=request.access.user,
        service_id=audit.service_id,
        about=f"run {audit.number}",
    )
    content = unknowns.as_csv(report_reader.build(audit))
    return attachment(content, f"not-recorded-{file_name(audit, 'csv')}")


@require_safe
@staff_page(Permission.VIEW_WORKLIST)
def find_out(request: StaffRequest) -> HttpResponse:
    """One's own people; for whoever sees the whole service, keyworker by keyworker."""
    access, on = request.access, localdate()
    audit = to_find_out.last_run(access)
    context: dict[str, Any] = {"audit": audit, "sees_all": to_find_out.sees_all(access)}
    if audit is None:
        return render(request, "audits/find_out.html", context)
    if context["sees_all"] and "of" not in request.GET:
        context["staff"] = to_find_out.by_keyworker(audit, access, on)
        return render(request, "audits/find_out_by_keyworker.html", context)
    if context["sees_all"]:
        of = _asked(request)
        context |= {"whose": to_find_out.name_of(access, of), "query": f"of={of}&"}
        people = to_find_out.of_member(audit, access, of, on)
    else:
        people = to_find_out.own(audit, access, on)
    is_file = request.GET.get("as") == "csv"
    trail.record(
        "downloaded what is to find out" if is_file else "opened what is to find out",
        by=access.user,
        service_id=audit.service_id,
        about=f"run {audit.number}",
        people=len(people),
    )
    if is_file:
        return attachment(to_find_out.as_csv(people), f"to-find-out-{on.isoformat()}.csv")
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "audits/find_out.html", context | {"page": page})


def _asked(request: StaffRequest) -> str:
    """Whose people: a keyworker’s id, "nobody", or all."""
    of = request.GET["of"]
    if of in ("", to_find_out.NOBODY):
        return of
    try:
        return str(UUID(of))
    except ValueError:
        raise Http404("There is no such keyworker.") from None
