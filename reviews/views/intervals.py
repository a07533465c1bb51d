"""The review intervals of a service: what holds, proposing a change, and answering one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import proposals
from accounts.gate import StaffRequest, member_page, staff_page
from accounts.models import Proposal
from accounts.roles import Permission
from reviews import interval_changes, interval_pages, schedules
from reviews.interval_changes import SUBJECT
from reviews.interval_values import changes
from reviews.intervals_form import IntervalsForm
from reviews.schedule_words import version_words
from reviews.views.answering import answer, of_service, proposed, standing, withdraw

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@member_page
def intervals(request: StaffRequest) -> HttpResponse:
    """Everybody may read what holds, and how it came about."""
    service, on = request.access.service, localdate()
    schedule = schedules.in_force(service.pk, on)
    context = standing(request, SUBJECT, on) | {
        "on": on,
        "version": version_words(schedule),
        "groups": interval_pages.value_groups(schedule),
        "versions": interval_pages.versions(service),
    }
    return render(request, "reviews/intervals.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.PROPOSE_INTERVALS)
def propose_intervals(request: StaffRequest) -> HttpResponse:
    service, on = request.access.service, localdate()
    form = IntervalsForm(request.POST or None, base=interval_changes.newest(service), on=on)
    if back := proposed(request, form, SUBJECT, interval_changes.propose, on):
        return back
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
