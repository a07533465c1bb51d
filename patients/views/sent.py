"""Back to a form that was sent after the session ended; and the answer to a form of a session that
is over, while another has begun."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import trail
from accounts.gate import StaffRequest, member_page
from accounts.middleware import SERVICE_KEY
from patients import sent_signed_out
from patients.models import Draft
from rodt import row_security

NOT_HERE = (
    "Nothing of yours is kept there. What was typed is offered only to the person who opened the"
    " form, and only until it is saved or thrown away."
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def sent(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """On to the form, with everything in it; in the service in which it was opened. With `discard`
    it is thrown away."""
    row_security.set_services([service.pk for service in request.access.services])
    draft = sent_signed_out.mine(draft_id, request.access.user)
    opened = sent_signed_out.opened(draft) if draft else None
    if draft is None or opened is None:
        messages.info(request, NOT_HERE)
        address = reverse("accounts:home")
    elif request.POST.get("discard"):
        draft.delete()
        messages.info(request, "It is thrown away.")
        address = reverse("accounts:home")
    else:
        _work_in(request, draft)
        address = opened.address
    row_security.set_services([request.access.service.pk])
    return redirect(address)


def _work_in(request: StaffRequest, draft: Draft) -> None:
    if draft.service_id == request.access.service.pk:
        return
    request.session[SERVICE_KEY] = str(draft.service_id)
    rotate_token(request)  # a form opened for the service before saves nothing in this one
    trail.record("went to a service", by=request.access.user, service_id=draft.service_id)


def not_kept(request: HttpRequest, why: sent_signed_out.NotKept) -> HttpResponse:
    """What was typed, to be copied: the page it stood on asks for signing in by now."""
    words = [
        (name.replace("_", " "), value)
        for name, values in sent_signed_out.typed(request).items()
        for value in values
        if " " in value.strip()
    ]
    return render(request, "patients/not_kept.html", {"why": why, "words": words}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is of a session before. It does nothing. What was typed is kept for who
    opened it, and shown to them at once where they are signed in again in the same service."""
    try:
        kept = sent_signed_out.keep(request) if request.method == "POST" else None
    except sent_signed_out.NotKept as why:
        return not_kept(request, why)
    if kept is not None:
        address = reverse("patients:sent", args=[kept.pk])
        access = getattr(request, "access", None)
        if not request.user.is_authenticated:
            return redirect_to_login(address)
        if access and (access.user.pk, access.service.pk) == (kept.author_id, kept.service_id):
            return redirect(address)
    return render(request, "403_csrf.html", {"is_kept": kept is not None}, status=403)
