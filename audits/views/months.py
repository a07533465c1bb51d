"""Every indicator month by month: the list, one with its chart and people, and asking."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import actions, monthly, monthly_page, monthly_people, monthly_reader
from audits.models import Audit, MonthCount
from audits.monthly_actions import count_months
from audits.monthly_standing import standing
from audits.run import rules_on
from audits.step import Indicator
from jobs import words
from reviews.flows import whole_months
from rodt.downloads import attachment

NOT_SAID = "Say which months to count."


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def months(request: StaffRequest) -> HttpResponse:
    """The whole page, or only the piece that shows progress, which the script asks for again."""
    service_id, window = request.access.service.pk, whole_months(localdate())
    stands = standing(service_id, window)
    context = {"stands": stands, "may_run": request.access.may(Permission.RUN_AUDIT)}
    if request.headers.get("X-Part") == "job":
        return render(request, "audits/_months_progress.html", context)
    found = monthly_reader.months_of(service_id, window)
    counted = next(iter(found.values()), [])
    context |= {
        "steps": monthly_page.listed(found) if counted else [],
        "newest": counted[-1].month if counted else None,
        "known": monthly.known_words(counted) if counted else "",
        "counted": len(counted),
    }
    return render(request, "audits/months.html", context)


@require_POST
@staff_page(Permission.RUN_AUDIT)
def ask_months(request: StaffRequest) -> HttpResponse:
    """Those that are missing, or all of them anew."""
    service, window = request.access.service, whole_months(localdate())
    stands, which = standing(service.pk, window), request.POST.get("which")
    if which not in ("missing", "all"):
        messages.error(request, NOT_SAID)
    elif stands.is_live:
        messages.info(request, "Months are being counted already.")
    else:
        asked = window if which == "all" else stands.missing
        count_months(service=service, months=asked, by=request.access.user)
    return redirect("audits:months")


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def indicator_months(request: StaffRequest, code: str) -> HttpResponse:
    context = {
        "indicator": _charted(code),
        "shown": _shown(request, code),
        "suppress_under": rules_on(request.access.service.pk, localdate()).suppress_under,
        "may_open": request.access.may(Permission.VIEW_AUDIT_PEOPLE),
        "left": standing(request.access.service.pk, whole_months(localdate())).wanted,
    }
    return render(request, "audits/indicator_months.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def indicator_months_file(request: StaffRequest, code: str) -> HttpResponse:
    """The table as it may leave the service. That it left is noted."""
    _charted(code)
    found, service = _shown(request, code), request.access.service
    if found is None:
        return redirect("audits:indicator_months", code)
    trail.record(
        "downloaded the months of an indicator",
        by=request.access.user,
        service_id=service.pk,
        about=f"{code}, {found.between}",
    )
    under = rules_on(service.pk, localdate()).suppress_under
    name = f"{code}-months-{service.code}-{found.rows[0][0].month.first:%Y-%m}.csv".lower()
    return attachment(monthly_page.as_csv(found, under), name)


@require_safe
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def month_people(request: StaffRequest, code: str, month: str, figure: str) -> HttpResponse:
    """To the people of one figure of a month, where a run has found them; else how far it is, or
    the question whether to find them. A part of the page is asked for again by the script."""
    indicator, row = _charted(code), _counted(request, code, month, figure)
    run, is_part = monthly_people.run_of(row), request.headers.get("X-Part") == "job"
    if run and run.state == Audit.State.READY and not is_part:
        if why := monthly_people.differs(row, run, indicator):
            messages.info(request, why)
        return redirect("audits:people", run.pk, code, figure)
    job = actions.job_of(run) if run else None
    context = {
        "indicator": indicator,
        "row": row,
        "figure": figure,
        "number": monthly_people.number_of(row, indicator, figure),
        "last_day": monthly.last_day(row.month),
        "job": job,
        "standing": words.standing(job) if job and job.is_live else "",
        "may_run": request.access.may(Permission.RUN_AUDIT),
    }
    part, whole = "audits/_month_people_progress.html", "audits/month_people.html"
    return render(request, part if is_part else whole, context)


@require_POST
@staff_page(Permission.RUN_AUDIT)
def find_month_people(request: StaffRequest, code: str, month: str, figure: str) -> HttpResponse:
    """Asks for the run that finds them, or joins the one that goes already."""
    row = _counted(request, code, month, figure)
    try:
        actions.start_audit(
            service=request.access.service,
            on=monthly.last_day(row.month),
            by=request.access.user,
            known_at=row.known_at,
        )
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("audits:month_people", code, month, figure)


def _counted(request: StaffRequest, code: str, month: str, figure: str) -> MonthCount:
    """`month`: 2026-09. 404 unless it was counted, with this indicator and such a figure."""
    if figure not in monthly_people.FIGURES:
        raise Http404
    try:
        first = datetime.strptime(month, "%Y-%m").date()
    except ValueError:
        raise Http404 from None
    found = MonthCount.objects.filter(
        service=request.access.service, month=first, known_at__isnull=False, counts__has_key=code
    ).first()
    if found is None:
        raise Http404("That month is not counted.")
    return found


def _charted(code: str) -> Indicator:
    if code not in monthly.CHARTED:
        raise Http404("There is no such indicator with a monthly chart.")
    return monthly.CHARTED[code]


def _shown(request: StaffRequest, code: str) -> monthly_page.Shown | None:
    found = monthly_reader.months_of(request.access.service.pk, whole_months(localdate()))
    may_open = request.access.may(Permission.VIEW_AUDIT_PEOPLE)
    return monthly_page.shown(code, found.get(code, ()), may_open=may_open)
