"""Correcting a goal's words, or how it stood: what was written before stays readable."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest
from accounts.roles import Permission
from careplans import correct_actions, goal_wordings
from careplans.correct_forms import CorrectGoalForm, CorrectProgressForm
from careplans.models import Goal
from careplans.views.plan import READ_AND_WRITE
from patients import entries
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from patients.stale import differences_from
from rodt.versions import StaleSave

GOAL_PAGE = "careplans:goal"
SAVED = "Corrected. What it said before stays."


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def correct_goal(request: StaffRequest, patient: Patient, goal_id: UUID) -> HttpResponse:
    goal = Goal.objects.filter(patient=patient, pk=goal_id).first()
    if goal is None:
        raise Http404("There is no such goal.")
    saved = {name: getattr(goal, name) for name in ("words", "tags", "substance", "version")}
    page = PersonForm(
        request, patient, CorrectGoalForm, name=f"correct-{goal.pk.hex[-12:]}", initial=saved
    )
    if page.save(correct_actions.correct_goal, goal=goal, by=request.access.user):
        return page.done(SAVED, GOAL_PAGE, goal.pk)
    return person_page(
        request,
        patient,
        "careplans/correct.html",
        tab="care_plan",
        goal=goal,
        title="Correct this goal",
        wordings=goal_wordings.wordings(goal),
        both=differences_from(page.form, saved) if page.stale else [],
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def correct_progress(request: StaffRequest, patient: Patient, progress_id: UUID) -> HttpResponse:
    found = entries.find(patient, "goalprogress", progress_id)
    if found is None or found.is_withdrawn:
        raise Http404("There is no such entry.")
    names = ("on", "state", "next_step", "next_step_by", "next_step_on")
    saved = {name: getattr(found, name) for name in names} | {"corrects": found.pk}
    page = PersonForm(
        request,
        patient,
        CorrectProgressForm,
        name=f"correct-{found.pk.hex[-12:]}",
        initial=saved,
        on=localdate(),
    )

    def act(*, corrects: UUID | None, **typed: Any) -> None:
        if corrects != found.pk:
            raise StaleSave(found)
        correct_actions.correct_progress(progress=found, by=request.access.user, **typed)

    if page.save(act):
        return page.done(SAVED, GOAL_PAGE, found.goal_id)
    if page.stale:  # the next save is on top of what is shown now
        data: Any = page.form.data
        data["corrects"] = str(found.pk)
    return person_page(
        request,
        patient,
        "careplans/correct.html",
        tab="care_plan",
        goal=found.goal,
        title="Correct how this goal stood",
        wordings=list(entries.wordings(found)),
        both=differences_from(page.form, saved) if page.stale else [],
        **page.context,
    )
