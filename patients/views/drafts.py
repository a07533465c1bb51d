"""Keeping what is typed: the script asks for an answer in JSON, a button for the page again."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_POST

from accounts.gate import StaffRequest, member_page, staff_page
from accounts.roles import Permission
from patients import about_nobody, drafts
from patients.drafts import NEVER_KEPT, START_FORM
from patients.gate import patient_page
from patients.models import Draft, Patient
from rodt.tidy import tidy_posted
from rodt.words import nhs_time

NOT_TYPED = frozenset(
    {*NEVER_KEPT, "next", "discard", "keep", "entry_id", "version"}
    | {"known_reviews", "asked", "joins", "of_questions", "untouched"}
)
LONGEST_NAME = 30
OTHER_TAB = (
    "This draft was changed in another tab at {}. This page keeps no draft any more: what you typed"
    " here stays on the page until you save it."
)


@require_POST
@patient_page(Permission.VIEW_PATIENT, shows_record=False)
def save_draft(request: StaffRequest, patient: Patient, form: str) -> HttpResponse:
    """A draft is its author's own and no part of the record: whoever fills in a form about somebody
    may keep what they typed."""
    return _keep(request, patient, form[:LONGEST_NAME])


@require_POST
@staff_page(Permission.EDIT_PATIENT)
def save_start_draft(request: StaffRequest) -> HttpResponse:
    """Of somebody being registered: they have no record yet to keep it under."""
    return _keep(request, None, START_FORM)


@require_POST
@member_page
def save_own_draft(request: StaffRequest, own_form: str) -> HttpResponse:
    """Of a form about nobody. 404 for one that keeps none."""
    if about_nobody.page_of(own_form) is None or len(own_form) > LONGEST_NAME:
        raise Http404("There is no such form.")
    return _keep(request, None, own_form)


def _keep(request: StaffRequest, patient: Patient | None, name: str) -> HttpResponse:
    """Keep it, or with `discard` throw it away. Only its author ever sees it."""
    by, at, service_id = request.access.user, now(), request.access.service.pk
    if request.POST.get("discard"):
        drafts.discard(patient=patient, form=name, by=by, service_id=service_id)
        messages.info(request, "The draft is thrown away.")
        return _back(request, patient)
    tab, before = (
        request.headers.get("X-Tab", ""),
        drafts.find(patient=patient, form=name, by=by, service_id=service_id),
    )
    if tab and before and _is_of_another_tab(request, before, tab):
        return JsonResponse(
            {"words": OTHER_TAB.format(nhs_time(localtime(before.saved_at)))}, status=409
        )
    posted, _ = tidy_posted(request.POST)
    typed = {key: values for key, values in posted.lists() if key not in NEVER_KEPT}
    questions = [key for key in typed if key not in NOT_TYPED]
    if "untouched" in typed:
        typed["untouched"] = _untouched(typed["untouched"], before)
    if tab:
        typed[drafts.TAB] = [tab]
    given = set(questions) - set(typed.get("untouched", ()))
    drafts.save(
        patient=patient,
        form=name,
        by=by,
        typed=typed,
        at=at,
        answered=sum(1 for key in given if any(value.strip() for value in typed[key])),
        of_questions=_asked(request, len(questions)),
        service_id=service_id,
    )
    saved = nhs_time(localtime(at))
    if request.accepts("text/html"):
        messages.success(request, f"Draft saved at {saved}. Only you can see it.")
        return _back(request, patient)
    return JsonResponse({"saved": saved})


def _is_of_another_tab(request: StaffRequest, draft: Draft, tab: str) -> bool:
    """Whether another page kept the draft after this one was opened, so that keeping what stands
    here would take that away."""
    opened = request.headers.get("X-Opened", "")
    if not opened.isdecimal() or draft.saved_at.timestamp() <= int(opened) + 1:
        return False
    return (drafts.typed_in(draft) or {}).get(drafts.TAB) != [tab]


def _untouched(now: list[str], draft: Draft | None) -> list[str]:
    """What stands in the form as it was opened, so that nobody answered it. A form that was opened
    from a draft stands as the draft left it: what was answered then stays answered."""
    names = {name for value in now for name in value.split(",") if name}
    before = (drafts.typed_in(draft) or {}).get("untouched") if draft else None
    return sorted(names if before is None else names & set(before))


def _asked(request: StaffRequest, known: int) -> int:
    """How many questions the form asks, where the form says so."""
    said = request.POST.get("of_questions", "")
    return int(said) if said.isdecimal() and len(said) < 5 else known


def _back(request: StaffRequest, patient: Patient | None) -> HttpResponse:
    next_url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(next_url, {request.get_host()}, request.is_secure()):
        return redirect(next_url)
    return redirect("reviews:case", patient.pk) if patient else redirect("patients:start")
