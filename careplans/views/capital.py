"""Recovery capital: the person's own ratings over time, and a licensed instrument where there is
one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from careplans import actions, capital, instrument
from careplans.capital_forms import CapitalForm, InstrumentForm
from careplans.models import InstrumentAnswers
from careplans.views.plan import READ_AND_WRITE
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page

PAGE = "careplans:capital"


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def over_time(request: StaffRequest, patient: Patient) -> HttpResponse:
    ratings = capital.ratings_of(patient)
    return person_page(
        request,
        patient,
        "careplans/capital.html",
        tab="care_plan",
        ratings=ratings,
        multiples=capital.multiples(ratings),
        instrument=instrument.in_force(patient.service_id, localdate()),
        answered=InstrumentAnswers.objects.current()
        .filter(patient=patient)
        .order_by("-on", "-recorded_at", "-id"),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def rate(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Asked anew each time: last time's numbers would lead the answer."""
    on = localdate()
    page = PersonForm(request, patient, CapitalForm, name="capital", initial={"on": on}, on=on)
    if page.save(actions.record_recovery_capital, patient=patient, by=request.access.user):
        return page.done("Ratings saved.", PAGE)
    return person_page(
        request, patient, "careplans/rate_capital.html", tab="care_plan", **page.context
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def answer(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    found = instrument.in_force(patient.service_id, on)
    if found is None:
        messages.info(request, "No instrument is set up at this service. Nothing was saved.")
        return redirect(PAGE, patient.pk)
    page = PersonForm(
        request,
        patient,
        InstrumentForm,
        name=f"instrument-{found.version}",
        initial={"on": on},
        on=on,
        instrument=found,
    )
    by = request.access.user
    if page.save(actions.record_instrument, patient=patient, by=by, instrument=found):
        return page.done("Answers saved.", PAGE)
    return person_page(
        request,
        patient,
        "careplans/answer_instrument.html",
        tab="care_plan",
        instrument=found,
        **page.context,
    )
