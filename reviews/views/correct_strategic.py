"""Correcting a strategic review: the same page, with all that its form asked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate

from patients.gate import PatientRequest
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from patients.stale import differences_from
from reviews import schedules
from reviews.amend_strategic import amend_strategic, take_back_strategic
from reviews.correct_strategic_form import CorrectStrategicForm, as_saved
from reviews.models import Review, StrategicReview
from reviews.sheet import reviewer_role
from reviews.strategic_actions import waiting_for
from reviews.views.corrected import corrected, others_who_signed
from reviews.written_with import options_of, plan_of
from rodt.versions import StaleSave


def correct_strategic(
    request: PatientRequest, patient: Patient, review: Review, part: StrategicReview
) -> HttpResponse:
    """Called by the page that corrects any review, once it has let somebody in."""
    on, by = localdate(), request.access.user
    saved = as_saved(review, part, plan_of(review), options_of(review))
    page = PersonForm(
        request,
        patient,
        CorrectStrategicForm,
        name=f"correct-{review.pk.hex[-12:]}",
        initial=saved,
        review=review,
        part=part,
        on=on,
    )
    form: Any = page.form
    kept = []

    def act(*, corrects: UUID | None, amend_reason: str, is_withdrawn: bool, **typed: Any) -> None:
        if corrects != review.pk:
            raise StaleSave(review)
        change = take_back_strategic if is_withdrawn else amend_strategic
        kept.append(
            change(
                review=review,
                by=by,
                reason=amend_reason,
                on=on,
                schedule=schedules.in_force(patient.service_id, on),
                **({} if is_withdrawn else form.changes()),
            )
        )

    if page.save(act):
        return corrected(page, kept[0])
    if page.stale:  # the next save is on top of what is shown now
        form.data["corrects"] = str(review.pk)
    return person_page(
        request,
        patient,
        "reviews/correct_strategic.html",
        tab="benefit",
        review=review,
        signers=others_who_signed(review, by),
        is_awaited=waiting_for(patient, reviewer_role(request.access), by) == review,
        both=differences_from(form, saved) if page.stale else [],
        **page.context,
    )
