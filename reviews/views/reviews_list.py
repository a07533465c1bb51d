"""The reviews of one person, newest first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Permission
from patients.gate import PatientRequest, patient_page
from patients.models import Patient
from reviews.lateness import late_lines
from reviews.models import Review, ReviewCredit
from reviews.review_page import credit_title, entered_late, held_words

A_PAGE = 30


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def reviews_list(request: PatientRequest, patient: Patient) -> HttpResponse:
    reviews = Review.objects.current().filter(patient=patient).select_related("held_by")
    page = Paginator(reviews.order_by("-held_on", "-recorded_at"), A_PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page.object_list)
    credits: dict[object, list[dict[str, object]]] = {}
    for one in (
        ReviewCredit.objects.current().filter(review__in=shown).order_by("type", "milestone")
    ):
        credits.setdefault(one.review_id, []).append(
            {
                "title": credit_title(one.type, one.milestone),
                "credit": one,
                "counts": one.is_valid,
                "late": one.late_words,
            }
        )
    context = {
        "patient": patient,
        "tab": "reviews",
        "page": page,
        "rows": [
            {
                "review": one,
                "held": held_words(one),
                "late": entered_late(one.held_on, one.recorded_at),
                "credits": credits.get(one.pk, []),
                "late_by": late_lines(
                    [
                        (str(item["title"]), str(item["late"]))
                        for item in credits.get(one.pk, [])
                        if item["counts"]
                    ]
                ),
            }
            for one in shown
        ],
        "may_log": request.access.may(Permission.LOG_REVIEW),
    }
    return render(request, "reviews/list.html", context)
