"""The wording of the TOP's items: what holds, proposing another, and answering a proposal."""

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
from reviews import top_wording_changes, two_people
from reviews.top_items import ITEMS, SECTION_TITLES
from reviews.top_wording import KIND, PRODUCT, changes, in_force, of_version
from reviews.top_wording_changes import SUBJECT
from reviews.top_wording_form import WordingForm
from reviews.views.answering import answer, of_service, withdraw

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@member_page
def top_wording(request: StaffRequest) -> HttpResponse:
    """Everybody may read what holds, and how it came about."""
    service, on = request.access.service, localdate()
    wording, newest = in_force(service.pk, on), proposals.newest(service, KIND)
    context = {
        "subject": SUBJECT,
        "wording": wording,
        "coming": newest if newest and newest.effective_from > on else None,
        "rows": [
            (SECTION_TITLES[item.section], item.number, wording.of(item), item.label)
            for item in ITEMS
        ],
        "versions": two_people.versions(
            service, SUBJECT, first=PRODUCT, read=of_version, changes=changes
        ),
        "not_agreed": two_people.not_agreed(service, SUBJECT),
        "waiting": proposals.waiting(service, KIND),
        "may_propose": request.access.may(Permission.PROPOSE_INTERVALS),
        "may_open": request.access.may(Permission.AGREE_INTERVALS),
    }
    return render(request, "reviews/top_wording.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.PROPOSE_INTERVALS)
def propose_wording(request: StaffRequest) -> HttpResponse:
    service, on = request.access.service, localdate()
    form = WordingForm(request.POST or None, base=top_wording_changes.newest(service), on=on)
    if form.is_valid():
        try:
            top_wording_changes.propose(
                service=service, by=request.access.user, on=on, **form.cleaned_data
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(
                request, "Proposed. It waits for a second person, and changes nothing until then."
            )
            return redirect("reviews:top_wording")
    context = {"form": form, "waiting": proposals.waiting(service, KIND)}
    return render(request, "reviews/propose_wording.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.AGREE_INTERVALS)
def wording_proposal(request: StaffRequest, wording_proposal_id: UUID) -> HttpResponse:
    """Each item as it is worded now and as it would be; and the second person's answer."""
    proposal = of_service(request, wording_proposal_id, SUBJECT)
    context: dict[str, Any] = {}
    if proposal.state == Proposal.State.WAITING:
        before = top_wording_changes.newest(proposal.service)
        context["changes"] = changes(before, top_wording_changes.proposed(proposal))
    return answer(request, proposal, SUBJECT, **context)


@require_POST
@staff_page(Permission.PROPOSE_INTERVALS)
def withdraw_wording(request: StaffRequest, wording_proposal_id: UUID) -> HttpResponse:
    return withdraw(request, of_service(request, wording_proposal_id, SUBJECT), SUBJECT)
