"""Who has looked: the trail of one record, for everybody who may open it."""

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest
from accounts.models import Trail
from accounts.roles import Permission
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import person_page

A_PAGE = 50

PAGES = {
    "reviews:case": "the overview",
    "reviews:list": "the list of reviews",
    "reviews:review": "a review",
    "reviews:correct": "the correction of a review",
    "reviews:log": "the review form",
    "reviews:benefit": "benefit",
    "reviews:top": "TOP and tests",
    "careplans:plan": "the care plan",
    "prescribing:prescription": "the prescription",
    "reviews:before_stop": "what is read before a stop",
    "reviews:stop": "the end of a prescription",
    "prescribing:script_sheet": "the sheet of a script",
    "prescribing:correct_part": "the correction of a prescription",
    "prescribing:new": "the form for a prescription",
    "prescribing:decide_missed": "the decision about missed doses",
    "prescribing:add_test": "the form for a test",
    "prescribing:add_depot": "the form for an injection",
    "careplans:edit": "the care plan",
    "careplans:goal": "a goal",
    "careplans:exit_vision": "a good ending",
    "patients:contacts": "the contacts",
    "patients:add_note": "the form for a call or message",
    "patients:settle_appointment": "a meeting",
    "patients:add_contact": "the form for a contact",
    "patients:correct_contact": "the correction of a contact",
    "patients:add_event": "the form for an event",
    "patients:add_appointment": "the form for a meeting",
    "patients:edit": "the details",
    "patients:pause": "the pause",
    "patients:first_meeting": "the form for a first meeting",
    "reviews:end_episode": "the end of treatment",
    "reviews:record_death": "the form for a death",
    "reviews:transfers": "transfers",
    "reviews:transfer": "a transfer",
    "reviews:inherited": "the form for reviews held elsewhere",
    "reviews:day_zero": "the first day",
    "patients:reopen": "the page to open treatment again",
    "patients:tasks": "what is to do",
    "patients:add_task": "the form for a task",
    "patients:task": "a task",
    "patients:looked": "who has looked",
}
LOOKS = ("opened", "wrote in")


def in_words(row: Trail) -> str:
    """What one line of the trail says: the act, and on which page or about what."""
    if row.verb in ("amended", "withdrew"):
        return f"{row.verb} {_model_words(row.about)}".strip()
    if row.verb not in LOOKS:
        return row.verb
    page = PAGES.get(row.about) or row.about.rpartition(":")[2].replace("_", " ")
    return f"{row.verb} {page}"


def _model_words(about: str) -> str:
    """A kind of row ("patients.contact") as people say it; "" for anything else."""
    try:
        return str(apps.get_model(about)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def looked(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Newest first. `changes` leaves out who only opened it."""
    rows = Trail.objects.filter(service_id=patient.service_id, patient_id=patient.pk)
    only_changes = request.GET.get("show") == "changes"
    if only_changes:
        rows = rows.exclude(verb__in=LOOKS)
    page = Paginator(rows.select_related("user").order_by("-at", "-id"), A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    return person_page(
        request,
        patient,
        "patients/looked.html",
        tab="looked",
        page=shown,
        rows=[(row, in_words(row)) for row in shown],
        only_changes=only_changes,
    )
