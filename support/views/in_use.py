"""What a service offers, for its managers: kinds of support, and what was called other."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from support import in_use

A_PAGE = 50


@require_safe
@staff_page(Permission.VIEW_TEAM)
def kinds_in_use(request: StaffRequest) -> HttpResponse:
    on, service_id = localdate(), request.access.service.pk
    others = Paginator(in_use.others(service_id, on), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "counted": in_use.counted(service_id, on),
        "before": in_use.year_before(service_id, on),
        "page": others,
    }
    return render(request, "support/kinds_in_use.html", context)
