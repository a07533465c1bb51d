"""Pausing reviews, opening treatment again, and who is responsible."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import actions
from patients.forms.episodes import (
    PauseForm,
    ReopenForm,
    ResponsibleForm,
    ReturnForm,
    StillAwayForm,
)
from patients.gate import patient_page
from patients.models import Assignment, Episode, Patient, Pause
from patients.person_page import PersonForm, person_page
from rodt.words import nhs_date

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def pause(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Start a pause; or, while one runs, record the return or a new day to look again."""
    running = Pause.objects.current().filter(patient=patient, ended_on=None).first()
    if running is not None:
        return _away(request, patient, running)
    on = localdate()
    page = PersonForm(request, patient, PauseForm, name="pause", initial={"started_on": on}, on=on)
    if page.save(actions.pause_reviews, patient=patient, by=request.access.user):
        until = nhs_date(page.form.cleaned_data["expected_end_on"])
        return page.done(f"Reviews are paused until {until}.", "reviews:case")
    return person_page(request, patient, "patients/pause.html", tab="overview", **page.context)


def _away(request: StaffRequest, patient: Patient, running: Pause) -> HttpResponse:
    on, by = localdate(), request.access.user
    is_still_away = request.POST.get("what") == "still_away"
    form_class = StillAwayForm if is_still_away else ReturnForm
    action = actions.extend_pause if is_still_away else actions.resume_reviews
    page = PersonForm(request, patient, form_class, name="away", initial={"ended_on": on}, on=on)
    if page.save(action, pause=running, by=by):
        if is_still_away:
            until = nhs_date(page.form.cleaned_data["expected_end_on"])
            return page.done(f"Reviews are paused until {until}.", "reviews:case")
        return page.done("Back. Reviews are due within 7 days.", "reviews:case")
    back = page.form if not is_still_away else ReturnForm(initial={"ended_on": on}, on=on)
    still = page.form if is_still_away else StillAwayForm(on=on)
    return person_page(
        request,
        patient,
        "patients/away.html",
        tab="overview",
        pause=running,
        back=back,
        still=still,
        form_has_errors=bool(page.form.errors),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def reopen(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Three clicks from the search: find, open again, confirm. Nobody has to approve."""
    on = localdate()
    page = PersonForm(request, patient, ReopenForm, name="reopen", initial={"on": on}, on=on)
    if page.save(actions.reopen_episode, patient=patient, by=request.access.user):
        return page.done(
            "Treatment is open again. A first meeting is proposed below: change it, or book it.",
            "patients:first_meeting",
        )
    return person_page(
        request,
        patient,
        "patients/reopen.html",
        tab="overview",
        episode=_last_episode(patient),
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_PATIENT)
def responsible(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Who is keyworker and prescriber: one alone, or several jointly."""
    on, by, episode = localdate(), request.access.user, _last_episode(patient)
    running = episode.assignments.filter(to_on=None).select_related("staff").order_by("from_on")
    if stops := request.POST.get("stops"):
        assignment = next((one for one in running if str(one.pk) == stops), None)
        return _stop(request, patient, assignment)
    page = PersonForm(
        request,
        patient,
        ResponsibleForm,
        name="responsible",
        initial={"from_on": on},
        service_id=patient.service_id,
        on=on,
    )
    if episode.ended_on is None and page.save(actions.assign, episode=episode, by=by):
        return page.done("Saved. It holds from that day.", "patients:responsible")
    return person_page(
        request,
        patient,
        "patients/responsible.html",
        tab="overview",
        episode=episode,
        duties=[
            (label, [one for one in running if one.duty == duty])
            for duty, label in Assignment.Duty.choices
        ],
        **page.context,
    )


def _stop(request: StaffRequest, patient: Patient, assignment: Assignment | None) -> HttpResponse:
    """One of several stops today; nothing is lost where they had stopped already."""
    if assignment is None:
        messages.info(request, "That had been saved already. Nothing is lost.")
        return redirect("patients:responsible", patient.pk)
    try:
        actions.stop_responsible(assignment=assignment, to_on=localdate(), by=request.access.user)
    except ValidationError as refusal:
        messages.warning(request, f"Nothing is changed. {' '.join(refusal.messages)}")
    else:
        messages.success(
            request, f"{assignment.staff.full_name} is responsible to the end of today."
        )
    return redirect("patients:responsible", patient.pk)


def _last_episode(patient: Patient) -> Episode:
    episode = patient.episodes.order_by("-started_on", "-recorded_at").first()
    if episode is None:
        raise Http404("There is no treatment on this record.")
    return episode
