"""Changing where a prescription stands. Ending it is read first: `reviews.views.stopping`."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from prescribing import actions
from prescribing.forms.states import StateForm
from prescribing.models import State
from prescribing.states import BY_STATE, may_follow
from prescribing.views.change import PAGE, READ_AND_WRITE, find_sheet, form_about, page_about


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def change_state(request: StaffRequest, patient: Patient, prescription_id: UUID) -> HttpResponse:
    now = find_sheet(patient, prescription_id)
    choices = [to for to in may_follow(now.state) if request.access.may(BY_STATE[to].who)]
    page = form_about(request, now, StateForm, "state", {"on": now.on}, choices=choices)
    if page.save(actions.change_state, prescription=now.prescription, by=request.access.user):
        state = State(page.form.cleaned_data["state"]).label.lower()
        return page.done(f"Recorded: the prescription is {state}.", PAGE)
    return page_about(request, now, page, "prescribing/change_state.html")
