"""Support of one person: what goes on, what was offered, how home and work stand."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from patients.stale import differences_from
from support import actions, querysets
from support.forms import CircumstancesForm, CorrectOfferForm, OfferForm, StepForm
from support.models import Offer
from support.sheet import OfferRow

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PAGE, OFFER = "support:support", "support:offer"
TYPED = ("kind", "other_words", "how", "place", "words", "on")


def page_of(request: StaffRequest, patient: Patient, template: str, **context: Any) -> HttpResponse:
    return person_page(request, patient, f"support/{template}.html", tab="support", **context)


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def support(request: StaffRequest, patient: Patient) -> HttpResponse:
    return page_of(request, patient, "support", sheet=querysets.read(patient))


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_offer(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    page = PersonForm(
        request,
        patient,
        OfferForm,
        name="offer",
        initial={"on": on, "how": Offer.How.OFFERED, "kind": request.GET.get("kind", "")},
        on=on,
        service_id=patient.service_id,
    )
    if page.save(actions.add_offer, patient=patient, by=request.access.user):
        return page.done("Saved.", PAGE)
    return page_of(request, patient, "add_offer", **page.context)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def offer(request: StaffRequest, patient: Patient, offer_id: UUID) -> HttpResponse:
    on = localdate()
    row = _row(patient, offer_id)
    page = PersonForm(
        request,
        patient,
        StepForm,
        name=f"offer-{offer_id.hex[-12:]}",
        initial=_initial(row) | {"on": on},
        on=on,
        service_id=patient.service_id,
        kind=row.offer.kind,
    )
    if page.save(actions.record_step, offer=row.offer, by=request.access.user):
        return page.done("Saved. What was said before stays.", PAGE)
    return page_of(request, patient, "offer", row=row, **page.context)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def correct_offer(request: StaffRequest, patient: Patient, offer_id: UUID) -> HttpResponse:
    found = _row(patient, offer_id).offer
    saved = {name: getattr(found, name) for name in (*TYPED, "version")}
    page = PersonForm(
        request,
        patient,
        CorrectOfferForm,
        name=f"correct-{offer_id.hex[-12:]}",
        initial=saved,
        on=localdate(),
        service_id=patient.service_id,
    )
    if page.save(actions.correct_offer, offer=found, by=request.access.user):
        return page.done("Corrected. What it said before stays in its history.", PAGE)
    both = differences_from(page.form, saved) if page.stale else []
    return page_of(request, patient, "correct_offer", offer=found, both=both, **page.context)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def circumstances(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Asked anew each time: last time's answers stand beside the form, not in it."""
    on = localdate()
    page = PersonForm(
        request, patient, CircumstancesForm, name="circumstances", initial={"on": on}, on=on
    )
    if page.save(actions.record_circumstances, patient=patient, by=request.access.user):
        return page.done("Saved. What was said before stays.", PAGE)
    said = list(querysets.said_of(patient))
    return page_of(request, patient, "circumstances", said=said, **page.context)


def _row(patient: Patient, offer_id: UUID) -> OfferRow:
    rows = querysets.read(patient).rows
    found = next((row for row in rows if row.offer.pk == offer_id), None)
    if found is None:
        raise Http404("There is no such offer of support.")
    return found


def _initial(row: OfferRow) -> dict[str, Any]:
    """Who gives it comes along; what came of it, and whether it helps, are asked anew."""
    given = next((s for s in row.steps if s.with_staff_id or s.with_outside), None)
    if given is None:
        return {}
    return {"with_staff": given.with_staff_id, "with_outside": given.with_outside}
