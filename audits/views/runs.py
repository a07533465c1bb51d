"""The runs of a service, and asking for a new one."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import services_with
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import actions, own_view, quarterly
from audits.forms import StartForm
from audits.models import Audit, PromisedAction
from audits.own_view_page import overview
from audits.rounds_actions import start_round
from audits.rounds_forms import StartSeveralForm
from audits.run import rules_on
from audits.standing import latest, to_be_used, with_standing, word
from jobs.words import NOBODY_ASKED
from patients.person_page import add_errors

RUNS_A_PAGE = 20
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def index(request: StaffRequest) -> HttpResponse:
    service, access, on = request.access.service, request.access, localdate()
    evidence_days = rules_on(service.pk, on).evidence_days
    runs = (
        with_standing(Audit.objects.filter(service=service))
        .select_related("requested_by")
        .defer("definitions", "configuration", "service_figures")
        .order_by("-number")
    )
    usable = to_be_used(runs)
    page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("page"))
    jobs = actions.jobs_of(page)
    context = {
        "page": page,
        "rows": [(run, word(run, jobs)) for run in page],
        "latest": latest(usable),
        "newest": usable.first(),
        "open": PromisedAction.objects.filter(service=service, closed_on=None).count(),
        "nobody_asked": NOBODY_ASKED,
        "may_run": access.may(Permission.RUN_AUDIT),
        "may_assess": access.may(Permission.ASSESS_SERVICE),
        "form": StartForm(today=on),
        "next_made_on": quarterly.next_made_on(service.pk, now()),
        "steps": overview(own_view.streams(own_view.stored(service.pk), on, evidence_days)),
    }
    return render(request, "audits/index.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.RUN_AUDIT)
def start(request: StaffRequest) -> HttpResponse:
    here, user = request.access.service, request.access.user
    form = StartSeveralForm(
        request.POST or None,
        today=localdate(),
        here=here,
        services=services_with(user, Permission.RUN_AUDIT),
    )
    if form.is_valid():
        try:
            if form.chosen != [here]:
                begun = start_round(services=form.chosen, by=user, **form.request)
                return redirect("audits:round", begun.pk)
            audit = actions.start_audit(service=here, by=user, **form.request)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("audits:report", audit.pk)
    return render(request, "audits/start.html", {"form": form})
