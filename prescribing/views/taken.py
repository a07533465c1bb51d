"""Missed doses and the decision about them, tests."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts import configuration
from accounts.gate import StaffRequest
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from prescribing import actions
from prescribing.actions.missed import days_without_dose
from prescribing.doses import ASK_MISSED_AFTER
from prescribing.forms.taken import DecideForm, MissedForm, TestForm
from prescribing.health.kinds import NEVER_A_SANCTION
from prescribing.missed_days import NEW_INDUCTION, NEW_INDUCTION_FROM, Outcome
from prescribing.models import MissedDoses
from prescribing.querysets import running
from prescribing.views.change import PAGE, READ_AND_WRITE, draft_name


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def missed_doses(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    daily = running(patient).filter(medicine__covers_days=None)
    page = PersonForm(
        request,
        patient,
        MissedForm,
        name="missed_doses",
        initial={"from_on": on, "to_on": on},
        running=daily,
        on=on,
        ask_after=configuration.in_force(patient.service_id, "prescribing", on).values.get(
            "missed_ask_after", ASK_MISSED_AFTER
        ),
    )
    if page.save(actions.record_missed_doses, by=request.access.user):
        return page.done("Missed doses recorded.", PAGE)
    return person_page(
        request,
        patient,
        "prescribing/missed_doses.html",
        tab="prescription",
        daily=daily,
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_PRESCRIPTION)
def decide_missed(request: StaffRequest, patient: Patient, missed_id: UUID) -> HttpResponse:
    missed = (
        MissedDoses.objects.filter(patient=patient, pk=missed_id)
        .select_related("prescription__medicine", "decided_by", "recorded_by")
        .first()
    )
    if missed is None:
        raise Http404("There is no such run of missed doses.")
    page = PersonForm(
        request,
        patient,
        DecideForm,
        name=draft_name("decide", missed.pk),
        initial={"decided_on": localdate()},
        on=localdate(),
    )
    if page.save(actions.decide_missed_doses, missed=missed, by=request.access.user):
        return page.done(f"Decision recorded. {_what_follows(page.form.cleaned_data)}", PAGE)
    shown: Any = page.stale.row if page.stale else missed
    without = days_without_dose(shown)
    return person_page(
        request,
        patient,
        "prescribing/decide_missed.html",
        tab="prescription",
        missed=shown,
        without=without,
        new_induction=NEW_INDUCTION if without >= NEW_INDUCTION_FROM else "",
        **page.context,
    )


def _what_follows(typed: dict[str, Any]) -> str:
    """A decision changes nothing that is prescribed: that is recorded by itself."""
    return {
        Outcome.CONTINUE: "Nothing that is prescribed has changed.",
        Outcome.RESTART_LOWER: "Now record the dose you decided.",
        Outcome.NEW_INDUCTION: "Now record the dose you decided, and that it is an induction.",
        Outcome.SUSPEND: "Now record that it is suspended.",
    }[Outcome(typed["outcome"])]


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def add_test(request: StaffRequest, patient: Patient) -> HttpResponse:
    page = PersonForm(
        request,
        patient,
        TestForm,
        name="test",
        initial={"on": localdate(), "matrix": "urine", "taken_by": request.access.user.pk},
        on=localdate(),
        service_id=patient.service_id,
    )
    if page.save(actions.record_test, patient=patient, by=request.access.user):
        return page.done(f"Test recorded. {NEVER_A_SANCTION}", PAGE)
    return person_page(
        request, patient, "prescribing/add_test.html", tab="prescription", **page.context
    )
