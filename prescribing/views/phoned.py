"""Pharmacy phoned: from any page, find the person, and write the call down in under a minute."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts import configuration
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from patients.views.find import look_for
from prescribing.actions.missed import days_without_dose
from prescribing.actions.phoned import Written, record_call
from prescribing.doses import ASK_MISSED_AFTER
from prescribing.forms.phoned import PhonedForm
from prescribing.models import Prescription, Script
from prescribing.phoned import INTOXICATED, MISSED
from prescribing.querysets import running
from prescribing.views.change import READ_AND_WRITE
from rodt.words import count

# The pharmacy of the last call this member wrote down: who phones once often phones of several.
LAST_PHARMACY = "last_pharmacy_that_phoned"


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.RECORD_CONTACT)
def phoned(request: StaffRequest) -> HttpResponse:
    """Whom is it about? One found and nobody like them: straight on to the call."""
    known = look_for(request)
    if known["was_asked"] and len(known["people"]) == 1 and not known["alike"]:
        return redirect("prescribing:phoned_about", known["people"][0].pk)
    return render(request, "prescribing/phoned.html", known)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def phoned_about(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    daily = running(patient).filter(medicine__covers_days=None)
    page = PersonForm(
        request,
        patient,
        PhonedForm,
        name="phoned",
        initial={
            "said": MISSED if daily else INTOXICATED,
            "from_on": on,
            "to_on": on,
            "pharmacy": _pharmacy(patient, on) or request.session.get(LAST_PHARMACY, ""),
        },
        running=daily,
        on=on,
        ask_after=configuration.in_force(patient.service_id, "prescribing", on).values.get(
            "missed_ask_after", ASK_MISSED_AFTER
        ),
    )
    made: list[Written] = []

    def act(**typed: Any) -> None:
        made.append(record_call(patient=patient, on=on, by=request.access.user, **typed))

    if page.save(act):
        request.session[LAST_PHARMACY] = page.form.cleaned_data["pharmacy"]
        return page.done(*_what_it_became(made[0]))
    return person_page(
        request,
        patient,
        "prescribing/phoned_about.html",
        tab="prescription",
        **page.context,
    )


def _what_it_became(written: Written) -> tuple[str, str]:
    """What to say, and the page to go to."""
    if written.missed is None:
        assert written.task is not None
        when = "today" if written.task.is_red else "on the list of what is to do"
        return f"Written down. A prescriber sees it {when}.", "patients:tasks"
    days = count(written.missed.days, "missed dose")
    if not written.missed.needs_decision:
        return f"Written down: {days}. Ask why, when you see them.", "prescribing:prescription"
    without = days_without_dose(written.missed)
    closed = f", {without} days without a dose with those closed" * (without > written.missed.days)
    return (
        f"Written down: {days} in a row{closed}. A prescriber decides before the next dose. It"
        " stands on every page of theirs until then.",
        "prescribing:prescription",
    )


def _pharmacy(patient: Patient, on: date) -> str:
    """Where they collect, as the last script or else the prescription says."""
    script = (
        Script.objects.current()
        .filter(patient=patient, from_on__lte=on)
        .exclude(pharmacy="")
        .order_by("-from_on")
        .first()
    )
    if script is not None:
        return script.pharmacy
    last = (
        Prescription.objects.filter(patient=patient)
        .exclude(pharmacy="")
        .order_by("-started_on")
        .first()
    )
    return last.pharmacy if last else ""
