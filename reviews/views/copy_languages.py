"""The languages of the person's copy: what there is, proposing one, and answering a proposal."""

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
from careplans.copy_words import KIND, PHRASES, PRODUCT, in_force, of_version
from reviews import copy_language_changes, two_people
from reviews.copy_language_changes import SUBJECT, changes
from reviews.copy_language_form import CopyLanguageForm
from reviews.views.answering import answer, of_service, proposed, standing, withdraw

READ_AND_WRITE = ["GET", "HEAD", "POST"]
CHANGED = "language"


@require_safe
@member_page
def copy_languages(request: StaffRequest) -> HttpResponse:
    """Everybody may read what there is, and how it came about."""
    service, on = request.access.service, localdate()
    languages = in_force(service.pk, on)
    context = standing(request, SUBJECT, on) | {
        "languages": languages,
        "rows": [
            (
                phrase.group,
                phrase.english,
                [one.said[phrase.key] for one in languages.others.values()],
            )
            for phrase in PHRASES
        ],
        "versions": two_people.versions(
            service, SUBJECT, first=PRODUCT, read=of_version, changes=changes
        ),
    }
    return render(request, "reviews/copy_languages.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.PROPOSE_INTERVALS)
def propose_copy_language(request: StaffRequest) -> HttpResponse:
    """A new language, or other words for one there is."""
    service, on = request.access.service, localdate()
    base = copy_language_changes.newest(service).others.get(request.GET.get(CHANGED, ""))
    form = CopyLanguageForm(request.POST or None, base=base, on=on)
    if back := proposed(request, form, SUBJECT, copy_language_changes.propose, on):
        return back
    context = {"form": form, "base": base, "waiting": proposals.waiting(service, KIND)}
    return render(request, "reviews/propose_copy_language.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.AGREE_INTERVALS)
def copy_language_proposal(request: StaffRequest, copy_language_proposal_id: UUID) -> HttpResponse:
    proposal = of_service(request, copy_language_proposal_id, SUBJECT)
    context: dict[str, Any] = {}
    if proposal.state == Proposal.State.WAITING:
        before = copy_language_changes.newest(proposal.service)
        context["changes"] = changes(before, copy_language_changes.proposed(proposal))
    return answer(request, proposal, SUBJECT, **context)


@require_POST
@staff_page(Permission.PROPOSE_INTERVALS)
def withdraw_copy_language(request: StaffRequest, copy_language_proposal_id: UUID) -> HttpResponse:
    return withdraw(request, of_service(request, copy_language_proposal_id, SUBJECT), SUBJECT)
