"""Two runs of a service side by side: what is another, of whom, and why."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import differences_actions, differences_page, differences_reader
from audits.models import Audit
from audits.read_later import is_needed
from audits.standing import with_standing
from audits.views.report import own_audit
from jobs import words

PEOPLE_A_PAGE = 50


@require_POST
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def choose(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    """From the form on the report: the other run by its number; back where none is."""
    audit = own_audit(request, audit_id)
    other = request.POST.get("with", "")
    if not other.isdecimal():
        return redirect("audits:report", audit.pk)
    before, after = _both(request, audit_id, int(other))
    if is_needed(before, after):
        differences_actions.compare(before=before, after=after, by=request.access.user)
    return redirect("audits:differences", audit.pk, int(other))


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def differences(request: StaffRequest, audit_id: UUID, other_number: int) -> HttpResponse:
    before, after = _both(request, audit_id, other_number)
    context = _context(before, after, other_number, audit_id)
    if is_needed(before, after):
        return _progress(request, before, after, context)
    found = differences_reader.read(before, after)
    context |= {
        "opening": differences_page.opening(found, is_same=before.digest == after.digest),
        "rows": differences_page.rows(found, differences_page.titles(before, after)),
    }
    return render(request, "audits/differences.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def differing_people(
    request: StaffRequest, audit_id: UUID, other_number: int, code: str
) -> HttpResponse:
    """Everybody whose verdict on one indicator is another, or those of one cause (`?cause=`)."""
    before, after = _both(request, audit_id, other_number)
    if is_needed(before, after):
        return redirect("audits:differences", audit_id, other_number)
    found = differences_reader.read(before, after, code)
    if not found:
        raise Http404("Neither run has this indicator.")
    (one,) = found
    chosen = request.GET.get("cause", "")
    if chosen and chosen not in differences_page.CAUSES:
        raise Http404("There is no such cause.")
    ordered = differences_page.in_order(one, chosen)
    page = Paginator(ordered, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    trail.record(
        "opened the difference of two runs",
        by=request.access.user,
        service_id=after.service_id,
        about=f"runs {before.number} and {after.number}, {code}",
        people=len(ordered),
    )
    context = _context(before, after, other_number, audit_id) | {
        "code": code,
        "title": differences_page.titles(before, after)[code],
        "causes": differences_page.of_code(one, list(page), before, after),
        "people": len(one.changes),
        "page": page,
        "chosen": chosen,
        "query": f"cause={chosen}&" if chosen else "",
    }
    return render(request, "audits/differing_people.html", context)


def _progress(
    request: StaffRequest, before: Audit, after: Audit, context: dict[str, Any]
) -> HttpResponse:
    """The whole page, or only the piece that the script asks for again."""
    job = differences_actions.job_of(before, after)
    is_part = request.headers.get("X-Part") == "job"
    template = "audits/_comparing.html" if is_part else "audits/comparing.html"
    standing = words.standing(job) if job and job.is_live else ""
    return render(request, template, context | {"job": job, "standing": standing})


def _both(request: StaffRequest, audit_id: UUID, other_number: int) -> tuple[Audit, Audit]:
    """The earlier of the two first. 404 unless both have finished."""
    audit = own_audit(request, audit_id)
    runs = with_standing(Audit.objects.filter(service=request.access.service))
    other = runs.filter(number=other_number).first()
    if other is None or {audit.state, other.state} != {Audit.State.READY}:
        raise Http404("There is no such finished run in this service.")
    return differences_reader.earlier_of(other, audit)


def _context(before: Audit, after: Audit, other_number: int, audit_id: UUID) -> dict[str, Any]:
    """`is_turned`: somebody asked what changed since a run that looks at a later day."""
    return {
        "before": before,
        "after": after,
        "other_number": other_number,
        "audit_id": audit_id,
        "asked": (before, after),
        "is_turned": before.pk == audit_id != after.pk,
    }
