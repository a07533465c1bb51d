"""What keyworkers can do and how they are supervised: kept by managers."""

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
from patients.person_page import add_errors
from patients.staff_choices import clinicians
from support import skill_actions
from support.models import Competence, Supervision
from support.skill_forms import CompetenceForm, StaffForm, SupervisionForm, TakeBackForm
from support.skill_lists import everybody, of_one

READ_AND_WRITE = ["GET", "HEAD", "POST"]
ROWS: dict[str, Any] = {"competence": Competence, "supervision": Supervision}


@require_safe
@staff_page(Permission.KEEP_SKILLS)
def skills(request: StaffRequest) -> HttpResponse:
    found = everybody(request.access.service.pk, localdate())
    return render(request, "support/skills.html", {"found": found})


@require_safe
@staff_page(Permission.KEEP_SKILLS)
def skills_of(request: StaffRequest, user_id: UUID) -> HttpResponse:
    service = request.access.service
    user = get_object_or_404(clinicians(service.pk), pk=user_id)
    competences, sessions = of_one(user, service.pk)
    context = {"member": user, "competences": competences, "sessions": sessions, "on": localdate()}
    return render(request, "support/skills_of.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.KEEP_SKILLS)
def add_competence(request: StaffRequest) -> HttpResponse:
    return _add(
        request, CompetenceForm, skill_actions.record_competence, "support/add_competence.html"
    )


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.KEEP_SKILLS)
def add_supervision(request: StaffRequest) -> HttpResponse:
    page = "support/add_supervision.html"
    return _add(request, SupervisionForm, skill_actions.record_supervision, page)


def _add(request: StaffRequest, form_of: type[StaffForm], action: Any, page: str) -> HttpResponse:
    service = request.access.service
    form = form_of(
        request.POST or None,
        service_id=service.pk,
        on=localdate(),
        initial={"staff": request.GET.get("of", "")},
    )
    if form.is_valid():
        try:
            made = action(service=service, by=request.access.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"Written down for {made.staff.full_name}.")
            return redirect("support:skills_of", made.staff_id)
    return render(request, page, {"form": form})


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.KEEP_SKILLS)
def take_back(request: StaffRequest, skill_kind: str, skill_id: UUID) -> HttpResponse:
    """It was never so: somebody else's, or another day."""
    row = _row(request, skill_kind, skill_id)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        skill_actions.take_back(row=row, by=request.access.user, **form.cleaned_data)
        messages.success(request, "Taken back. It stays in the history, with your reason.")
        return redirect("support:skills_of", row.staff_id)
    context = {"form": form, "row": row, "kind": skill_kind, "member": row.staff}
    return render(request, "support/take_back_skill.html", context)


def _row(request: StaffRequest, kind: str, skill_id: UUID) -> Competence | Supervision:
    if kind not in ROWS:
        raise Http404("There is no such kind of entry.")
    rows = ROWS[kind].objects.filter(service=request.access.service, is_withdrawn=False)
    found: Competence | Supervision = get_object_or_404(rows.select_related("staff"), pk=skill_id)
    return found
