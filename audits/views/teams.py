"""One indicator of a run, team by team: the funnel that chance makes, and its table."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import people_behind, report_page, report_reader, teams
from audits.models import Audit
from audits.views.report import own_audit
from reviews.funnel import Unit
from reviews.funnel_page import teams_shown


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def by_team(request: StaffRequest, audit_id: UUID, code: str) -> HttpResponse:
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    built = report_reader.build(audit)
    indicator = next((item for item in built.indicators if item.code == code), None)
    if indicator is None:
        raise Http404
    counted = teams.by_team(audit, indicator)
    people = reverse("audits:people", args=[audit.pk, code, people_behind.OF])
    shown = teams_shown(
        [(one.name, Unit(one.key, one.number, one.of)) for one in counted],
        together=lambda share: f"{share} in all teams together.",
        people=lambda unit: f"{people}?team={unit.key}",
    )
    context = {
        "report": built,
        "audit": audit,
        "item": report_page.row(indicator, report_page.Links(audit.pk, may_open=True)).item,
        "step": indicator.definition["code"].split(".")[0],
        "teams": shown,
        "rows": list(zip(counted, shown.rows, strict=True)),
    }
    return render(request, "audits/teams.html", context)
