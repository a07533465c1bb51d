"""How the service sees itself on one step, in three streams."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import assessments
from audits.own_view_page import Stream, forms_of, typed, with_new_versions
from audits.steps import STEPS
from patients.stale import differences
from rodt.versions import StaleSave
from rodt.words import count


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.ASSESS_SERVICE)
def assess(request: StaffRequest, step: int) -> HttpResponse:
    service, on = request.access.service, localdate()
    found = next((item for item in STEPS if item.number == step), None)
    if found is None:
        raise Http404
    streams = forms_of(assessments.rows(service, step), request.POST or None, on)
    both: dict[str, list[dict[str, str]]] = {}
    if request.method == "POST" and all(stream.form.is_valid() for stream in streams):
        try:
            changed = assessments.assess(
                service=service, step=step, streams=typed(streams), by=request.access.user
            )
        except StaleSave:
            held = assessments.rows(service, step)
            both = {
                stream.name: differences(row, stream.form, assessments.FIELDS)
                for stream in streams
                for row in held
                if row.stream == stream.key
            }
            streams = forms_of(held, with_new_versions(request.POST, held), on)
        else:
            messages.success(request, _said(changed, step))
            return redirect("audits:index")
    context = {
        "step": found,
        "streams": streams,
        "both": {name: rows for name, rows in both.items() if rows},
        "is_stale": bool(both),
        "form_has_errors": _has_errors(streams),
    }
    return render(request, "audits/assess.html", context)


def _has_errors(streams: list[Stream]) -> bool:
    return any(stream.form.is_bound and stream.form.errors for stream in streams)


def _said(changed: list[str], step: int) -> str:
    if not changed:
        return f"Nothing was changed for step {step}."
    return (
        f"Saved for step {step}: {count(len(changed), 'stream')}. The next audit takes it along;"
        " runs that have finished stay as they are."
    )
