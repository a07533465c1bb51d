"""Goals in the person's own words, and how they stand."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from accounts.gate import StaffRequest
from accounts.roles import Permission
from careplans import actions, goal_contacts, goal_wordings
from careplans.forms import GoalForm, ProgressForm
from careplans.models import Goal, GoalContact
from careplans.sheet import goal_row, goals_of, read
from careplans.views.plan import PAGE, READ_AND_WRITE
from patients.gate import patient_page
from patients.models import Contact, Patient
from patients.person_page import PersonForm, person_page


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def add_goal(request: StaffRequest, patient: Patient) -> HttpResponse:
    on, by = localdate(), request.access.user
    episode = patient.episodes.open_on(on).first()
    page = PersonForm(request, patient, GoalForm, name="goal", initial={"opened_on": on}, on=on)
    if episode and page.save(actions.add_first_or_next_goal, episode=episode, on=on, by=by):
        return page.done("Goal added.", PAGE)
    return person_page(
        request,
        patient,
        "careplans/add_goal.html",
        tab="care_plan",
        sheet=read(patient, on),
        episode=episode,
        **page.context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.EDIT_CARE_PLAN)
def goal(request: StaffRequest, patient: Patient, goal_id: UUID) -> HttpResponse:
    on = localdate()
    found: Goal | None = goals_of(patient).filter(pk=goal_id).first()
    if found is None:
        raise Http404("There is no such goal.")
    row = goal_row(found, on)
    page = PersonForm(
        request,
        patient,
        ProgressForm,
        name=f"goal-{goal_id.hex[-12:]}",
        initial=_initial(found, row.last, on),
        on=on,
    )
    if page.save(actions.record_progress, goal=found, by=request.access.user):
        return page.done("Progress saved.", PAGE)
    tied = goal_contacts.tied_to(found)
    return person_page(
        request,
        patient,
        "careplans/goal.html",
        tab="care_plan",
        row=row,
        corrected=goal_wordings.last_correction(found),
        tied=tied,
        to_offer=goal_contacts.to_offer(found, tied),
        **page.context,
    )


@require_POST
@patient_page(Permission.EDIT_CARE_PLAN)
def tie_contact(request: StaffRequest, patient: Patient, goal_id: UUID) -> HttpResponse:
    """A contact that is on record was about this goal."""
    found = _goal(patient, goal_id)
    contact = _chosen(Contact, patient, request.POST.get("contact", ""))
    if contact is None:
        messages.warning(request, "Nothing is lost. Choose the contact that was about this goal.")
    else:
        goal_contacts.tie(goal=found, contact=contact, by=request.access.user)
        messages.success(request, "The contact stands with this goal.")
    return redirect("careplans:goal", patient.pk, found.pk)


@require_POST
@patient_page(Permission.EDIT_CARE_PLAN)
def untie_contact(request: StaffRequest, patient: Patient, goal_id: UUID) -> HttpResponse:
    found = _goal(patient, goal_id)
    tied = _chosen(GoalContact, patient, request.POST.get("tie", ""))
    if tied is None or tied.goal_id != found.pk:
        messages.warning(request, "Somebody has already said so. The contact itself stays.")
    else:
        goal_contacts.untie(tied=tied, by=request.access.user)
        messages.success(request, "Taken off this goal. The contact itself stays.")
    return redirect("careplans:goal", patient.pk, found.pk)


def _goal(patient: Patient, goal_id: UUID) -> Goal:
    found = Goal.objects.filter(patient=patient, pk=goal_id).select_related("patient").first()
    if found is None:
        raise Http404("There is no such goal.")
    return found


def _chosen(model: Any, patient: Patient, typed: str) -> Any:
    """The standing row of this person with this id; None for anything else."""
    try:
        wanted = UUID(typed)
    except ValueError:
        return None
    return model.objects.current().filter(patient=patient, pk=wanted).first()


def _initial(found: Goal, last: Any, on: date) -> dict[str, Any]:
    """The agreed step comes along; how the goal stands is asked anew."""
    step = {}
    if last is not None:
        names = ("next_step", "next_step_by", "next_step_on")
        step = {name: getattr(last, name) for name in names}
    return {"on": on, "version": found.version} | step
