"""One's own settings: the daily e-mail."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.forms import DIGEST_USUAL, DigestForm
from accounts.gate import StaffRequest, member_page
from accounts.models import DigestChoice
from accounts.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def own_settings(request: StaffRequest) -> HttpResponse:
    """Nothing is chosen for somebody without a list: there would be nothing to count."""
    user, service = request.access.user, request.access.service
    has_list = request.access.may(Permission.VIEW_WORKLIST)
    chosen = DigestChoice.objects.filter(user=user, service=service).first()
    first = {
        "is_on": "yes" if chosen and chosen.is_on else "no",
        "send_at": f"{chosen.send_at if chosen else DIGEST_USUAL:%H:%M}",
    }
    form = DigestForm(request.POST or None, initial=first)
    if has_list and form.is_valid():
        choice = actions.choose_digest(service=service, by=user, **form.cleaned_data)
        done = "You get the daily e-mail." if choice.is_on else "You get no daily e-mail."
        messages.success(request, done)
        return redirect("accounts:settings")
    context = {
        "form": form,
        "has_list": has_list,
        "chosen": chosen,
        "is_sent": not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"),
    }
    return render(request, "accounts/settings.html", context)
