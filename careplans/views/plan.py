"""The care plan of one person, and changes of it as a whole."""

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from careplans import actions, endings
from careplans.forms import ExitForm, PlanForm
from careplans.models import CarePlan
from careplans.sheet import read
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from patients.stale import differences

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PAGE = "careplans:plan"


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def plan(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    return person_page(
        request,
        patient,
        "careplans/plan.html",
        tab="care_plan",
        sheet=read(patient, on),
        episode=patient.episodes.open_on(on).first(),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def exit_vision(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    last = read(patient, on).vision
    initial: dict[str, Any] = {"on": on}
    if last:
        initial |= {
            "words": last.words,
            "in_place": last.in_place,
            "way_back": last.way_back,
        }
    page = PersonForm(
        request, patient, ExitForm, name="exit_vision", initial=initial, on=on, last=last
    )
    if page.save(actions.record_exit_vision, patient=patient, by=request.access.user):
        return page.done("Saved in their words.", PAGE)
    return person_page(
        request,
        patient,
        "careplans/exit_vision.html",
        tab="care_plan",
        last=last,
        **page.context,
    )


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def exit_visions(request: StaffRequest, patient: Patient) -> HttpResponse:
    return person_page(
        request,
        patient,
        "careplans/exit_visions.html",
        tab="care_plan",
        versions=endings.versions(patient),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def edit(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Strengths. The first save opens the plan of this treatment."""
    on, by = localdate(), request.access.user
    episode = patient.episodes.open_on(on).first()
    held = CarePlan.objects.filter(episode=episode).first() if episode else None
    shown = held or CarePlan(version=0)
    page = PersonForm(
        request,
        patient,
        PlanForm,
        name="care_plan",
        initial={"strengths": shown.strengths, "version": shown.version},
    )
    if episode and page.save(actions.save_plan, episode=episode, on=on, by=by):
        return page.done("Care plan saved.", PAGE)
    both = differences(page.stale.row, page.form, ["strengths"]) if page.stale else []
    return person_page(
        request,
        patient,
        "careplans/edit.html",
        tab="care_plan",
        sheet=read(patient, on),
        episode=episode,
        both=both,
        **page.context,
    )
