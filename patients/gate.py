"""The one door to a person's record. Every address with a patient id goes through it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import gate, trail
from accounts.access import Access
from accounts.gate import View
from accounts.roles import Permission, Reach
from patients.models import Patient


class PatientRequest(gate.StaffRequest):
    """A request that has passed the patients' door."""


def _note_look(request: HttpRequest, patient: Patient) -> None:
    trail.record(
        "opened" if request.method in ("GET", "HEAD") else "wrote in",
        by=request.user,  # type: ignore[arg-type]
        service_id=patient.service_id,
        patient_id=patient.pk,
        about=request.resolver_match.view_name if request.resolver_match else "",
    )


def _check_reach(
    request: HttpRequest, access: Access, permission: Permission, patient: Patient
) -> None:
    """Somebody with two roles may see the whole service with one, and write for their teams alone
    with the other."""
    is_theirs = patient.team_id in access.team_ids
    if access.reach(permission) is Reach.TEAMS and not is_theirs:
        request.refused = permission.name  # type: ignore[attr-defined]
        raise PermissionDenied(
            f"Your role lets you {permission.value} in your own teams. This person is in another."
        )


def _kept_record(request: HttpRequest, access: Access, patient: Patient) -> HttpResponse:
    """A record that was made one with another leads there; nothing is shown or written in it."""
    _note_look(request, patient)
    kept = Patient.objects.visible_to(access).filter(pk__in=[patient.merged_into_id]).first()
    is_look = request.method in ("GET", "HEAD")
    known = {"kept": kept, "was_posted": not is_look}
    return render(request, "patients/merged.html", known, status=200 if is_look else 409)


def patient_page(permission: Permission, *, shows_record: bool = True) -> Callable[[View], View]:
    """In this order: signed in; 404 unless this member may see this patient (the answer does not
    tell whether there is one); 403 unless a role holds `permission`; the look is noted in the
    trail; the view gets the patient in place of the id.

    `shows_record=False`: the address answers with nothing from the record, as when a draft is kept
    every few seconds, so there is no look to note."""

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, patient_id: UUID, *args: Any, **kw: Any) -> HttpResponse:
            access = request.access  # type: ignore[attr-defined]
            patient = (
                Patient.objects.visible_to(access)
                .select_related("service", "team")
                .filter(pk=patient_id)
                .first()
            )
            if patient is None:
                request.refused = f"record {patient_id}"  # type: ignore[attr-defined]
                raise Http404("There is no such record among the people you work with.")
            gate.check(request, permission)
            _check_reach(request, access, permission, patient)
            if patient.merged_into_id is not None:
                return _kept_record(request, access, patient)
            if shows_record:
                _note_look(request, patient)
            request.patient = patient  # type: ignore[attr-defined]
            return view(request, patient, *args, **kw)

        guarded = login_required(door)
        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.is_patient_page = True  # type: ignore[attr-defined]
        return guarded

    return decorate
