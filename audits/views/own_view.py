"""How the service sees itself on one step, in three streams: written, confirmed, and as it was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import assessments, own_history
from audits.own_view_page import Stream, forms_of, typed, with_new_versions
from audits.report import STREAMS
from audits.run import rules_on
from audits.step import Step
from audits.steps import STEPS
from patients.stale import differences
from rodt.versions import StaleSave
from rodt.words import and_list, count


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.ASSESS_SERVICE)
def assess(request: StaffRequest, step: int) -> HttpResponse:
    """`confirm` names a stream that is still true: what was typed is saved with it."""
    service, on, found = request.access.service, localdate(), step_of(step)
    days = rules_on(service.pk, on).evidence_days
    streams = forms_of(assessments.rows(service, step), request.POST or None, on, days)
    both: dict[str, list[dict[str, str]]] = {}
    if request.method == "POST" and all(stream.form.is_valid() for stream in streams):
        confirmed = [key for key, _ in STREAMS if key == request.POST.get("confirm")]
        try:
            changed = assessments.assess(
                service=service,
                step=step,
                streams=typed(streams),
                on=on,
                by=request.access.user,
                confirmed=confirmed,
            )
        except StaleSave:
            held = assessments.rows(service, step)
            both = {
                stream.name: differences(row, stream.form, assessments.FIELDS)
                for stream in streams
                for row in held
                if row.stream == stream.key
            }
            streams = forms_of(held, with_new_versions(request.POST, held), on, days)
        else:
            messages.success(request, _said(changed, confirmed, step))
            return redirect("audits:assess", step) if confirmed else redirect("audits:index")
    context = {
        "step": found,
        "streams": streams,
        "both": {name: rows for name, rows in both.items() if rows},
        "is_stale": bool(both),
        "form_has_errors": _has_errors(streams),
    }
    return render(request, "audits/assess.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def own_view_history(request: StaffRequest, step: int) -> HttpResponse:
    found = step_of(step)
    versions = own_history.read(request.access.service.pk, step)
    return render(request, "audits/own_view_history.html", {"step": found, "versions": versions})


def step_of(number: int) -> Step:
    found = next((item for item in STEPS if item.number == number), None)
    if found is None:
        raise Http404("There are twelve steps.")
    return found


def _has_errors(streams: list[Stream]) -> bool:
    return any(stream.form.is_bound and stream.form.errors for stream in streams)


def _said(changed: list[str], confirmed: list[str], step: int) -> str:
    if not changed:
        return f"Nothing was changed for step {step}."
    if confirmed:
        names = and_list([dict(STREAMS)[key].lower() for key in changed])
        return f"Saved and confirmed for step {step}: {names}. The next audit takes it along."
    return (
        f"Saved for step {step}: {count(len(changed), 'stream')}. The next audit takes it along;"
        " runs that have finished stay as they are."
    )
