"""Colleagues read the plans of a run's sample: the list, and reading one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import reading_actions, reading_page
from audits.models import Audit, SampledPlan
from audits.reading_form import ReadingForm
from audits.sampling import KEPT_AS, checklist_of, is_closed, keyworkers_of, why_not
from audits.views.report import own_audit
from careplans import plan_copy
from careplans.copy_words import ENGLISH
from careplans.sheet import read
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from rodt.words import people


@require_safe
@staff_page(Permission.READ_PLANS)
def plans(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    """Names those whom this member of staff sees anyway; what others answered is not shown."""
    audit = _with_plans(request, audit_id)
    drawn = audit.sampled_plans.values_list("patient_id", flat=True)
    seen = Patient.objects.visible_to(request.access).filter(pk__in=drawn)
    page = reading_page.page(audit, request.access.user.pk, set(seen.values_list("pk", flat=True)))
    trail.record(
        "opened the plans to read",
        by=request.access.user,
        service_id=audit.service_id,
        about=f"run {audit.number}",
        people=len(page.rows),
    )
    checklist = checklist_of(audit)
    context = {
        "audit": audit,
        "page": page,
        "checklist": checklist,
        "seed": audit.configuration[KEPT_AS]["seed"],
        "may_report": request.access.may(Permission.VIEW_AUDIT),
        "may_ask": request.access.may(Permission.RUN_AUDIT)
        and page.done < page.total
        and not page.is_closed,
    }
    return render(request, "audits/plans.html", context)


@require_POST
@staff_page(Permission.RUN_AUDIT)
def ask_readers(request: StaffRequest, audit_id: UUID) -> HttpResponse:
    audit = _with_plans(request, audit_id)
    asked = reading_actions.ask_readers(audit=audit, by=request.access.user)
    messages.success(request, f"{people(asked)} will find it on their next page.")
    return redirect("audits:plans", audit.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.READ_PLANS)
def read_plan(request: StaffRequest, patient: Patient, sampled_id: UUID) -> HttpResponse:
    """The plan as the person has it, beside the questions; a sentence to whoever may not answer."""
    sampled = get_object_or_404(
        SampledPlan.objects.select_related("audit"), pk=sampled_id, patient=patient
    )
    keyworkers = keyworkers_of([patient.pk])[patient.pk]
    not_theirs = why_not(
        sampled, request.access.user.pk, keyworkers, closed=is_closed(sampled.audit)
    )
    if not_theirs:
        return person_page(
            request,
            patient,
            "audits/not_theirs_to_read.html",
            tab="care_plan",
            audit=sampled.audit,
            sentence=not_theirs.sentence,
        )
    sheet = read(patient, localdate())
    checklist = checklist_of(sampled.audit)
    page = PersonForm(
        request,
        patient,
        ReadingForm,
        name=f"reading-{sampled.pk.hex[-12:]}",
        checklist=checklist,
    )
    if page.save(reading_actions.read_plan, sampled=sampled, by=request.access.user):
        page.say("Saved. Nobody sees what you answered before the other reader has.")
        return redirect("audits:plans", sampled.audit_id)
    return person_page(
        request,
        patient,
        "audits/read_plan.html",
        tab="care_plan",
        audit=sampled.audit,
        checklist=checklist,
        copy=plan_copy.make(patient, sheet, ENGLISH, localdate()) if sheet.plan else None,
        **page.context,
    )


def _with_plans(request: StaffRequest, audit_id: UUID) -> Audit:
    audit = own_audit(request, audit_id)
    if audit.state != Audit.State.READY or KEPT_AS not in audit.configuration:
        raise Http404("No plans were drawn for this run.")
    return audit
