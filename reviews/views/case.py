"""The person's page: everything one needs to know before an appointment, on one page."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import Permission
from patients.gate import PatientRequest, patient_page
from patients.models import Contact, Patient
from patients.person_page import person_page
from reviews import case_page, timeline
from reviews.worries import SHOWN


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def case(request: PatientRequest, patient: Patient) -> HttpResponse:
    on = timezone.localdate()
    page = case_page.read(request.access, patient, on)
    shown = timeline.read(
        patient,
        on,
        page.course,
        show=request.GET.get("show", ""),
        number=request.GET.get("page", ""),
    )
    return person_page(
        request,
        patient,
        "reviews/case.html",
        tab="overview",
        page=page,
        worries=page.worries[:SHOWN],
        more_worries=page.worries[SHOWN:],
        timeline=shown,
        last_contact=_last_contact(patient, on),
        printed_at=timezone.localtime(),
    )


def _last_contact(patient: Patient, on: date) -> Contact | None:
    """When they were last met, called or written to: for the printed sheet. One query."""
    held = Contact.objects.current().filter(patient=patient, on__lte=on, outcome="attended")
    return held.select_related("with_staff").order_by("-on", "-recorded_at").first()
