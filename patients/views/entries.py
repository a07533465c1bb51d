"""One entry of any kind: how it was worded over time, and its correction."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import entries
from patients.actions.corrections import correct_entry
from patients.entries import PARTS, TAKEN_BACK_ONLY, called
from patients.forms.entries import CorrectForm
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page


def _found(patient: Patient, kind: str, entry_id: UUID) -> Any:
    entry = entries.find(patient, kind, entry_id)
    if entry is None:
        raise Http404("There is no such entry.")
    return entry


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def entry(request: StaffRequest, patient: Patient, entry_kind: str, entry_id: UUID) -> HttpResponse:
    found = _found(patient, entry_kind, entry_id)
    return person_page(
        request,
        patient,
        "patients/entry.html",
        tab="contacts",
        entry=found,
        called=called(found),
        wordings=list(entries.wordings(found)),
        may_correct=request.access.may(Permission[found.corrected_by.upper()]),
        is_part=entry_kind in PARTS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.RECORD_CONTACT)
def correct(
    request: StaffRequest, patient: Patient, entry_kind: str, entry_id: UUID
) -> HttpResponse:
    found = _found(patient, entry_kind, entry_id)
    if found.corrected_at:
        return redirect(found.correct_url)
    fields = [field.name for field in entries.typed_fields(type(found))]
    page = PersonForm(
        request,
        patient,
        CorrectForm,
        name=f"correct_{found.pk.hex[-8:]}",
        initial={name: getattr(found, name) for name in fields},
        entry=found,
        on=localdate(),
    )

    def act(**typed: Any) -> None:
        try:
            with transaction.atomic():
                correct_entry(entry=found, by=request.access.user, **typed)
        except IntegrityError as error:
            raise ValidationError(entries.refusal(error)) from None

    if page.save(act):
        return page.done(
            "Corrected. What it said before stays.", "patients:entry", entry_kind, found.pk
        )
    return person_page(
        request,
        patient,
        "patients/correct_entry.html",
        tab="contacts",
        entry=found,
        called=called(found),
        is_taken_back_only=entry_kind in TAKEN_BACK_ONLY,
        wordings=list(entries.wordings(found)),
        **page.context,
    )
