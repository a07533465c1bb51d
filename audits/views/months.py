"""Every indicator month by month: the list, one with its chart, and asking for months."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import monthly, monthly_page, monthly_reader
from audits.monthly_actions import count_months
from audits.monthly_standing import standing
from audits.run import rules_on
from audits.step import Indicator
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
        "may_run": request.access.may(Permission.RUN_AUDIT),
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


def _charted(code: str) -> Indicator:
    if code not in monthly.CHARTED:
        raise Http404("There is no such indicator with a monthly chart.")
    return monthly.CHARTED[code]


def _shown(request: StaffRequest, code: str) -> monthly_page.Shown | None:
    found = monthly_reader.months_of(request.access.service.pk, whole_months(localdate()))
    return monthly_page.shown(code, found.get(code, ()))
