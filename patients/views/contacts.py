"""Contacts, events and appointments of one person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission, Role
from patients import actions, ties
from patients.actions.episodes import first_meeting_by
from patients.forms.contacts import (
    AppointmentForm,
    ContactForm,
    CorrectContactForm,
    EventForm,
    NoteForm,
)
from patients.gate import patient_page
from patients.models import Appointment, Contact, Patient, SignificantEvent
from patients.person_page import PersonForm, person_page
from rodt.versions import StaleSave

A_PAGE = 25
SETTLED = {
    Appointment.State.HELD.value: "The meeting was held. Write down what was talked about.",
    Appointment.State.DID_NOT_ATTEND.value: "Kept. A missed meeting ends nothing: try once more.",
    Appointment.State.CANCELLED.value: "The meeting is cancelled.",
}
FIRST_MEETING_AT = "10am"  # Ours: a proposal, to be changed as both can
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def contacts(request: StaffRequest, patient: Patient) -> HttpResponse:
    held = (
        Contact.objects.current()
        .filter(patient=patient)
        .select_related("with_staff", "recorded_by", "amends__recorded_by")
        .order_by("-on", "-recorded_at")
    )
    booked = Appointment.objects.filter(
        patient=patient, state=Appointment.State.BOOKED
    ).select_related("staff")
    return person_page(
        request,
        patient,
        "patients/contacts.html",
        tab="contacts",
        page=Paginator(held, A_PAGE).get_page(request.GET.get("page")),
        booked=booked.filter(at__gte=now()).order_by("at"),
        passed=booked.filter(at__lt=now()).order_by("-at"),
        events=SignificantEvent.objects.current()
        .filter(patient=patient)
        .select_related("recorded_by")
        .order_by("-on"),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_contact(request: StaffRequest, patient: Patient) -> HttpResponse:
    by = request.access.user
    page = PersonForm(
        request,
        patient,
        ContactForm,
        name="add_contact",
        initial={"on": localdate(), "with_staff": by.pk, "with_role": _own_role(request)}
        | {"tied_to": request.GET.getlist("about")},
        on=localdate(),
        service_id=patient.service_id,
        tie_choices=ties.choices(patient),
    )
    if page.save(actions.record_contact, patient=patient, by=by):
        return page.done("Contact saved.", "patients:contacts")
    return person_page(
        request, patient, "patients/add_contact.html", tab="contacts", **page.context
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_note(request: StaffRequest, patient: Patient) -> HttpResponse:
    """A call or message of today, by whoever of the team took it."""
    by = request.access.user
    page = PersonForm(
        request,
        patient,
        NoteForm,
        name="add_note",
        initial={"kind": Contact.Kind.PHONE},
        tie_choices=ties.choices(patient),
    )
    if page.save(
        actions.record_contact,
        patient=patient,
        by=by,
        on=localdate(),
        outcome=Contact.Outcome.ATTENDED,
        with_role=_own_role(request),
        with_staff=by,
    ):
        return page.done("Written down.", "patients:contacts")
    return person_page(request, patient, "patients/add_note.html", tab="contacts", **page.context)


@require_POST
@patient_page(Permission.RECORD_CONTACT)
def settle_appointment(
    request: StaffRequest, patient: Patient, appointment_id: UUID
) -> HttpResponse:
    """It was held, missed or cancelled. A missed meeting ends nothing."""
    meeting = Appointment.objects.filter(patient=patient, pk=appointment_id).first()
    if meeting is None:
        raise Http404("There is no such meeting.")
    state = request.POST.get("state", "")
    version = request.POST.get("version", "")
    if state in SETTLED and version.isdecimal():
        try:
            actions.settle_appointment(
                appointment=meeting, version=int(version), state=state, by=request.access.user
            )
        except StaleSave:
            messages.warning(request, "Somebody else has said so already. Look at it once more.")
        else:
            messages.success(request, SETTLED[state])
    else:
        messages.warning(request, "Choose what became of the meeting.")
    return redirect("patients:contacts", patient.pk)


def _own_role(request: StaffRequest) -> str:
    return Contact.With.PRESCRIBER if Role.PRESCRIBER in request.access.roles else "keyworker"


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def correct_contact(request: StaffRequest, patient: Patient, contact_id: UUID) -> HttpResponse:
    contact = Contact.objects.filter(patient=patient, pk=contact_id).first()
    if contact is None:
        raise Http404("There is no such contact.")
    fields = ("on", "kind", "outcome", "with_role", "content", "summary", "their_words")
    page = PersonForm(
        request,
        patient,
        CorrectContactForm,
        name=f"contact-{contact.pk.hex[-12:]}",
        initial={name: getattr(contact, name) for name in fields}
        | {"with_staff": contact.with_staff_id, "reason_missed": contact.reason_missed},
        on=localdate(),
        service_id=patient.service_id,
    )
    if page.save(actions.correct_contact, contact=contact, by=request.access.user):
        return page.done("Correction saved beside what it corrects.", "patients:contacts")
    return person_page(
        request,
        patient,
        "patients/correct_contact.html",
        tab="contacts",
        contact=page.stale.row if page.stale else contact,
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_event(request: StaffRequest, patient: Patient) -> HttpResponse:
    page = PersonForm(
        request,
        patient,
        EventForm,
        name="add_event",
        initial={"on": localdate()},
        on=localdate(),
    )
    if page.save(actions.record_event, patient=patient, by=request.access.user):
        return page.done("Event saved. A review is due within days of it.", "reviews:case")
    return person_page(request, patient, "patients/add_event.html", tab="contacts", **page.context)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_appointment(request: StaffRequest, patient: Patient) -> HttpResponse:
    return _book(request, patient, name="add_appointment")


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def first_meeting(request: StaffRequest, patient: Patient) -> HttpResponse:
    """The first meeting of somebody who came back, with a day and a time proposed."""
    day = first_meeting_by(localdate())
    return _book(
        request,
        patient,
        name="first_meeting",
        proposed={"day": day, "time": FIRST_MEETING_AT, "about": "First meeting after coming back"},
    )


def _book(
    request: StaffRequest, patient: Patient, *, name: str, proposed: dict[str, Any] | None = None
) -> HttpResponse:
    by = request.access.user
    page = PersonForm(
        request,
        patient,
        AppointmentForm,
        name=name,
        initial={"staff": by.pk} | (proposed or {}),
        on=localdate(),
        service_id=patient.service_id,
    )
    if page.save(actions.book_appointment, patient=patient, by=by):
        return page.done("Appointment booked.", "patients:contacts")
    return person_page(
        request,
        patient,
        "patients/add_appointment.html",
        tab="contacts",
        proposed=proposed,
        **page.context,
    )
