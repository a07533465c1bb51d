"""Reaching out: a try is written down from the list, and people to reach are printed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission, Role
from patients import actions as patients
from patients.forms.contacts import ReachOutForm
from patients.gate import PatientRequest, patient_page
from patients.models import Assignment, Patient
from patients.person_page import PersonForm, person_page
from reviews import my_people, outreach
from reviews.list_filter import filter_form
from reviews.worklist_rows import Rows
from rodt.words import nhs_date

NOTHING_GOES_OUT = "Nothing is sent or printed to them."


@require_http_methods(["GET", "HEAD", "POST"])
@patient_page(Permission.RECORD_CONTACT)
def reach_out(request: PatientRequest, patient: Patient) -> HttpResponse:
    """That somebody tried, how it went and when it is tried next; then back to the list."""
    on = localdate()
    if patient.died_on is not None:
        messages.info(request, f"They died on {nhs_date(patient.died_on)}. {NOTHING_GOES_OUT}")
        return redirect("reviews:case", patient.pk)
    page = PersonForm(request, patient, ReachOutForm, name="reach_out", initial={"on": on}, on=on)
    is_prescriber = Role.PRESCRIBER in request.access.roles
    duty = Assignment.Duty.PRESCRIBER if is_prescriber else Assignment.Duty.KEYWORKER
    if page.save(patients.reach_out, patient=patient, duty=duty, by=request.access.user):
        page.say(f"Written down for {patient.name}.")
        return redirect("reviews:my_people")
    return person_page(
        request,
        patient,
        "reviews/reach_out.html",
        tab="contacts",
        last_met=outreach.last_met([patient], on)[patient.pk],
        **page.context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.PRINT_OUTREACH)
def outreach_list(request: StaffRequest) -> HttpResponse:
    """Choose from a group of the list, or from all who need somebody; what is posted is printed."""
    on, access = localdate(), request.access
    chosen = [UUID(one) for one in request.POST.getlist("person") if _is_id(one)]
    if chosen:
        people = outreach.print_list(access, on, chosen)
        if people is None:
            request.refused = Permission.PRINT_OUTREACH.name  # type: ignore[attr-defined]
            raise Http404("Not everybody you chose is on your list. Nothing was printed.")
        return render(
            request, "reviews/outreach_print.html", {"people": people, "printed_at": now()}
        )
    form, _ = filter_form(access, on, request.GET)
    found = form.worklist(access, on)
    entries = outreach.choice(found, request.GET.get("group", ""))
    context = {
        "heading": form.heading,
        "query": form.query,
        "rows": [
            {"id": entry.person.id, "row": row}
            for entry, row in zip(
                entries, Rows(access, on, found.schedule).rows(entries), strict=True
            )
        ],
        "hides": my_people.hides(found),
        "needing": found.needing,
        "most": outreach.MOST,
        "form_has_errors": request.method == "POST",
    }
    return render(request, "reviews/outreach_list.html", context)


def _is_id(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True
