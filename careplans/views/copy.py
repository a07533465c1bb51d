"""A person's own copy of the plan: to read and print, as a PDF, and whether they took it."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest
from accounts.roles import Permission
from careplans import actions, copy_words, plan_copy
from careplans.copy_forms import CopyForm
from careplans.models import CarePlan
from careplans.sheet import copy_held, read
from careplans.views.plan import PAGE, READ_AND_WRITE
from patients.gate import patient_page
from patients.models import Patient
from patients.person_page import PersonForm, person_page
from rodt.pdf import can_print, render_pdf
from rodt.words import born

CHOSEN = "in"


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def copy(request: StaffRequest, patient: Patient) -> HttpResponse:
    """In English, or in a language that the service has put in."""
    languages = copy_words.in_force(patient.service_id, localdate())
    made = _copy(request, patient, languages)
    return person_page(
        request,
        patient,
        "careplans/copy.html",
        tab="care_plan",
        copy=made,
        languages=languages.all,
        has_pdf=made is not None and can_print(made.text),
    )


@require_safe
@patient_page(Permission.VIEW_PATIENT)
def copy_pdf(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Made for this one answer: two or three pages, which nobody keeps."""
    made = _copy(request, patient, copy_words.in_force(patient.service_id, localdate()))
    if made is None or not can_print(made.text):
        raise Http404("There is no such copy to print.")
    who, service = request.access.user.full_name, patient.service
    content = render_pdf(
        "careplans/copy_pdf.html",
        {
            "copy": made,
            "lang": made.language.tag,
            "head_left": f"{patient.name}. {_born(patient)}",
            "head_right": "SYNTHETIC DATA" if service.kind_of_data == "synthetic" else "",
            "foot_left": f"{service.name}. {who}, {made.made_on}",
        },
        title=f"{made.said['title']}: {patient.name}",
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="my-plan.pdf"'},
    )


@require_http_methods(READ_AND_WRITE)
@patient_page(Permission.EDIT_CARE_PLAN)
def give_copy(request: StaffRequest, patient: Patient) -> HttpResponse:
    """Whether they took their copy, or did not want one."""
    on, by = localdate(), request.access.user
    episode = patient.episodes.open_on(on).first()
    held = CarePlan.objects.filter(episode=episode).first() if episode else None
    initial = {"on": on, "version": held.version} if held else {}
    page = PersonForm(request, patient, CopyForm, name="plan_copy", initial=initial, on=on)
    if held and page.save(actions.edit_plan, plan=held, by=by):
        return page.done("Saved.", PAGE)
    return person_page(
        request,
        patient,
        "careplans/one_form.html",
        tab="care_plan",
        episode=held,
        title="Did they take their copy?",
        opening="Go through it together. Not wanting one is a full answer."
        f" On record: {copy_held(held)[:1].lower()}{copy_held(held)[1:]}.",
        submit="Save",
        **page.context,
    )


def _copy(
    request: StaffRequest, patient: Patient, languages: copy_words.Languages
) -> plan_copy.PlanCopy | None:
    """None without a plan, and where the person has died: nothing is printed to them."""
    on = localdate()
    sheet = read(patient, on)
    if sheet.plan is None or patient.died_on is not None:
        return None
    return plan_copy.make(patient, sheet, languages.chosen(request.GET.get(CHOSEN, "")), on)


def _born(patient: Patient) -> str:
    return born(patient.date_of_birth, is_estimated=patient.date_of_birth_is_estimated)
