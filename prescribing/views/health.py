"""The page of health, and recording or correcting one fact of it."""

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
from prescribing.actions.health import correct_health, record_health
from prescribing.forms.health import DECLINED, SUPPLIED, correcting
from prescribing.health import page as health_page
from prescribing.health.kinds import KINDS, Kind

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PAGE = "prescribing:health"


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def health(request: StaffRequest, patient: Patient) -> HttpResponse:
    return person_page(
        request,
        patient,
        "prescribing/health.html",
        tab="health",
        sections=health_page.read(patient, localdate()),
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_health(request: StaffRequest, patient: Patient, fact: str) -> HttpResponse:
    kind, on = _kind(fact), localdate()
    by = request.access.user
    initial: dict[str, Any] = {"on": on}
    if fact == "test":
        initial |= {"matrix": "urine", "taken_by": by.pk}
    page = PersonForm(
        request,
        patient,
        kind.form,
        name=f"health-{fact}",
        initial=initial,
        on=on,
        service_id=patient.service_id,
    )
    if page.save(record_health, model=kind.model, patient=patient, today=on, by=by):
        return page.done(f"{kind.title}: recorded.{kind.after}", PAGE)
    return person_page(
        request, patient, "prescribing/add_health.html", tab="health", kind=kind, **page.context
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def correct_health_fact(
    request: StaffRequest, patient: Patient, fact: str, fact_id: UUID
) -> HttpResponse:
    kind, on = _kind(fact), localdate()
    row: Any = kind.model.objects.filter(patient=patient, pk=fact_id).first()
    if row is None:
        raise Http404("There is no such entry.")
    page = PersonForm(
        request,
        patient,
        correcting(kind.form),
        name=f"correct-{row.pk.hex[-12:]}",
        initial=_typed(row),
        on=on,
        service_id=patient.service_id,
    )
    if page.save(correct_health, fact=row, today=on, by=request.access.user):
        return page.done("Correction saved beside what it corrects.", PAGE)
    return person_page(
        request,
        patient,
        "prescribing/correct_health.html",
        tab="health",
        kind=kind,
        line=health_page.line(kind, page.stale.row if page.stale else row),
        is_superseded=row.superseded_at is not None,
        **page.context,
    )


def _kind(fact: str) -> Kind:
    if fact not in KINDS:
        raise Http404("There is no such kind of entry.")
    return KINDS[fact]


def _typed(row: Any) -> dict[str, Any]:
    """The row as its form would have been filled in."""
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return values | {"answer": DECLINED if values.get("is_declined") else SUPPLIED}
