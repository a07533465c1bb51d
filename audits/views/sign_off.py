"""A report is signed by two people, withdrawn, or gives its place to another."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import actions, promises_reader, retiring, signing
from audits.models import Audit
from audits.said_forms import SignForm, SupersedeForm, WithdrawForm
from audits.views.report import own_audit
from patients.person_page import add_errors
from rodt.forms import PlainForm

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.SIGN_AUDIT)
def sign(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY:
        return redirect("audits:report", audit.pk)
    built = promises_reader.whole(audit)
    seen = signing.as_seen(audit, built)
    form = SignForm(request.POST or None, initial={"seen": seen})
    if form.is_valid():
        by = request.access.user
        if _done(form, signing.sign, audit=audit, by=by):
            messages.success(request, "Signed. The files are being made with your signature.")
            return redirect("audits:report", audit.pk)
        form.data = request.POST.copy()
        form.data["seen"] = seen
    held = audit.signatures.all()
    context = {
        "audit": audit,
        "report": built,
        "form": form,
        "own": next((one for one in held if one.signed_by_id == request.access.user.pk), None),
        "role": signing.role_of(request.access.user, audit),
        "unread": next((i.unknown for i in built.indicators if i.code == "7.3"), 0),
    }
    return render(request, "audits/sign.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.RETIRE_AUDIT)
def withdraw(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    audit = own_audit(request, audit_id)
    seen = retiring.as_seen(audit)
    form = WithdrawForm(request.POST or None, initial={"seen": seen})
    if form.is_valid():
        if _done(form, retiring.withdraw, audit=audit, by=request.access.user):
            messages.success(request, f"Run {audit.number} is withdrawn. Every page of it says so.")
            return redirect("audits:report", audit.pk)
        form.data = request.POST.copy()
        form.data["seen"] = seen
    return render(request, "audits/withdraw.html", {"audit": audit, "form": form})


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.RETIRE_AUDIT)
def supersede(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    audit = own_audit(request, audit_id)
    runs = list(retiring.can_replace(audit))
    form = SupersedeForm(request.POST or None, runs=runs)
    if form.is_valid() and _done(form, retiring.supersede, audit=audit, by=request.access.user):
        other = form.cleaned_data["replaced_by"]
        messages.success(request, f"Run {other.number} takes the place of run {audit.number}.")
        return redirect("audits:report", audit.pk)
    return render(request, "audits/supersede.html", {"audit": audit, "form": form, "runs": runs})


@require_POST
@staff_page(Permission.ANSWER_AUDIT)
def remake(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    """The files again, with what was written since."""
    audit = own_audit(request, audit_id)
    try:
        actions.remake_files(audit=audit, by=request.access.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, "The files are being made again.")
    return redirect("audits:report", audit.pk)


def _done(form: PlainForm, act: Callable[..., Any], **known: Any) -> bool:
    """Did the action take what was typed? Its refusal becomes the form's."""
    try:
        act(**known, **form.cleaned_data)
    except ValidationError as refusal:
        add_errors(form, refusal)
        return False
    return True
