"""What a person agreed to, and what they say of it now."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import actions
from patients.consents import matters
from patients.forms.consents import ConsentForm
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page

PAGE = "patients:consents"


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.EDIT_PATIENT)
def consents(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    page = PersonForm(request, patient, ConsentForm, name="consent", initial={"on": on}, on=on)
    if page.save(actions.record_consent, patient=patient, by=request.access.user):
        return page.done("Saved. What they said before stays.", PAGE)
    return person_page(
        request,
        patient,
        "patients/consents.html",
        tab="overview",
        matters=matters(patient),
        **page.context,
    )
