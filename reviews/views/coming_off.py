"""Coming off: everything that goes with it on one page, and the parts that are written here."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from prescribing import actions
from prescribing.forms.coming_off import PartForm
from prescribing.models import ComingOffPart
from reviews import coming_off_page, schedules
from reviews.coming_off import TITLES, Part

PAGE = "reviews:coming_off"


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def coming_off(request: PatientRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    schedule = schedules.in_force(patient.service_id, on)
    page = coming_off_page.read(patient, on, schedule.last_dose_contact_days)
    return person_page(
        request,
        patient,
        "reviews/coming_off.html",
        tab="prescription",
        page=page,
        opening=coming_off_page.opening(page, on),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.RECORD_CONTACT)
def coming_off_part(request: PatientRequest, patient: Patient, part_kind: str) -> HttpResponse:
    if part_kind not in ComingOffPart.Kind.values:
        raise Http404("There is no such part.")
    on = localdate()
    known = ComingOffPart.objects.current().filter(patient=patient, kind=part_kind)
    last = known.order_by("on", "recorded_at").last()
    page = PersonForm(
        request,
        patient,
        PartForm,
        name=f"coming_off_{part_kind}",
        initial={"on": on, "words": last.words if last else ""},
        kind=part_kind,
        on=on,
    )
    if page.save(actions.record_part, patient=patient, kind=part_kind, by=request.access.user):
        return page.done("Saved. What was written before stays on record.", PAGE)
    return person_page(
        request,
        patient,
        "reviews/coming_off_part.html",
        tab="prescription",
        title=TITLES[Part(part_kind)],
        last=last,
        **page.context,
    )
