"""The people behind a figure: names, the sentence why, and what would change it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.models import Team
from accounts.roles import Permission
from audits import people_behind, report_page, report_reader
from audits.evidence import records_of, rests_on
from audits.models import Audit, AuditResult, MonthFinding
from audits.views.report import own_audit

PEOPLE_A_PAGE = 100


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def people(request: StaffRequest, audit_id: UUID, code: str, figure: str) -> HttpResponse:
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    built = report_reader.build(audit)
    indicator = next((item for item in built.indicators if item.code == code), None)
    if indicator is None:
        raise Http404
    found = people_behind.people(audit, code, figure, indicator.direction.value)
    team = _team(request, audit)
    if team is not None:
        found = found.filter(team=team)
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    heading = report_page.heading(figure, indicator, page.paginator.count)
    if heading is None:
        raise Http404
    trail.record(
        "opened the people behind a figure",
        by=request.access.user,
        service_id=audit.service_id,
        about=f"run {audit.number}, {code}, {figure}" + (f", {team.name}" if team else ""),
        people=page.paginator.count,
    )
    links = report_page.Links(audit.pk, may_open=True)
    context = {
        "audit": audit,
        "report": built,
        "indicator": indicator,
        "heading": heading,
        "team": team,
        "query": f"team={team.pk}&" if team else "",
        "page": page,
        "people": [person(result) for result in page],
        "row": report_page.row(indicator, links),
        "step": indicator.step,
    }
    return render(request, "audits/people.html", context)


def _team(request: StaffRequest, audit: Audit) -> Team | None:
    """Of which the list is asked for; None where it is of the whole service."""
    asked = request.GET.get("team", "")
    if not asked:
        return None
    try:
        return Team.objects.get(service_id=audit.service_id, pk=asked)
    except (Team.DoesNotExist, ValidationError):
        raise Http404 from None


def person(result: AuditResult | MonthFinding) -> dict[str, Any]:
    """A row of the list: who, why, what would change it, and what it rests on."""
    finding: dict[str, Any] = result.finding  # type: ignore[union-attr]
    return {
        "patient": result.patient,
        "outcome": report_page.OUTCOME_WORDS_BY_VALUE[finding["outcome"]],
        "reason": finding["reason"] or finding["group"],
        "would_change": finding["would_change"],
        "evidence": rests_on(result.patient_id, records_of(finding)),
    }
