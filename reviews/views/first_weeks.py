"""First 12 weeks: everybody who started, what should have happened by now, and how it goes."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import cohort_page, first_weeks_page, first_weeks_reader
from reviews.benefit_tabs import tabs
from reviews.retention import WEEKS
from reviews.since_start import ALL, cohort
from reviews.views.cohorts import as_file, people_page

SHOWN = 25
"""People of the last table on a page of it."""


@require_safe
@staff_page(Permission.VIEW_BENEFIT)
def first_weeks(request: StaffRequest) -> HttpResponse:
    """All of it; with `people` those behind one number; with `as=csv` the curves as a file."""
    on = localdate()
    newcomers = first_weeks_reader.read(request.access, on)
    found = cohort(ALL, [new.started for new in newcomers], on, WEEKS)
    if request.GET.get("as") == "csv":
        return as_file([found], f"first-12-weeks-{on.isoformat()}.csv")
    context = {"on": on, "tabs": tabs("first_weeks"), "query": "", "title": "First 12 weeks"}
    if "people" in request.GET:
        asked = request.GET["people"]
        names = {new.started.patient_id: new.name for new in newcomers}
        behind = first_weeks_page.behind(asked, newcomers)
        return people_page(
            request, behind or cohort_page.behind(asked, [found], names, on), context
        )
    lines = first_weeks_page.person_lines(newcomers, on)
    context |= {
        "opening": first_weeks_page.opening(newcomers, on),
        "items": first_weeks_page.item_lines(newcomers),
        "panel": cohort_page.panel(found, cohort_page.Links(), WEEKS, WEEKS),
        "page": Paginator(lines, SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/first_weeks.html", context)
