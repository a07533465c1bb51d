"""Pausing reviews, and opening treatment again."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import actions
from patients.forms.episodes import PauseForm, ReopenForm, ReturnForm, StillAwayForm
from patients.gate import patient_page
from patients.models import Episode, Patient, Pause
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


def _last_episode(patient: Patient) -> Episode:
    episode = patient.episodes.order_by("-started_on", "-recorded_at").first()
    if episode is None:
        raise Http404("There is no treatment on this record.")
    return episode
