"""Recording an injection, with its window and the places used before."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm
from prescribing import actions
from prescribing.depots import ROTATION, places_used
from prescribing.forms.depots import DepotForm
from prescribing.views.change import PAGE, READ_AND_WRITE, draft_name, find_sheet, page_about


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def add_depot(request: StaffRequest, patient: Patient, prescription_id: UUID) -> HttpResponse:
    now = find_sheet(patient, prescription_id)
    on = localdate()
    page = PersonForm(
        request,
        patient,
        DepotForm,
        name=draft_name("depot", prescription_id),
        initial={"given_on": on},
        on=on,
    )
    if page.save(actions.record_depot, prescription=now.prescription, by=request.access.user):
        return page.done("Injection recorded.", PAGE)
    return page_about(
        request,
        now,
        page,
        "prescribing/add_depot.html",
        used=places_used(now.prescription.course_depots, on),  # type: ignore[attr-defined]
        rotation=ROTATION if now.prescription.medicine.covers_days == 7 else "",
    )
