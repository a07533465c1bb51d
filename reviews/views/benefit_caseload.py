"""Benefit across the people one may see: what waits, what is due, who is in doubt."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import benefit_list
from reviews.benefit_tabs import tabs

LISTS = ("waiting", "due", "doubt", "missing")


@staff_page(Permission.VIEW_BENEFIT)
def benefit_caseload(request: StaffRequest) -> HttpResponse:
    """Asked for one list (`?list=due`): all of it, a page at a time; else the first of each."""
    on = localdate()
    found = benefit_list.read(request.access, on)
    rows = {name: getattr(found, name) for name in LISTS}
    chosen = request.GET.get("list", "")
    context: dict[str, Any] = {
        "on": on,
        "tabs": tabs("benefit_caseload"),
        "chosen": chosen if chosen in LISTS else "",
        "counts": {name: len(people) for name, people in rows.items()},
        "on_ost": found.on_ost,
        "missing_steps": found.missing_steps,
        "may_log": request.access.may(Permission.LOG_REVIEW),
    }
    if context["chosen"]:
        page = Paginator(rows[chosen], 2 * benefit_list.SHOWN).get_page(request.GET.get("page"))
        context |= {"page": page, chosen: page.object_list}
    else:
        context |= {name: people[: benefit_list.SHOWN] for name, people in rows.items()}
    return render(request, "reviews/benefit_caseload.html", context)
