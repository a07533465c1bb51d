"""Writing down a script, and its facts on one sheet: for the record, never a prescription."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from prescribing import actions
from prescribing.forms.scripts import ScriptForm
from prescribing.models import Script
from prescribing.safety.reader import limits_in_force
from prescribing.scripts import cautions, instalment_words, quantity_words
from prescribing.views.change import PAGE, READ_AND_WRITE, draft_name, find_sheet, page_about


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def script(request: StaffRequest, patient: Patient, prescription_id: UUID) -> HttpResponse:
    now = find_sheet(patient, prescription_id)
    last = now.scripts.next or now.scripts.current
    initial = {"pharmacy": now.prescription.pharmacy}
    if last:
        initial |= {"form": last.form or "fp10mda", "phrases": last.phrases}
    page = PersonForm(
        request,
        patient,
        ScriptForm,
        name=draft_name("script", prescription_id),
        initial=initial,
        on=now.on,
    )
    kept: list[Script] = []

    def record(**typed: object) -> None:
        kept.append(actions.record_script(**typed))  # type: ignore[arg-type]

    if page.save(record, prescription=now.prescription, by=request.access.user):
        for said in cautions(kept[0], limits_in_force(patient.service_id, now.on)):
            messages.warning(request, said)
        return page.done("Script recorded.", PAGE)
    return page_about(request, now, page, "prescribing/script.html")


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def script_sheet(
    request: StaffRequest, patient: Patient, prescription_id: UUID, script_id: UUID
) -> HttpResponse:
    found = (
        Script.objects.filter(patient=patient, prescription=prescription_id, pk=script_id)
        .select_related("prescription__medicine", "prescription__prescriber", "recorded_by")
        .first()
    )
    if found is None:
        raise Http404("There is no such script.")
    medicine = found.prescription.medicine
    return person_page(
        request,
        patient,
        "prescribing/script_sheet.html",
        tab="prescription",
        script=found,
        medicine=medicine,
        total=quantity_words(found.total_mg, medicine),
        instalment=instalment_words(found, medicine),
        phrases=[(phrase.label, phrase.value in found.phrases) for phrase in Script.Phrase],
        cautions=cautions(found, limits_in_force(patient.service_id, found.from_on)),
    )
