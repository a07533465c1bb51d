"""One indicator of a run, team by team: the funnel that chance makes, and its table; and all that a
run says of one team, beside the whole service."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.models import Team
from accounts.roles import Permission
from audits import people_behind, report_page, report_reader, team_page, teams
from audits.files import file_name
from audits.models import Audit
from audits.views.report import own_audit
from reviews.funnel import Unit
from reviews.funnel_page import teams_shown
from rodt.downloads import attachment


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


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def of_team(request: StaffRequest, audit_id: UUID, team_id: UUID) -> HttpResponse:
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    team, built = _own_team(request, team_id), report_reader.build(audit)
    context = {
        "report": built,
        "audit": audit,
        "team": team,
        "people": team_page.people_of(audit, team),
        "others": [one for one in team_page.teams_of(audit) if one != team],
        "steps": team_page.steps(audit, built, team),
    }
    return render(request, "audits/team.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def of_team_file(request: StaffRequest, audit_id: UUID, team_id: UUID) -> HttpResponse:
    """As it may leave the service. That it left is noted."""
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    team, built = _own_team(request, team_id), report_reader.build(audit)
    trail.record(
        "downloaded the figures of a team",
        by=request.access.user,
        service_id=audit.service_id,
        about=f"run {audit.number}, {team.name}",
    )
    name = f"{slugify(team.name) or 'team'}-{file_name(audit, 'csv')}"
    return attachment(team_page.as_csv(audit, built, team), name)


def _own_team(request: StaffRequest, team_id: UUID) -> Team:
    return get_object_or_404(Team, pk=team_id, service=request.access.service)
