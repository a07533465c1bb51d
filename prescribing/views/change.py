"""Recording a prescription, and changes of its dose and supervision."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from prescribing import actions
from prescribing.doses import dose_words
from prescribing.forms.prescriptions import (
    NewPrescriptionForm,
    SupervisionForm,
)
from prescribing.forms.safety import CheckedDoseForm
from prescribing.querysets import one_with_course
from prescribing.safety.reader import limits_in_force
from prescribing.sheet import Sheet, sheet
from prescribing.views.dose_checks import save_dose
from rodt.words import nhs_date

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PAGE = "prescribing:prescription"


def find_sheet(patient: Patient, prescription_id: UUID) -> Sheet:
    """404 unless this prescription is this person's."""
    found = one_with_course(patient, prescription_id)
    if found is None:
        raise Http404("There is no such prescription.")
    return sheet(found, localdate())


def draft_name(kind: str, prescription_id: UUID) -> str:
    return f"{kind}-{prescription_id.hex[-12:]}"


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def new(request: StaffRequest, patient: Patient) -> HttpResponse:
    on, by = localdate(), request.access.user
    episode = patient.episodes.open_on(on).first()
    limits = limits_in_force(patient.service_id, on)
    page = PersonForm(
        request,
        patient,
        NewPrescriptionForm,
        name="prescription",
        initial={"started_on": on, "prescriber": by.pk, "state": "induction"},
        patient=patient,
        on=on,
        limits=limits,
    )
    known: dict[str, Any] = {"patient": patient, "episode": episode, "by": by, "limits": limits}
    if episode and page.save(actions.start_prescription, **known):
        return page.done("Prescription recorded.", PAGE)
    return person_page(
        request,
        patient,
        "prescribing/new.html",
        tab="prescription",
        episode=episode,
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def change_dose(request: StaffRequest, patient: Patient, prescription_id: UUID) -> HttpResponse:
    now = find_sheet(patient, prescription_id)
    medicine = now.prescription.medicine
    limits = limits_in_force(patient.service_id, now.on)
    first = {"from_on": now.on}
    page = form_about(
        request, now, CheckedDoseForm, "dose", first, prescription=now.prescription, limits=limits
    )
    if save_dose(page, now, request.access.user, limits):
        typed = page.form.cleaned_data
        words = dose_words(typed["dose_mg"], medicine)
        return page.done(f"Dose recorded: {words} from {nhs_date(typed['from_on'])}.", PAGE)
    return page_about(request, now, page, "prescribing/change_dose.html")


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def change_supervision(
    request: StaffRequest, patient: Patient, prescription_id: UUID
) -> HttpResponse:
    now = find_sheet(patient, prescription_id)
    held = now.supervision
    initial = {"from_on": now.on, "pharmacy": now.prescription.pharmacy}
    if held:
        initial |= {
            "supervision": held.supervision,
            "collection_days": held.collection_days,
            "review_on": held.review_on,
        }
    page = form_about(request, now, SupervisionForm, "supervision", initial)
    if page.save(actions.change_supervision, prescription=now.prescription, by=request.access.user):
        return page.done("Supervision recorded.", PAGE)
    return page_about(request, now, page, "prescribing/change_supervision.html")


def form_about(
    request: StaffRequest,
    now: Sheet,
    form_class: Any,
    kind: str,
    initial: dict[str, Any],
    **known: Any,
) -> PersonForm:
    prescription = now.prescription
    return PersonForm(
        request,
        prescription.patient,
        form_class,
        name=draft_name(kind, prescription.pk),
        initial=initial | {"version": prescription.version},
        on=now.on,
        **known,
    )


def page_about(
    request: StaffRequest, now: Sheet, page: PersonForm, template: str, **more: Any
) -> HttpResponse:
    """The present state stands above the form: after a save that came second, both are in view."""
    return person_page(
        request,
        now.prescription.patient,
        template,
        tab="prescription",
        now=now,
        **page.context,
        **more,
    )
