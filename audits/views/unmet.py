"""What was asked for and is not available here: for the manager, and as it leaves the service."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import unmet
from rodt.downloads import attachment

PEOPLE_A_PAGE = 50


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def not_available(request: StaffRequest) -> HttpResponse:
    on, service_id = localdate(), request.access.service.pk
    asked = Paginator(unmet.requests(service_id, on), PEOPLE_A_PAGE)
    context = {
        "unmet": unmet.read(service_id, on),
        "page": asked.get_page(request.GET.get("page")),
    }
    return render(request, "audits/not_available.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def not_available_file(request: StaffRequest) -> HttpResponse:
    """As those who pay for services may have it. That it left is noted."""
    on, service = localdate(), request.access.service
    found = unmet.read(service.pk, on)
    trail.record(
        "downloaded what is not available here",
        by=request.access.user,
        service_id=service.pk,
        about=f"to {on.isoformat()}",
        kinds=len(found.rows),
        with_words=found.words,
    )
    name = f"not-available-{service.code}-{on.isoformat()}.csv".lower()
    return attachment(unmet.as_csv(found), name)
