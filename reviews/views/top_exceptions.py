"""TOPs that are missing or outside their window: a list to work through."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import top_exceptions as rows_of
from reviews.top_windows import DEFAULT_WINDOWS, EXCEPTION_WORDS

ON_A_PAGE = 50
NOT_RECORDED = "not_recorded"


@require_safe
@staff_page(Permission.VIEW_WORKLIST)
def top_exceptions(request: StaffRequest) -> HttpResponse:
    """`?which=`: one exception alone."""
    on = localdate()
    treated = rows_of.read(request.access, on)
    every = [row for row in treated if row.found]
    not_recorded = [row for row in treated if not row.is_coordinator_recorded]
    counted = Counter(one for row in every for one in row.found)
    chosen = next((one for one in rows_of.COUNTED if one.value == request.GET.get("which")), None)
    asks_who = request.GET.get("which") == NOT_RECORDED
    rows = [row for row in every if chosen in row.found] if chosen else every
    hidden = len(every) - len(rows)
    if asks_who:
        rows, hidden = not_recorded, sum(row.is_coordinator_recorded for row in every)
    which = NOT_RECORDED if asks_who else chosen.value if chosen else ""
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "on": on,
        "page": page,
        "people": len(every),
        "chosen": which,
        "query": f"which={which}&" if which else "",
        "hidden": hidden,
        "not_recorded": len(not_recorded),
        "asks_who": asks_who,
        "kinds": [(one.value, EXCEPTION_WORDS[one], counted[one]) for one in rows_of.COUNTED],
        "windows": DEFAULT_WINDOWS,
        "may_log": request.access.may(Permission.LOG_REVIEW),
        "may_edit": request.access.may(Permission.EDIT_PATIENT),
    }
    return render(request, "reviews/top_exceptions.html", context)
