"""The first day: one page after somebody starts; what is left stands as to do until it is done."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from reviews import day_zero as checklist
from reviews.day_zero_actions import save_day_zero
from reviews.day_zero_form import DayZeroForm
from reviews.views.leaving import last_episode


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.EDIT_PATIENT)
def day_zero(request: StaffRequest, patient: Patient) -> HttpResponse:
    on, episode = localdate(), last_episode(patient)
    page = PersonForm(
        request,
        patient,
        DayZeroForm,
        name="day_zero",
        initial={"version": patient.version, "children_at_home": patient.children_at_home},
    )
    if page.save(save_day_zero, patient=patient, on=on, by=request.access.user):
        return page.done("Kept. What is left stands as to do until it is done.", "reviews:day_zero")
    left = checklist.left_for({patient.pk: episode.started_on}).get(patient.pk, ())
    return person_page(
        request,
        patient,
        "reviews/day_zero.html",
        tab="overview",
        episode=episode,
        items=[(item, item in left) for item in checklist.ITEMS],
        left=left,
        **page.context,
    )
