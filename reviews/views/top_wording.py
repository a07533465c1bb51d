"""The wording of the TOP's items: what holds, proposing another, and answering a proposal."""

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
from reviews import top_wording_changes, two_people
from reviews.top_items import ITEMS, SECTION_TITLES
from reviews.top_wording import KIND, PRODUCT, changes, in_force, of_version
from reviews.top_wording_changes import SUBJECT
from reviews.top_wording_form import WordingForm
from reviews.views.answering import answer, of_service, proposed, standing, withdraw

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@member_page
def top_wording(request: StaffRequest) -> HttpResponse:
    """Everybody may read what holds, and how it came about."""
    service, on = request.access.service, localdate()
    wording = in_force(service.pk, on)
    context = standing(request, SUBJECT, on) | {
        "wording": wording,
        "rows": [
            (SECTION_TITLES[item.section], item.number, wording.of(item), item.label)
            for item in ITEMS
        ],
        "versions": two_people.versions(
            service, SUBJECT, first=PRODUCT, read=of_version, changes=changes
        ),
    }
    return render(request, "reviews/top_wording.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.PROPOSE_INTERVALS)
def propose_wording(request: StaffRequest) -> HttpResponse:
    service, on = request.access.service, localdate()
    form = WordingForm(request.POST or None, base=top_wording_changes.newest(service), on=on)
    if back := proposed(request, form, SUBJECT, top_wording_changes.propose, on):
        return back
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
