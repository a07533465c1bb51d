"""Comments on the steps of a report, and what was promised about its figures."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import promised_page, said_actions
from audits.models import Audit, PromisedAction
from audits.said_forms import ChangePromiseForm, CommentForm, PromiseForm
from audits.signing import why_not_standing
from audits.standing import latest, to_be_used, with_standing
from audits.steps import STEPS
from audits.views.report import own_audits
from patients.person_page import add_errors, show_version
from patients.stale import differences_from
from rodt.versions import StaleSave

READ_AND_WRITE = ["GET", "HEAD", "POST"]
RUN_NUMBER = re.compile("[0-9]{1,9}")
CHANGED = (*said_actions.FIELDS, "state", "came_of", "version")


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.ANSWER_AUDIT)
def comment(request: StaffRequest, run_number: int, step: int) -> HttpResponse:
    """By the run's number, which its draft is called by."""
    audit = get_object_or_404(own_audits(request), number=run_number)
    found = STEPS[step - 1]
    row = audit.comments.filter(step=step).select_related("recorded_by").first()
    saved = {"text": row.text, "version": row.version} if row else {"version": 0}
    refused = "" if request.method == "POST" else said_actions.why_no_comment(audit)
    form = CommentForm(request.POST or None, initial=saved)
    both: list[Any] = []
    if form.is_valid():
        try:
            by = request.access.user
            said_actions.comment(audit=audit, step=step, by=by, **form.cleaned_data)
        except StaleSave as stale:
            both = differences_from(form, saved)
            show_version(form, stale)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"Your comment stands with step {step}.")
            return redirect("audits:step", audit.pk, step)
    context = {"audit": audit, "step": found, "form": form, "row": row, "both": both}
    context["refused"] = refused
    return render(request, "audits/comment.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def promised(request: StaffRequest) -> HttpResponse:
    """What was promised in the service, the open ones first."""
    page = promised_page.page(request.access.service.pk, localdate())
    context = {"page": page, "may_answer": request.access.may(Permission.ANSWER_AUDIT)}
    return render(request, "audits/promised.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.ANSWER_AUDIT)
def promise(request: StaffRequest) -> HttpResponse:
    """About a figure (`?code=`) of a report (`?run=`, a number; else the last one)."""
    audit = _report(request, request.POST.get("run") or request.GET.get("run") or "")
    refused = why_not_standing(audit) if audit and request.method != "POST" else ""
    if audit is None or refused:
        context = {"form": None, "audit": audit, "refused": refused}
        return render(request, "audits/promise.html", context)
    first = {"run": audit.number, "code": request.GET.get("code", "")}
    form = PromiseForm(request.POST or None, audit=audit, initial=first, on=localdate())
    if form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if name != "run"}
        try:
            said_actions.promise(audit=audit, by=request.access.user, **typed)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, "It stands in what was promised.")
            return redirect("audits:promised")
    return render(request, "audits/promise.html", {"form": form, "audit": audit})


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.ANSWER_AUDIT)
def change_promise(request: StaffRequest, promised_id: UUID) -> HttpResponse:
    service = request.access.service
    rows = PromisedAction.objects.filter(service=service, pk=promised_id)
    row = rows.select_related("audit", "owner", "said_done_by").first()
    if row is None:
        raise Http404("Nothing such was promised here.")
    saved = {name: getattr(row, name) for name in CHANGED}
    on = localdate()
    form = ChangePromiseForm(request.POST or None, service_id=service.pk, initial=saved, on=on)
    both: list[Any] = []
    if form.is_valid():
        try:
            said_actions.change_promise(
                promised=row, on=on, by=request.access.user, **form.cleaned_data
            )
        except StaleSave as stale:
            both = differences_from(form, saved)
            show_version(form, stale)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, "Saved.")
            return redirect("audits:promised")
    context = {"form": form, "row": row, "both": both}
    return render(request, "audits/change_promise.html", context)


def _report(request: StaffRequest, number: str) -> Audit | None:
    """The finished run of this number, else 404; where none is asked for, the one of the latest
    day that is to be used."""
    runs = with_standing(Audit.objects.filter(service=request.access.service))
    if not number:
        return latest(to_be_used(runs))
    finished = runs.filter(state=Audit.State.READY)
    own = finished.filter(number=int(number)).first() if RUN_NUMBER.fullmatch(number) else None
    if own is None:
        raise Http404("There is no such finished run in this service.")
    return own
