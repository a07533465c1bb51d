"""A plan to improve treatment: written after the review that asked for it, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.roles import Permission
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from reviews import plan_actions
from reviews.doubt import follow_up_by
from reviews.ladder import rung_lines
from reviews.models import Optimisation
from reviews.plan_form import PlanForm, PlanOutcomeForm
from rodt.versions import StaleSave

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.LOG_REVIEW)
def write_plan(request: PatientRequest, patient: Patient) -> HttpResponse:
    on = localdate()
    part = plan_actions.last_concluded(patient)
    page = PersonForm(
        request,
        patient,
        PlanForm,
        name="plan",
        on=on,
        asked_by=follow_up_by(part.review.held_on if part else on),
    )
    if page.save(plan_actions.write_plan, patient=patient, by=request.access.user, on=on):
        return page.done("The plan is saved. Its follow-up is on the list.", "reviews:benefit")
    return person_page(
        request,
        patient,
        "reviews/plan.html",
        tab="benefit",
        part=part,
        ladder=rung_lines(part.ladder) if part else (),
        **page.context,
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.LOG_REVIEW)
def plan_outcome(request: PatientRequest, patient: Patient) -> HttpResponse:
    """Of the newest plan. Whoever opened an older one is shown the newer first."""
    on, by = localdate(), request.access.user
    plan = Optimisation.objects.current().filter(patient=patient).order_by("-on").first()
    if plan is None:
        messages.info(request, "There is no plan to improve treatment yet. Write one here.")
        return redirect("reviews:write_plan", patient.pk)
    page = PersonForm(
        request, patient, PlanOutcomeForm, name="plan-outcome", initial={"corrects": plan.pk}
    )

    def act(*, corrects: UUID, **typed: Any) -> None:
        if corrects != plan.pk:
            raise StaleSave(plan)
        plan_actions.record_outcome(plan=plan, by=by, on=on, **typed)

    if page.save(act):
        return page.done("What came of the plan is saved.", "reviews:benefit")
    if page.stale:
        form: Any = page.form
        form.data = form.data.copy()
        form.data["corrects"] = str(plan.pk)
    return person_page(
        request, patient, "reviews/plan_outcome.html", tab="benefit", plan=plan, **page.context
    )
