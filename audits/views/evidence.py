"""A file that shows how far the service is: added, opened, taken away."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import assessments
from audits.evidence_kinds import BY_KEY
from audits.forms_evidence import EvidenceForm
from audits.models import EvidenceFile, SelfAssessment
from audits.own_view import NAMES
from audits.views.own_view import step_of

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.ASSESS_SERVICE)
def add_evidence(request: StaffRequest, step: int, stream: str) -> HttpResponse:
    found, service, on = step_of(step), request.access.service, localdate()
    held = _held(request, step, stream)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EvidenceForm(*data, on=on, initial={"evidence_on": _day_of(held)})
    if form.is_valid():
        assessments.add_file(
            service=service,
            step=step,
            stream=stream,
            evidence_on=form.cleaned_data["evidence_on"],
            by=request.access.user,
            **form.cleaned_data["file"],
        )
        messages.success(request, "The file is kept. The next audit names it.")
        return redirect("audits:assess", step)
    context: dict[str, Any] = {
        "step": found,
        "stream": stream,
        "stream_name": NAMES[stream],
        "held": held,
        "form": form,
        "problem": "Nothing was kept yet, and the file is to be chosen again",
    }
    return render(request, "audits/add_evidence.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.ASSESS_SERVICE)
def take_evidence_away(request: StaffRequest, step: int, stream: str) -> HttpResponse:
    """Asks first: nobody can open it after that."""
    found, held = step_of(step), _held(request, step, stream)
    if request.method != "POST" and held is not None and held.file is not None:
        context = {"step": found, "stream": stream, "stream_name": NAMES[stream], "held": held}
        return render(request, "audits/take_evidence_away.html", context)
    was_there = request.method == "POST" and assessments.take_file_away(
        service=request.access.service, step=step, stream=stream, by=request.access.user
    )
    if was_there:
        messages.success(request, "The file is taken away. Nobody can open it any more.")
    else:
        messages.info(request, "There was no file to take away.")
    return redirect("audits:assess", step)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def evidence_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """As it was sent, to be saved and not shown by the browser. That it left is noted."""
    found = EvidenceFile.objects.filter(
        pk=file_id, service=request.access.service, is_taken_away=False
    ).first()
    if found is None:
        raise Http404("There is no such file in this service, or it was taken away.")
    content = bytes(found.content)
    if hashlib.sha256(content).hexdigest() != found.sha256:
        raise RuntimeError(f"File {found.pk} is not the one that was kept.")
    trail.record(
        "downloaded evidence",
        by=request.access.user,
        service_id=found.service_id,
        about=str(found.pk),
        sha256=found.sha256,
    )
    return HttpResponse(
        content,
        content_type=BY_KEY[found.kind].content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, found.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _held(request: StaffRequest, step: int, stream: str) -> SelfAssessment | None:
    if stream not in NAMES:
        raise Http404("There are three streams.")
    rows = assessments.rows(request.access.service, step)
    return next((row for row in rows if row.stream == stream), None)


def _day_of(held: SelfAssessment | None) -> date | None:
    return held.evidence_on if held else None
