"""Nights: how each nightly check went, and the release of one that was held for a look."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import night_actions, nights_page
from reviews.night_jobs import hold_rule, nights_of
from rodt.forms import PlainForm, helper


class ReleaseForm(PlainForm):
    """Why it may be written after all, in a line. It names nobody."""

    reason = forms.CharField(
        label="Why may it be written?",
        max_length=300,
        help_text="What you looked at. Name nobody: everybody who sees jobs reads it.",
        error_messages={"required": "Say why it may be written"},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(form_tag=False)


@require_safe
@staff_page(Permission.VIEW_JOBS)
def nights(request: StaffRequest) -> HttpResponse:
    return _page(request, ReleaseForm())


@require_POST
@staff_page(Permission.RELEASE_NIGHT)
def release_night(request: StaffRequest, job_id: UUID) -> HttpResponse:
    job = get_object_or_404(nights_of(request.access.service), pk=job_id)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        night_actions.release_night(job=job, by=request.access.user, **form.cleaned_data)
    except ValidationError as refusal:
        messages.info(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Released. The night is written now; the ones after it follow.")
    return redirect("reviews:nights")


def _page(request: StaffRequest, form: ReleaseForm) -> HttpResponse:
    service, at = request.access.service, timezone.now()
    context = {
        "ledger": nights_page.ledger(service, at),
        "expected": nights_page.expected_words(),
        "rule": hold_rule(service, timezone.localdate(at)),
        "form": form,
        "may_release": request.access.may(Permission.RELEASE_NIGHT),
    }
    return render(request, "reviews/nights.html", context)
