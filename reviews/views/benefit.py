"""Is this prescription still doing them good? The page, and one signer's part of the review."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from accounts.roles import Permission
from patients import drafts, saved_before
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from reviews import facts_reader, schedules, strategic_actions
from reviews.benefit_page import BenefitPage, read
from reviews.course_page import course_page
from reviews.drafts_in_forms import initial_from_draft, was_kept
from reviews.models import Conclusion, Review, Signature, StrategicReview
from reviews.recorded_since import known_reviews, recorded_since
from reviews.review_types import ReviewType
from reviews.saved_first import beside_part, recorded, who_first
from reviews.schedule import next_review_latest_on
from reviews.sheet import reviewer_role
from reviews.strategic_form import StrategicForm, initial_from, plan_initial
from reviews.written_with import options_of, plan_of
from rodt.versions import StaleSave
from rodt.words import nhs_date


@patient_page(Permission.VIEW_BENEFIT)
def benefit(request: PatientRequest, patient: Patient) -> HttpResponse:
    page = read(patient, localdate())
    if page is None:
        return _nothing_yet(request, patient)
    return render(
        request,
        "reviews/benefit.html",
        _context(request, patient, page, None, asked=request.GET.dict()),
    )


@patient_page(Permission.LOG_REVIEW)
def strategic(request: PatientRequest, patient: Patient) -> HttpResponse:
    """Record one's part and sign: the first opens the review, the second completes it."""
    on, user, role = localdate(), request.access.user, reviewer_role(request.access)
    waiting = strategic_actions.waiting_for(patient, role, user)
    page = read(patient, on, but_for=waiting)
    facts = facts_reader.read(on=on, patient_ids=[patient.pk]).get(patient.pk)
    if page is None or facts is None:
        return _nothing_yet(request, patient)
    schedule = schedules.in_force(patient.service_id, on)
    latest = {
        key: next_review_latest_on(ReviewType.STRATEGIC, on, facts, schedule, conclusion=key)
        for key in ("", *Conclusion.values)
    }
    form = _form(
        request,
        patient,
        waiting,
        on=on,
        latest=latest,
        is_joining=waiting is not None,
        began_on=waiting.held_on if waiting else None,
    )
    if request.method == "POST":
        if was_kept(request, patient, strategic_actions.FORM):
            return redirect("reviews:benefit", patient.pk)
        if since := _since(request, patient, waiting):
            return _came_second(request, patient, page, since, on=on, latest=latest)
        if form.is_valid() and saved_before.said_otherwise(request):
            saved_before.ask_again(form)
        elif form.is_valid():
            try:
                review = strategic_actions.record_strategic(
                    patient=patient,
                    by=user,
                    role=role,
                    held_on=form.cleaned_data.get("held_on") or on,
                    seen=form.cleaned_data.get("seen") or "",
                    part=form.part(page.suggestion(form.ratings).conclusion),
                    schedule=schedule,
                    on=on,
                    next_review_on=form.cleaned_data.get("next_review_on"),
                    preference=form.cleaned_data["preference"],
                    prescription=page.course.latest,
                    entry_id=form.cleaned_data["entry_id"],
                    known=form.cleaned_data["known_reviews"],
                    joins=form.cleaned_data["joins"],
                )
            except StaleSave as stale:
                since = recorded_since(patient, form.cleaned_data["known_reviews"])
                since = since or [cast(Review, stale.row)]
                return _came_second(request, patient, page, since, on=on, latest=latest)
            saved_before.remember(request)
            messages.success(request, _said(review))
            return redirect("reviews:benefit", patient.pk)
    context = _context(request, patient, page, form, waiting) | {
        "role": role,
        "signatures": _signatures(page.signatures if waiting else ()),
    }
    return render(request, "reviews/strategic.html", context)


def _since(request: PatientRequest, patient: Patient, waiting: Review | None) -> list[Review]:
    """What was recorded since this form was opened; nothing where it was this very form."""
    known = request.POST.get("known_reviews", "")
    entry, joins = request.POST.get("entry_id", ""), request.POST.get("joins", "")
    parts = StrategicReview.objects.filter(patient=patient).values_list("id", flat=True)
    mine = Signature.objects.filter(patient=patient, staff=request.access.user)
    if entry in map(str, parts) or joins in map(str, mine.values_list("review_id", flat=True)):
        return []
    since = recorded_since(patient, int(known)) if known.isdecimal() else []
    is_joined = joins and (waiting is None or str(waiting.pk) != joins)
    if is_joined and not since:
        since = [review for review in _reviews(patient) if str(review.pk) == joins]
    return since


