"""Correcting a dose, a way of collecting, a script, an injection or a change of state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients import entries
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from prescribing.actions import corrections as actions
from prescribing.forms import corrections as forms
from prescribing.models import DepotDose, DoseStep, Script, StateChange, SupervisionStep
from prescribing.safety.reader import limits_in_force
from prescribing.views.change import PAGE, READ_AND_WRITE, draft_name
from rodt.versions import StaleSave


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    model: Any
    form: type[Any]
    act: Callable[..., Any]


PARTS = {
    "dose": Part("dose", DoseStep, forms.CorrectDoseForm, actions.correct_dose),
    "collecting": Part(
        "way of collecting",
        SupervisionStep,
        forms.CorrectCollectingForm,
        actions.correct_collecting,
    ),
    "script": Part("script", Script, forms.CorrectScriptForm, actions.correct_script),
    "injection": Part("injection", DepotDose, forms.CorrectDepotForm, actions.correct_injection),
    "state": Part("change of state", StateChange, forms.CorrectStateForm, actions.correct_state),
}


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def correct_part(request: StaffRequest, patient: Patient, part: str, part_id: UUID) -> HttpResponse:
    known = PARTS.get(part)
    row = entries.find(patient, known.model._meta.model_name, part_id) if known else None
    if known is None or row is None or row.is_withdrawn:
        raise Http404("There is no such entry.")
    on = localdate()
    limits = limits_in_force(patient.service_id, on)
    page = PersonForm(
        request,
        patient,
        known.form,
        name=draft_name("correct", row.pk),
        initial=_typed(row),
        row=row,
        on=on,
        limits=limits,
    )

    def act(*, corrects: UUID | None, **typed: Any) -> None:
        if corrects != row.pk:
            raise StaleSave(row)
        told = {"limits": limits} if part == "dose" else {}
        known.act(row=row, by=request.access.user, **told, **typed)

    if page.save(act):
        return page.done("Corrected. What it said before stays.", PAGE)
    if page.stale:  # the next save is on top of what is shown now
        typed: Any = page.form.data
        typed["corrects"] = str(row.pk)
    return person_page(
        request,
        patient,
        "prescribing/correct_part.html",
        tab="prescription",
        part=known,
        entry=row,
        is_state=part == "state",
        wordings=list(entries.wordings(row)),
        **page.context,
    )


def _typed(row: Any) -> dict[str, Any]:
    """The row as its form would have been filled in."""
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    dose = values.get("dose_mg", values.get("daily_dose_mg"))
    return values | {"corrects": row.pk, "dose_mg": dose}
