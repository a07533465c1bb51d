"""A change of configuration that two people make: what the pages of each kind share."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from accounts import proposals
from accounts.gate import StaffRequest
from accounts.models import Proposal
from accounts.roles import Permission
from patients.person_page import add_errors
from reviews import two_people
from reviews.intervals_form import DECLINE, AnswerForm
from reviews.two_people import Subject
from rodt.words import nhs_date


def standing(request: StaffRequest, subject: Subject, on: date) -> dict[str, Any]:
    """For the page of what holds: what comes, what waits or was not agreed, and who may do what."""
    service = request.access.service
    newest = proposals.newest(service, subject.kind)
    return {
        "subject": subject,
        "coming": newest if newest and newest.effective_from > on else None,
        "not_agreed": two_people.not_agreed(service, subject),
        "waiting": proposals.waiting(service, subject.kind),
        "may_propose": request.access.may(Permission.PROPOSE_INTERVALS),
        "may_open": request.access.may(Permission.AGREE_INTERVALS),
    }


def proposed(
    request: StaffRequest, form: Form, subject: Subject, propose: Callable[..., Any], on: date
) -> HttpResponse | None:
    """The way back once it is laid before a second person; None while the form is to be shown."""
    if not form.is_valid():
        return None
    try:
        propose(service=request.access.service, by=request.access.user, on=on, **form.cleaned_data)
    except ValidationError as refusal:
        add_errors(form, refusal)
        return None
    messages.success(
        request, "Proposed. It waits for a second person, and changes nothing until then."
    )
    return redirect(subject.page)


def of_service(request: StaffRequest, proposal_id: UUID, subject: Subject) -> Proposal:
    """404 for a change of another service, or of something else."""
    rows = Proposal.objects.select_related("proposed_by", "decided_by", "service", "made")
    return get_object_or_404(
        rows, pk=proposal_id, service=request.access.service, kind=subject.kind
    )


def answer(
    request: StaffRequest, proposal: Proposal, subject: Subject, **context: Any
) -> HttpResponse:
    """What would change and why, and the answer. `context`: what it would do, while it waits."""
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            said = _answered(proposal, subject, request, **form.cleaned_data)
        except ValidationError as refusal:
            proposal.refresh_from_db()
            if proposal.state != Proposal.State.WAITING:
                messages.warning(request, _too_late(refusal, form.cleaned_data["words"]))
                return redirect(request.path)
            add_errors(form, refusal)
        else:
            messages.success(request, said)
            return redirect(subject.page)
    shown = {
        "subject": subject,
        "proposal": proposal,
        "form": form,
        "is_waiting": proposal.state == Proposal.State.WAITING,
        "is_own": proposal.proposed_by_id == request.access.user.pk,
    }
    return render(request, "reviews/proposal.html", shown | context)


def _too_late(refusal: ValidationError, words: str) -> str:
    said = f"{' '.join(refusal.messages)} Your answer was not saved."
    return f"{said} You had written: “{words}”" if words else said


def withdraw(request: StaffRequest, proposal: Proposal, subject: Subject) -> HttpResponse:
    try:
        proposals.withdraw(proposal=proposal, by=request.access.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Withdrawn. Nothing was changed.")
    return redirect(subject.page)


def _answered(
    proposal: Proposal, subject: Subject, request: StaffRequest, *, answer: str, words: str
) -> str:
    by = request.access.user
    if answer == DECLINE:
        two_people.decline(proposal=proposal, subject=subject, by=by, words=words)
        return f"Declined. Nothing was changed, and {proposal.proposed_by.full_name} is told."
    made = two_people.agree(proposal=proposal, subject=subject, by=by, on=localdate(), words=words)
    return f"Agreed. Version {made.version} holds from {nhs_date(made.effective_from)}."
