"""What an audit would say of one person today."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from audits import one_person
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import person_page


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def audit_today(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    found = one_person.read(patient.service_id, patient.pk, on, request.access.may)
    return person_page(request, patient, "audits/audit_today.html", tab="", on=on, found=found)
