"""Benefit across the people one may see: both watches, who is in doubt and what was done, what
waits, use on top, missed doses. Every number opens its people."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import caseload_page
from audits.caseload_page import CaseloadPage
from reviews import benefit_list
from reviews.benefit_tabs import tabs
from reviews.views.cohorts import people_page
from reviews.whose_form import WhoseForm
from rodt.downloads import attachment

TITLE = "Benefit across the caseload"


@require_safe
@staff_page(Permission.VIEW_BENEFIT)
def benefit_caseload(request: StaffRequest) -> HttpResponse:
    """All of it; with `list` one list, a page at a time; with `people` those behind one number;
    with `as=csv` the numbers as a file."""
    moment, form = localtime(), WhoseForm(request.GET, request.access)
    found = caseload_page.read(request.access, form, moment)
    if request.GET.get("as") == "csv":
        return _as_file(found, f"benefit-{moment.date().isoformat()}.csv")
    context: dict[str, Any] = {
        "on": moment.date(),
        "tabs": tabs("benefit_caseload"),
        "form": form,
        "query": form.query,
        "title": TITLE,
    }
    if "people" in request.GET:
        behind = found.figures.behind(request.GET["people"], found.found.names)
        return people_page(request, behind, context | {"query": form.query.rstrip("&"), "note": ""})
    return render(request, "audits/benefit_caseload.html", context | _lists(request, found))


def _lists(request: StaffRequest, shown: CaseloadPage) -> dict[str, Any]:
    """The first of each list, or a page of the one asked for."""
    found = shown.found
    rows: dict[str, Any] = {
        "doubt": shown.doubt,
        "waiting": found.waiting,
        "due": found.due,
        "missing": found.missing,
    }
    chosen = request.GET.get("list", "")
    context: dict[str, Any] = {
        "chosen": chosen if chosen in rows else "",
        "counts": {name: len(people) for name, people in rows.items()},
        "on_ost": len(found.on_ost),
        "to_do": sum(1 for one in shown.doubt if one.to_do),
        "shown": shown,
        "missing_steps": found.missing_steps,
        "may_log": request.access.may(Permission.LOG_REVIEW),
    }
    if context["chosen"]:
        page = Paginator(rows[chosen], 2 * benefit_list.SHOWN).get_page(request.GET.get("page"))
        return context | {"page": page, chosen: page.object_list}
    return context | {name: people[: benefit_list.SHOWN] for name, people in rows.items()}


def _as_file(found: CaseloadPage, name: str) -> HttpResponse:
    response = attachment(b"", name)
    found.figures.write(response)
    return response
