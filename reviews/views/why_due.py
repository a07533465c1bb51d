"""Why a review is due: the rule, its version and the dates it used; and all the rules at once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, member_page
from accounts.roles import Permission
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from reviews import facts_reader, schedules
from reviews.due_words import chip_of
from reviews.schedule import due
from reviews.schedule_words import (
    event_words,
    judged_words,
    order_rows,
    rule_row,
    rule_rows,
    state_rows,
    version_words,
)


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def why_due(request: PatientRequest, patient: Patient) -> HttpResponse:
    on = timezone.localdate()
    schedule = schedules.in_force(patient.service_id, on)
    facts = facts_reader.read(on=on, patient_ids=[patient.pk]).get(patient.pk)
    dues = due(facts, on, schedule) if facts else ()
    applies = sorted((one for one in dues if one.due_on), key=lambda one: one.due_on or on)
    context = {
        "patient": patient,
        "on": on,
        "rows": [
            {
                "due": one,
                "chip": chip_of(one),
                "rule": rule_row(one.type, schedule),
                "judged": judged_words(one.type, facts, schedule) if facts else "",
            }
            for one in applies
        ],
        "not_applicable": [one for one in dues if not one.due_on],
        "facts": facts,
        "version": version_words(schedule),
    }
    return render(request, "reviews/why_due.html", context)


@require_safe
@member_page
def how_due(request: StaffRequest) -> HttpResponse:
    schedule = schedules.in_force(request.access.service.id, timezone.localdate())
    context = {
        "schedule": schedule,
        "version": version_words(schedule),
        "rules": rule_rows(schedule),
        "states": state_rows(schedule),
        "order": order_rows(schedule),
        "events": event_words(),
    }
    return render(request, "reviews/how_due.html", context)
