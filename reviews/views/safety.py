"""Safety checks of one person, the answer to one, and how often each stands and was answered."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from prescribing.actions.safety import answer_check as keep_answer
from prescribing.forms.safety import AnswerForm
from prescribing.models import SafetyAnswer
from prescribing.safety.table import BY_CODE
from reviews import safety_counts, told

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def safety(request: StaffRequest, patient: Patient) -> HttpResponse:
    answers = (
        SafetyAnswer.objects.filter(patient=patient)
        .select_related("recorded_by")
        .order_by("-on", "-recorded_at", "-id")
    )
    return person_page(
        request,
        patient,
        "reviews/safety.html",
        tab="health",
        safety=told.panel_of(patient, localdate()),
        answers=[(BY_CODE.get(answer.check_code), answer) for answer in answers],
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.RECORD_CONTACT)
def answer_check(request: StaffRequest, patient: Patient, check_code: str) -> HttpResponse:
    """What stands is worked out again at the save: an answer is to what is so then."""
    check = BY_CODE.get(check_code)
    if check is None:
        raise Http404("There is no such check.")
    if check.is_for_prescriber and not request.access.may(Permission.RECORD_PRESCRIPTION):
        raise PermissionDenied("This one is for a prescriber to answer. Tell one today.")
    on = localdate()
    standing = told.panel_of(patient, on)
    warning = standing.of_code(check_code)
    page = PersonForm(request, patient, AnswerForm, name=f"check-{check_code}")
    if page.save(
        keep_answer,
        patient=patient,
        check_code=check_code,
        triggers=warning.triggers if warning else (),
        threshold_version=standing.limits.version,
        on=on,
        by=request.access.user,
    ):
        return page.done("Your answer is kept. It holds until more is so.", "reviews:safety")
    return person_page(
        request,
        patient,
        "reviews/answer_check.html",
        tab="health",
        check=check,
        warning=warning,
        **page.context,
    )


@require_safe
@staff_page(Permission.VIEW_BENEFIT)
def safety_checks(request: StaffRequest) -> HttpResponse:
    """How each check works, for how many people it stands today, and how it was answered."""
    counts = safety_counts.read(request.access, localdate())
    return render(request, "reviews/safety_checks.html", {"counts": counts})
