"""Starting somebody's record, and changing their details."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from patients import actions, drafts, stale
from patients.actions.duplicates import keep_apart
from patients.drafts import START_FORM
from patients.forms.people import EditForm, StartForm, teams_of
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, add_errors, draft_words, person_page, values_typed
from rodt.words import nhs_number

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.EDIT_PATIENT)
def start(request: StaffRequest) -> HttpResponse:
    on, by = localdate(), request.access.user
    mine: dict[str, Any] = {
        "patient": None,
        "service_id": request.access.service.pk,
        "form": START_FORM,
        "by": by,
    }
    draft = drafts.find(**mine) if request.method != "POST" else None
    typed = drafts.typed_in(draft) if draft else None
    if draft and typed and "continue" not in request.GET:
        return render(request, "patients/start_began.html", {"draft": draft})
    teams = list(teams_of(request.access)[:2])
    form = StartForm(
        request.POST if request.method == "POST" else None,
        initial={
            "started_on": on,
            "keyworker": by,
            "team": teams[0] if len(teams) == 1 else None,
        },
        access=request.access,
        on=on,
    )
    if typed:
        form.initial = {**form.initial, **values_typed(form, typed)}
    if form.is_valid():
        try:
            patient = actions.start_someone(by=by, **form.cleaned_data)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            drafts.discard(**mine)
            keep_apart(patient=patient, like=form.alike, reason=form.because, by=by)
            messages.success(request, f"{patient.name} has started treatment.")
            return redirect("reviews:day_zero", patient.pk)
    context = {"form": form, "draft": draft, "draft_words": draft_words(draft)}
    return render(request, "patients/start.html", context)


_ASKED_BESIDE = ("version", "is_decile_of_new_address")
_DETAILS = [name for name in EditForm.base_fields if name not in _ASKED_BESIDE]


def _details(patient: Patient) -> dict[str, Any]:
    return {name: getattr(patient, name) for name in _DETAILS} | {
        "version": patient.version,
        "nhs_number": nhs_number(patient.nhs_number),
    }


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def edit(request: StaffRequest, patient: Patient) -> HttpResponse:
    page = PersonForm(
        request,
        patient,
        EditForm,
        name="edit",
        initial=_details(patient),
        access=request.access,
        on=localdate(),
        before=patient,
    )
    if page.save(actions.edit_patient, patient=patient, by=request.access.user):
        return page.done("Details saved.", "reviews:case")
    both = []
    if page.stale:
        row = cast(Patient, page.stale.row)
        own = stale.touched(row, page.form, _DETAILS)
        both = stale.differences(row, page.form, own)
        if not both:
            return page.done("Details saved.", "reviews:case")
        page.lay_over(_details(row), own)
    return person_page(
        request, patient, "patients/edit.html", tab="overview", both=both, **page.context
    )
