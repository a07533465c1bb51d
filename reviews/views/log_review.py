"""Log a review: one form for an appointment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from patients import drafts, saved_before
from patients.gate import PatientRequest, patient_page
from patients.models import Draft, Patient
from reviews import actions, benefit_page
from reviews.credits import CreditDecision, Readiness, credits_for
from reviews.drafts_in_forms import initial_from_draft, was_kept
from reviews.models import Review
from reviews.questions import QUESTION_WORDS, Question
from reviews.recorded_since import known_reviews, recorded_since
from reviews.review_form import LogReviewForm
from reviews.review_types import ReviewType
from reviews.saved_first import as_typed, beside, kept_from, recorded, who_first
from reviews.sheet import Sheet, last_answers, read, reviewer_role
from reviews.top_items import DAYS_FIELDS
from rodt.versions import StaleSave
from rodt.words import count, nhs_datetime, nhs_time

_ANCHORS = {
    Question.GOALS: "#goals",
    Question.TOP: "#top",
    Question.PROBLEM_DRUG_USE: "#question_problem_drug_use",
    Question.RECOVERY_CAPITAL: "#capital",
    Question.NEXT_REVIEW_ON: "#question_next_review_on",
    Question.OPTIONS_DISCUSSED: "#question_options",
    Question.PREFERENCE: "#question_preference",
    Question.BENEFIT_GRID: "#grid",
    Question.PATIENT_VIEW: "#strategic",
    Question.CONCLUSION: "#question_conclusion",
    Question.WITHOUT_IT: "#strategic",
}
_STATES = {Readiness.READY: "ready", Readiness.HALF: "half", Readiness.MISSING: "missing"}


@patient_page(Permission.LOG_REVIEW)
def log_review(request: PatientRequest, patient: Patient) -> HttpResponse:
    draft = drafts.find(patient=patient, form=actions.LOG_FORM, by=request.access.user)
    sheet = _sheet(request, patient, draft)
    if sheet is None:
        messages.info(request, "There is no open episode to hold a review in. Re-open it first.")
        return redirect("reviews:case", patient.pk)
    form = _form(request, sheet, draft)
    if request.method == "POST":
        if was_kept(request, patient, actions.LOG_FORM):
            return redirect("reviews:case", patient.pk)
        if since := _since(request, patient, sheet):
            return _came_second(request, sheet, draft, since)
        if form.is_valid() and saved_before.said_otherwise(request):
            saved_before.ask_again(form)
        elif form.is_valid():
            page = benefit_page.read(patient, sheet.on) if form.has_strategic_part else None
            try:
                review = actions.log_review(
                    patient=patient,
                    by=request.access.user,
                    role=sheet.role,
                    logged=form.logged(page.suggestion(form.ratings).conclusion if page else ""),
                    schedule=sheet.schedule,
                    prescription=page.course.latest if page else None,
                    entry_id=form.cleaned_data["entry_id"],
                    known=form.cleaned_data["known_reviews"],
                    read_today=sheet.facts,
                )
            except StaleSave:
                sheet = replace(sheet, known_reviews=known_reviews(patient))
                return _came_second(request, sheet, draft, _since(request, patient, sheet))
            saved_before.remember(request)
            messages.success(request, _said(review))
            return redirect("reviews:case", patient.pk)
    return render(request, "reviews/log.html", _context(request, sheet, form, draft))


def _since(request: PatientRequest, patient: Patient, sheet: Sheet) -> list[Review]:
    """What was recorded since this form was opened; nothing where it was this very form."""
    known, entry = request.POST.get("known_reviews", ""), request.POST.get("entry_id", "")
    if not known.isdecimal() or int(known) >= (sheet.known_reviews or 0):
        return []
    ids = Review.objects.filter(patient=patient).values_list("id", flat=True)
    return [] if entry in map(str, ids) else recorded_since(patient, int(known))


def _came_second(
    request: PatientRequest, sheet: Sheet, draft: Draft | None, since: list[Review]
) -> HttpResponse:
    """What a colleague recorded meanwhile, beside what was typed here. Saving again confirms."""
    before = last_answers(sheet.patient, sheet.on, but_for=since)
    known = known_reviews(sheet.patient)
    form = LogReviewForm(as_typed(request.POST, before, DAYS_FIELDS, known), sheet=sheet)
    form.is_valid()
    found = recorded(sheet.patient, since)
    context = _context(request, sheet, form, draft) | {
        "saved_first": found,
        "who_first": who_first(found),
        "beside": beside(sheet.patient, since[0], form),
        "form_has_errors": True,
    }
    return render(request, "reviews/log.html", context)


@require_POST
@patient_page(Permission.LOG_REVIEW)
def credits(request: PatientRequest, patient: Patient) -> HttpResponse:
    """What a save would credit now: the side summary, asked again while the form is filled in."""
    sheet = _sheet(request, patient, None)
    if sheet is None:
        return HttpResponse(status=204)
    form = LogReviewForm(request.POST, sheet=sheet)
    form.is_valid()
    return render(request, "components/credit_summary.html", {"credits": _credits(form, sheet)})


def _sheet(request: PatientRequest, patient: Patient, draft: Draft | None) -> Sheet | None:
    also = [t for t in ReviewType if t.value in request.GET.get("also", "").split(",")]
    typed: Mapping[str, Sequence[str]] = dict(request.POST.lists())
    if request.method != "POST":
        typed = (drafts.typed_in(draft) if draft else None) or {}
    return read(
        patient=patient,
        role=reviewer_role(request.access),
        on=localdate(),
        also=also,
        kept=kept_from(typed),
    )


def _form(request: PatientRequest, sheet: Sheet, draft: Draft | None) -> LogReviewForm:
    """As posted; or as the draft left it; or new."""
    if request.method == "POST":
        return LogReviewForm(request.POST, sheet=sheet)
    form = LogReviewForm(sheet=sheet)
    form.initial = {**form.initial, **initial_from_draft(form, draft)}
    return form


def _context(
    request: PatientRequest, sheet: Sheet, form: LogReviewForm, draft: Draft | None
) -> dict[str, Any]:
    return {
        "patient": sheet.patient,
        "form": form,
        "heading": _heading(sheet),
        "credits": _credits(form, sheet),
        "draft": draft,
        "draft_words": f"Draft saved {nhs_datetime(localtime(draft.saved_at))}." if draft else "",
        "also": request.GET.get("also", ""),
        "may_add_strategic": _may_add(sheet, ReviewType.STRATEGIC),
        **_evidence(form, sheet),
    }


def _may_add(sheet: Sheet, kind: ReviewType) -> bool:
    return kind not in sheet.types and sheet.facts.on_ost(sheet.on)


def _evidence(form: LogReviewForm, sheet: Sheet) -> dict[str, Any]:
    """The domains with what the record says of each, beside the rating that is asked for."""
    page = benefit_page.read(sheet.patient, sheet.on) if sheet.has_strategic else None
    if page is None:
        return {}
    return {
        "benefit": page,
        "suggestion": page.suggestion(form.ratings),
        "groups": [
            {
                "title": group.title,
                "note": group.note,
                "rows": [
                    {
                        "row": row,
                        "rating": form.rating_of(row.domain),
                        "rated": page.rated_words(row.domain.key),
                    }
                    for row in group.rows
                ],
            }
            for group in page.groups
        ],
    }


def _heading(sheet: Sheet) -> str:
    milestone = next((item for item in sheet.dues if item.milestone), None)
    return milestone.title if milestone else sheet.dues[0].title if sheet.dues else "Log a review"


def _credits(form: LogReviewForm, sheet: Sheet) -> list[dict[str, Any]]:
    if not hasattr(form, "cleaned_data"):
        form.cleaned_data = {}
    given = form.logged().given(frozenset({sheet.role.value}))
    titles = {(item.type, item.milestone): item.title for item in sheet.dues}
    return [
        {
            "state": _STATES[decision.readiness],
            "name": titles[decision.type, decision.milestone],
            "words": _words(decision),
            "missing": _missing(decision.missing),
            "tail": f". Then it waits for the {decision.awaits}." if decision.awaits else "",
        }
        for decision in credits_for(given, sheet.schedule)
    ]


def _words(decision: CreditDecision) -> str:
    if not decision.missing:
        return decision.why
    return f"{count(len(decision.missing), 'answer')} not asked yet:"


def _missing(questions: Iterable[Question]) -> list[dict[str, str]]:
    return [
        {
            "text": QUESTION_WORDS[question],
            "href": _ANCHORS.get(question, f"#question_{question.value}"),
        }
        for question in questions
    ]


def _said(review: Any) -> str:
    """What the save did, in a sentence, from what is now on record."""
    credits = list(review.credits.current())
    credited = sum(one.is_valid for one in credits)
    waiting = sum(bool(one.awaits) for one in credits)
    said = f"Review saved at {nhs_time(localtime(review.recorded_at))}. "
    said += f"It counts for {count(credited, 'review')}." if credited else "It restarts no clock."
    waits = "waits" if waiting == 1 else "wait"
    said += f" {count(waiting, 'review')} {waits} for a second signature." if waiting else ""
    lacking = [one.why for one in credits if one.type == ReviewType.STRATEGIC and not one.is_valid]
    return f"{said} The strategic review does not count yet. {lacking[0]}" if lacking else said
