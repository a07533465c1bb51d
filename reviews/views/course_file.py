"""The course of treatment of one person as a file."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from reviews import benefit_page, benefit_table
from reviews.course_page import course_page
from rodt.downloads import attachment


@require_safe
@patient_page(Permission.VIEW_BENEFIT)
def course_file(request: StaffRequest, patient: Patient) -> HttpResponse:
    """The chart's table, of the period that is shown. That it left is noted."""
    on = localdate()
    page = benefit_page.read(patient, on)
    if page is None:
        raise Http404("No treatment is recorded here yet.")
    trail.record(
        "downloaded a chart's table",
        by=request.access.user,
        service_id=patient.service_id,
        patient_id=patient.pk,
        about="the course of treatment",
    )
    name = f"course-of-treatment-{patient.reference}-{on.isoformat()}.csv".lower()
    return attachment(
        benefit_table.as_csv(course_page(page.course, on, request.GET.dict()).rows), name
    )
