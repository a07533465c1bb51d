"""The review intervals of a service: what holds, proposing a change, and answering one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import proposals
from accounts.gate import StaffRequest, member_page, staff_page
from accounts.models import Proposal
from accounts.roles import Permission
from patients.person_page import add_errors
from reviews import interval_changes, interval_pages, schedules, two_people
from reviews.interval_changes import SUBJECT
from reviews.interval_values import changes
from reviews.intervals_form import IntervalsForm
from reviews.schedule_words import version_words
from reviews.views.answering import answer, of_service, withdraw

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@member_page
def intervals(request: StaffRequest) -> HttpResponse:
    """Everybody may read what holds, and how it came about."""
    service, on = request.access.service, localdate()
    schedule = schedules.in_force(service.pk, on)
    waiting = proposals.waiting(service, schedules.KIND)
    newest = proposals.newest(service, schedules.KIND)
    context = {
        "on": on,
        "coming": newest if newest and newest.effective_from > on else None,
        "version": version_words(schedule),
        "groups": interval_pages.value_groups(schedule),
        "subject": SUBJECT,
        "versions": interval_pages.versions(service),
        "not_agreed": two_people.not_agreed(service, SUBJECT),
        "waiting": waiting,
        "may_propose": request.access.may(Permission.PROPOSE_INTERVALS),
        "may_open": request.access.may(Permission.AGREE_INTERVALS),
    }
    return render(request, "reviews/intervals.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.PROPOSE_INTERVALS)
def propose_intervals(request: StaffRequest) -> HttpResponse:
    service, on = request.access.service, localdate()
    form = IntervalsForm(request.POST or None, base=interval_changes.newest(service), on=on)
    if form.is_valid():
        try:
            interval_changes.propose(
                service=service, by=request.access.user, on=on, **form.cleaned_data
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(
                request, "Proposed. It waits for a second person, and changes nothing until then."
            )
            return redirect("reviews:intervals")
    context = {"form": form, "waiting": proposals.waiting(service, schedules.KIND)}
    return render(request, "reviews/propose_intervals.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.AGREE_INTERVALS)
def interval_proposal(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """What would change, why, what it would do today; and the second person's answer."""
    proposal = of_service(request, proposal_id, SUBJECT)
    context: dict[str, Any] = {}
    if proposal.state == Proposal.State.WAITING:
        on, after = localdate(), interval_changes.proposed(proposal)
        context["changes"] = changes(interval_changes.newest(proposal.service), after)
        context["effect"] = interval_pages.effect(
            proposal.service_id, on, schedules.in_force(proposal.service_id, on), after
        )
    return answer(request, proposal, SUBJECT, **context)


@require_POST
@staff_page(Permission.PROPOSE_INTERVALS)
def withdraw_intervals(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    return withdraw(request, of_service(request, proposal_id, SUBJECT), SUBJECT)
