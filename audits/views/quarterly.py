"""The audit of each quarter: whether it is made, and switching it off or on by two people."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import proposals
from accounts.gate import StaffRequest, member_page, staff_page
from accounts.models import Proposal
from accounts.roles import Permission
from audits import quarterly, quarterly_changes
from audits.quarterly_changes import SUBJECT
from audits.quarterly_form import QuarterlyForm
from reviews.views.answering import answer, of_service, proposed, standing, withdraw

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@member_page
def quarterly_page(request: StaffRequest) -> HttpResponse:
    """Everybody may read what holds, and how it came about."""
    service, on = request.access.service, localdate()
    context = standing(request, SUBJECT, on) | {
        "is_on": quarterly.is_on(service.pk, on),
        "next_made_on": quarterly.next_made_on(service.pk, now()),
        "would_be": not quarterly_changes.newest(service),
        "versions": quarterly_changes.versions(service),
    }
    return render(request, "audits/quarterly.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.PROPOSE_INTERVALS)
def propose_quarterly(request: StaffRequest) -> HttpResponse:
    service, on = request.access.service, localdate()
    form = QuarterlyForm(request.POST or None, on=on)
    if back := proposed(request, form, SUBJECT, quarterly_changes.propose, on):
        return back
    context = {
        "form": form,
        "would_be": not quarterly_changes.newest(service),
        "waiting": proposals.waiting(service, SUBJECT.kind),
    }
    return render(request, "audits/propose_quarterly.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.AGREE_INTERVALS)
def quarterly_proposal(request: StaffRequest, quarterly_proposal_id: UUID) -> HttpResponse:
    proposal = of_service(request, quarterly_proposal_id, SUBJECT)
    context: dict[str, Any] = {}
    if proposal.state == Proposal.State.WAITING:
        context["changes"] = quarterly_changes.changes(
            quarterly_changes.newest(proposal.service), quarterly.is_made(proposal.values)
        )
    return answer(request, proposal, SUBJECT, **context)


@require_POST
@staff_page(Permission.PROPOSE_INTERVALS)
def withdraw_quarterly(request: StaffRequest, quarterly_proposal_id: UUID) -> HttpResponse:
    return withdraw(request, of_service(request, quarterly_proposal_id, SUBJECT), SUBJECT)