def _reviews(patient: Patient) -> QuerySet[Review]:
    return Review.objects.filter(patient=patient).select_related("held_by", "recorded_by")


def _came_second(
    request: PatientRequest,
    patient: Patient,
    page: BenefitPage,
    since: list[Review],
    **kwargs: Any,
) -> HttpResponse:
    """What a colleague recorded meanwhile, beside what was typed here. Saving again confirms, and
    joins the review that now waits for this signature, where one does."""
    role, by = reviewer_role(request.access), request.access.user
    waiting = strategic_actions.waiting_for(patient, role, by)
    data = request.POST.copy()
    data["known_reviews"] = str(known_reviews(patient))
    data["joins"] = str(waiting.pk) if waiting else ""
    everything = StrategicForm(data, is_joining=False, **kwargs)
    everything.is_valid()
    began_on = waiting.held_on if waiting else None
    form = StrategicForm(data, is_joining=waiting is not None, began_on=began_on, **kwargs)
    theirs = waiting or since[0]
    part = StrategicReview.objects.current().filter(review=theirs).first()
    found = recorded(patient, since)
    context = _context(request, patient, page, form, waiting) | {
        "role": role,
        "signatures": _signatures(page.signatures if waiting else ()),
        "saved_first": found,
        "who_first": who_first(found),
        "beside": beside_part(theirs, part, everything) if part else [],
        "form_has_errors": True,
    }
    return render(request, "reviews/strategic.html", context)


def _form(
    request: PatientRequest, patient: Patient, waiting: Review | None, **kwargs: Any
) -> StrategicForm:
    if request.method == "POST":
        return StrategicForm(request.POST, **kwargs)
    initial: dict[str, Any] = {
        "held_on": kwargs["on"],
        "known_reviews": known_reviews(patient),
        "joins": waiting.pk if waiting else None,
    }
    part = StrategicReview.objects.current().filter(review=waiting).first() if waiting else None
    if waiting and part:
        initial |= initial_from(part) | plan_initial(plan_of(waiting), options_of(waiting))
    form = StrategicForm(initial=initial, **kwargs)
    draft = drafts.find(patient=patient, form=strategic_actions.FORM, by=request.access.user)
    form.initial = {**form.initial, **initial_from_draft(form, draft)}
    return form


def _context(
    request: PatientRequest,
    patient: Patient,
    page: BenefitPage,
    form: StrategicForm | None,
    waiting: Review | None = None,
    *,
    asked: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """`asked`: the period that the picture shows; None beside a form."""
    on = localdate()
    return {
        "patient": patient,
        "on": on,
        "page": page,
        "form": form,
        "waiting": waiting,
        "tab": "benefit",
        "course": course_page(page.course, on, asked),
        "groups": [
            {
                "title": group.title,
                "note": group.note,
                "rows": [
                    {
                        "row": row,
                        "rating": form.rating_of(row.domain) if form else None,
                        "rated": page.rated_words(row.domain.key),
                    }
                    for row in group.rows
                ],
            }
            for group in page.groups
        ],
        "signatures": _signatures(page.signatures),
        "begun": strategic_actions.begun(patient),
        "suggestion": page.suggestion(form.ratings if form else None),
        "may_record": request.access.may(Permission.LOG_REVIEW),
    }


def _signatures(given: Iterable[Signature]) -> list[dict[str, str]]:
    """Who signed a strategic review, and who is still to sign it."""
    signed = {signature.role: signature for signature in given}
    found = []
    for role in strategic_actions.SIGNERS:
        signature = signed.get(role.value)
        found.append(
            {
                "name": str(signature.staff or "Not named") if signature else "Nobody yet",
                "role": role.value.capitalize(),
                "state": "signed" if signature else "awaiting",
                "when": nhs_date(signature.signed_on) if signature else "",
            }
        )
    return found


def _nothing_yet(request: PatientRequest, patient: Patient) -> HttpResponse:
    messages.info(request, "No treatment is recorded here yet, so there is no benefit to look at.")
    return redirect("reviews:case", patient.pk)


def _said(review: Review) -> str:
    credit = review.credits.current().filter(type=ReviewType.STRATEGIC).first()
    if credit and credit.is_valid:
        return "Strategic review signed by two people. It counts from the day it was held."
    return f"Your part is saved and signed. It does not count yet. {credit.why if credit else ''}"
