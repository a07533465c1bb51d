"""One review: its answers, what it counts for, its signatures and corrections; and signing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access
from accounts.roles import Permission
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from reviews import actions, schedules
from reviews.models import Review
from reviews.own_entries import as_they_stand
from reviews.review_changes import changes
from reviews.review_page import ReviewPage, read
from reviews.sheet import reviewer_role


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def review(request: PatientRequest, patient: Patient, review_id: UUID) -> HttpResponse:
    found = _review(patient, review_id)
    page, entries = as_they_stand(read(patient, found))
    is_awaited = _is_awaited(request.access, page)
    context = {
        "patient": patient,
        "tab": "reviews",
        "page": page,
        "entries": entries,
        "changed": changes(patient, page),
        "may_do_part": is_awaited and page.strategic is not None,
        "may_sign": is_awaited and page.strategic is None,
        "may_correct": page.is_current and request.access.may(Permission.LOG_REVIEW),
    }
    return render(request, "reviews/review.html", context)


@require_POST
@patient_page(Permission.LOG_REVIEW)
def sign(request: PatientRequest, patient: Patient, review_id: UUID) -> HttpResponse:
    """The second signature of a review that needs two. A strategic review has its own page."""
    found = _review(patient, review_id)
    page = read(patient, found)
    if page.strategic is not None or not _is_awaited(request.access, page):
        messages.info(request, "This review does not wait for your signature.")
        return redirect("reviews:review", patient.pk, found.pk)
    on = timezone.localdate()
    actions.sign_review(
        review=found,
        by=request.access.user,
        role=reviewer_role(request.access),
        on=on,
        schedule=schedules.in_force(patient.service_id, on),
    )
    messages.success(request, "Signed.")
    return redirect("reviews:review", patient.pk, found.pk)


def _review(patient: Patient, review_id: UUID) -> Review:
    reviews = Review.objects.filter(patient=patient, is_withdrawn=False)
    return get_object_or_404(
        reviews.select_related("held_by", "recorded_by", "amends"), pk=review_id
    )


def _is_awaited(access: Access, page: ReviewPage) -> bool:
    """In the role that is awaited, somebody who has not signed this text yet."""
    role = reviewer_role(access)
    if not page.is_current or all(credit.awaits != role.value for credit in page.credits):
        return False
    has_signed = page.review.signatures.filter(staff=access.user).exists()
    return access.may(Permission.LOG_REVIEW) and not has_signed
