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
from patients.stale import differences_from
from reviews import schedules
from reviews.amend_actions import amend_review
from reviews.correct_form import CorrectReviewForm, as_saved
from reviews.models import StrategicReview
from reviews.views.correct_strategic import correct_strategic
from reviews.views.corrected import corrected, others_who_signed
from rodt.versions import StaleSave


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.LOG_REVIEW)
def correct_review(request: PatientRequest, patient: Patient, review_id: UUID) -> HttpResponse:
    review = entries.find(patient, "review", review_id)
    if review is None or review.is_withdrawn:
        raise Http404("There is no such review.")
    part = StrategicReview.objects.current().filter(review=review).first()
    if part is not None:
        return correct_strategic(request, patient, review, part)
    on, by, saved = localdate(), request.access.user, as_saved(review)
    page = PersonForm(
        request,
        patient,
        CorrectReviewForm,
        name=f"correct-{review.pk.hex[-12:]}",
        initial=saved,
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
        return corrected(page, kept[0])
    if page.stale:  # the next save is on top of what is shown now
        form.data["corrects"] = str(review.pk)
    return person_page(
        request,
        patient,
        "reviews/correct.html",
        tab="reviews",
        review=review,
        both=differences_from(form, saved) if page.stale else [],
        signers=others_who_signed(review, by),
        **page.context,
    )
