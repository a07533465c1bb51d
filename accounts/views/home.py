"""Where somebody arrives, which service they work in, and what was put before them."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, trail
from accounts.gate import StaffRequest, member_page
from accounts.middleware import SERVICE_KEY
from accounts.models import Notice
from accounts.roles import Permission


@require_safe
@member_page
def home(request: StaffRequest) -> HttpResponse:
    """My people for whoever works with people; the staff for who looks after them."""
    if request.access.may(Permission.VIEW_WORKLIST):
        return redirect("reviews:my_people")
    if request.access.may(Permission.MANAGE_STAFF):
        return redirect("accounts:staff")
    return redirect("accounts:roles")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def switch_service(request: StaffRequest) -> HttpResponse:
    services = request.access.services
    if not request.POST.get("service"):
        names = Counter(service.name.casefold().strip() for service in services)
        alike = {s.pk for s in services if names[s.name.casefold().strip()] > 1}
        return render(
            request, "accounts/switch_service.html", {"services": services, "alike": alike}
        )
    chosen = next((s for s in services if str(s.pk) == request.POST["service"]), None)
    if chosen is None:
        request.refused = "another service"  # type: ignore[attr-defined]
        raise Http404("There is no such service among those you work in.")
    request.session[SERVICE_KEY] = str(chosen.pk)
    rotate_token(request)  # a form opened for the service before saves nothing in this one
    trail.record("went to a service", by=request.access.user, service_id=chosen.pk)
    messages.success(request, f"You now work in {chosen.name}.")
    opens = request.POST.get("next", "")  # a page of that service, from a link to it
    if url_has_allowed_host_and_scheme(opens, {request.get_host()}, request.is_secure()):
        return redirect(opens)
    return redirect("accounts:home")


@require_POST
@member_page
def read_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=notice_id, user=request.access.user)
    actions.put_away(notice=notice, by=request.access.user, at=timezone.now())
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return redirect(came_from)
    return redirect("accounts:home")
