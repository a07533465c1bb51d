"""Correcting a review: what was saved stays readable beside what now stands."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.roles import Permission
from patients import entries
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from reviews import schedules
from reviews.amend_actions import amend_review
from reviews.correct_form import CorrectReviewForm, as_saved
from reviews.models import Signature
from rodt.versions import StaleSave


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.LOG_REVIEW)
def correct_review(request: PatientRequest, patient: Patient, review_id: UUID) -> HttpResponse:
    review = entries.find(patient, "review", review_id)
    if review is None or review.is_withdrawn:
        raise Http404("There is no such review.")
    on, by = localdate(), request.access.user
    page = PersonForm(
        request,
        patient,
        CorrectReviewForm,
        name=f"correct-{review.pk.hex[-12:]}",
        initial=as_saved(review),
        review=review,
        on=on,
    )
    form: Any = page.form
    kept = []

    def act(*, corrects: UUID, amend_reason: str, is_withdrawn: bool, **typed: Any) -> None:
        if corrects != review.pk:
            raise StaleSave(review)
        said = {"is_withdrawn": True} if is_withdrawn else form.changes()
        kept.append(
            amend_review(
                review=review,
                by=by,
                reason=amend_reason,
                on=on,
                schedule=schedules.in_force(patient.service_id, on),
                **said,
            )
        )

    if page.save(act):
        if kept[0].is_withdrawn:
            return page.done("Taken back. What it said stays on record.", "reviews:list")
        return page.done(_said(kept[0]), "reviews:review", kept[0].pk)
    if page.stale:  # the next save is on top of what is shown now
        form.data["corrects"] = str(review.pk)
    return person_page(
        request,
        patient,
        "reviews/correct.html",
        tab="reviews",
        review=review,
        signers=_others_who_signed(review, by),
        **page.context,
    )


def _said(review: Any) -> str:
    waits = review.credits.current().exclude(awaits="").values_list("awaits", flat=True)
    roles = sorted(set(waits))
    if not roles:
        return "Corrected. What it said before stays."
    return f"Corrected. It waits for the {roles[0]}’s signature until it counts."


def _others_who_signed(review: Any, by: Any) -> list[str]:
    """Whose signature a correction of the text asks for again."""
    rows = Signature.objects.filter(review=review).exclude(staff=by).select_related("staff")
    return [row.staff.full_name for row in rows.order_by("recorded_at", "id") if row.staff]
