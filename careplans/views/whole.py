"""The plan as a whole: where it moves, whether the person agrees, who stands by them, and how it
stood on two days."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from careplans import agreement, compare, plan_actions, trail_of_plan
from careplans.models import CarePlan, Supporter
from careplans.plan_forms import (
    AgreementForm,
    EndSupporterForm,
    MoveForm,
    SupporterForm,
)
from careplans.sheet import plan_of
from careplans.views.plan import PAGE, READ_AND_WRITE
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def move(request: StaffRequest, patient: Patient) -> HttpResponse:
    on, by = localdate(), request.access.user
    episode = patient.episodes.open_on(on).first()
    held = CarePlan.objects.filter(episode=episode).first() if episode else None
    initial: dict[str, Any] = {"on": on}
    if held:
        moves = held.moves.current()
        initial["phase"], initial["layer"] = trail_of_plan.place_now(held, moves)
    page = PersonForm(request, patient, MoveForm, name="plan_move", initial=initial, on=on)
    if episode and page.save(plan_actions.move_plan, episode=episode, by=by):
        return page.done("The plan moved. Where it was before stays on its trail.", PAGE)
    return _form(request, patient, page, MOVE, episode)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def agree(request: StaffRequest, patient: Patient) -> HttpResponse:
    on, by = localdate(), request.access.user
    episode = patient.episodes.open_on(on).first()
    page = PersonForm(
        request, patient, AgreementForm, name="plan_agreement", initial={"on": on}, on=on
    )
    if episode and page.save(plan_actions.record_agreement, episode=episode, by=by):
        return page.done("Saved. What they said before stays.", PAGE)
    return _form(request, patient, page, AGREE, episode)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def add_supporter(request: StaffRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    page = PersonForm(request, patient, SupporterForm, name="supporter", initial={"on": on}, on=on)
    if page.save(plan_actions.add_supporter, patient=patient, by=request.access.user):
        return page.done("Saved.", PAGE)
    return _form(request, patient, page, ADD_SUPPORTER, True)


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def end_supporter(request: StaffRequest, patient: Patient, supporter_id: UUID) -> HttpResponse:
    on = localdate()
    found = Supporter.objects.current().filter(patient=patient, pk=supporter_id).first()
    if found is None or found.no_longer_on:
        raise Http404("There is no such supporter.")
    page = PersonForm(
        request,
        patient,
        EndSupporterForm,
        name=f"supporter-{found.pk.hex[-12:]}",
        initial={"on": on},
        on=on,
    )
    if page.save(plan_actions.end_supporter, supporter=found, by=request.access.user):
        return page.done("Saved. What was agreed before stays readable.", PAGE)
    words = {**END_SUPPORTER, "title": f"{found.name}: no longer so"}
    return _form(request, patient, page, words, True)


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def versions(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Two days side by side: the last change against how the plan began, unless others are asked
    for."""
    plan = plan_of(patient)
    context: dict[str, Any] = {"plan": plan}
    if plan:
        known = compare.read(plan)
        days = compare.days(known)
        before_on = _day(request, "before", days[-1])
        after_on = _day(request, "after", days[0])
        lines = compare.side_by_side(known, before_on, after_on)
        context |= {
            "days": days,
            "before_on": before_on,
            "after_on": after_on,
            "lines": lines,
            "changed": sum(line.is_changed for line in lines),
        }
    return person_page(request, patient, "careplans/versions.html", tab="care_plan", **context)


@require_safe
@staff_page(Permission.VIEW_TEAM)
def agreements(request: StaffRequest) -> HttpResponse:
    """How many people agree with their plan. A count: it names nobody."""
    on = localdate()
    counted = agreement.counted(request.access.service.pk, on)
    return render(request, "careplans/agreements.html", {"on": on, "counted": counted})


def _day(request: StaffRequest, name: str, otherwise: date) -> date:
    try:
        return parse_date(request.GET.get(name, "")) or otherwise
    except ValueError:
        return otherwise


MOVE = {
    "title": "Move the plan",
    "opening": "People move both ways. More support is an answer to a hard time, not a mark.",
    "submit": "Save the move",
}
AGREE = {
    "title": "Do they agree with the plan?",
    "opening": "Agreeing and not agreeing are both kept, with the day and their words.",
    "submit": "Save in their words",
}
ADD_SUPPORTER = {
    "title": "Add a supporter or carer",
    "opening": "Somebody who stands by them, and what they may know. The person decides.",
    "submit": "Save",
}
END_SUPPORTER = {
    "opening": "Consent can be taken back at any time. What was agreed before stays readable.",
    "submit": "Save",
}


def _form(
    request: StaffRequest, patient: Patient, page: PersonForm, words: dict[str, str], episode: Any
) -> HttpResponse:
    return person_page(
        request,
        patient,
        "careplans/one_form.html",
        tab="care_plan",
        episode=episode,
        **words,
        **page.context,
    )
