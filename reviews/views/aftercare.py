"""Aftercare: whether they want it, and the contacts after they have left."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.roles import Permission
from patients import actions
from patients.forms.leaving import AftercareForm
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from reviews import aftercare_page, schedules

PAGE = "reviews:aftercare"


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.RECORD_CONTACT)
def aftercare(request: PatientRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    form = PersonForm(request, patient, AftercareForm, name="aftercare", initial={"on": on}, on=on)
    if form.save(actions.answer_aftercare, patient=patient, by=request.access.user):
        return form.done("Saved. What they said before stays on record.", PAGE)
    page = aftercare_page.read(patient, on, schedules.in_force(patient.service_id, on))
    return person_page(
        request,
        patient,
        "reviews/aftercare.html",
        tab="overview",
        page=page,
        opening=aftercare_page.opening(page, on),
        **form.context,
    )
