"""The page that is read before a prescription is stopped, and the stop itself."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from prescribing import actions
from prescribing.forms.states import StopForm
from prescribing.querysets import running
from prescribing.views.change import PAGE, READ_AND_WRITE, draft_name, find_sheet
from reviews import stopping
from rodt.words import nhs_date

READ_FIRST = "This page is read before a stop. Nothing was changed, and a draft you began is kept."


NOTHING_RUNS = "Nothing is recorded as prescribed now, so there is nothing to stop."
CHOOSE = "More than one prescription runs. Choose which, under “Before a stop”."


@require_safe
@patient_page(Permission.RECORD_PRESCRIPTION)
def stop_what_runs(request: PatientRequest, patient: Patient) -> HttpResponse:
    """An address without a prescription: what is read before the one that runs is stopped."""
    found = list(running(patient)[:2])
    if len(found) == 1:
        return redirect("reviews:before_stop", patient.pk, found[0].pk)
    messages.info(request, CHOOSE if found else NOTHING_RUNS)
    return redirect(PAGE, patient.pk)


@require_safe
@patient_page(Permission.RECORD_PRESCRIPTION)
def before_stop(request: PatientRequest, patient: Patient, prescription_id: UUID) -> HttpResponse:
    now = find_sheet(patient, prescription_id)
    if ended_on := now.prescription.ended_on:
        return _has_ended(request, patient, ended_on)
    return person_page(
        request,
        patient,
        "reviews/before_stop.html",
        tab="",
        now=now,
        before=stopping.read(patient, localdate()),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def stop(request: PatientRequest, patient: Patient, prescription_id: UUID) -> HttpResponse:
    """Reached by posting from `before_stop`: the form, with the reason that was written there.
    Opened by its address alone, as after signing in again, it leads to what is read first."""
    now, by = find_sheet(patient, prescription_id), request.access.user
    is_posted = "entry_id" in request.POST  # else: from the page that is read first
    if (ended_on := now.prescription.ended_on) and not is_posted:
        return _has_ended(request, patient, ended_on)
    if request.method != "POST":
        messages.info(request, READ_FIRST)
        return redirect("reviews:before_stop", patient.pk, prescription_id)
    before = stopping.read(patient, now.on)
    page = PersonForm(
        request,
        patient,
        StopForm,
        name=draft_name("stop", prescription_id),
        initial={
            "why": request.POST.get("why", ""),
            "on": now.on,
            "version": now.prescription.version,
        },
        is_posted=is_posted,
        on=now.on,
        patient=patient,
        by=by,
    )
    known = {"prescription": now.prescription, "by": by, "benefit_then": before.benefit}
    if page.save(actions.change_state, **known):
        return page.done("Recorded: the prescription has ended.", PAGE)
    return person_page(
        request,
        patient,
        "reviews/stop.html",
        tab="prescription",
        now=now,
        before=before,
        **page.context,
    )


def _has_ended(request: PatientRequest, patient: Patient, on: date) -> HttpResponse:
    words = f"This prescription ended on {nhs_date(on)}. There is nothing to stop."
    messages.info(request, words)
    return redirect(PAGE, patient.pk)
