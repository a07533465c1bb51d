"""Every indicator month by month: the list, one with its chart and people, and asking."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import monthly, monthly_page, monthly_people, monthly_reader
from audits.models import MonthCount, MonthFinding
from audits.monthly_actions import count_months
from audits.monthly_standing import standing
from audits.run import rules_on
from audits.step import Indicator
from audits.views.figures import PEOPLE_A_PAGE, person
from jobs import words
from reviews.flows import whole_months
from rodt.dates import first_of_month
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
    """The people of one figure of a month; before they are found, how far it is, or the question
    whether to find them. A part of that page is asked for again by the script."""
    indicator, row = _charted(code), _counted(request, code, month, figure)
    number = monthly_people.number_of(row, indicator, figure)
    is_part = request.headers.get("X-Part") == "job"
    context = {"indicator": indicator, "row": row, "figure": figure, "number": number}
    if not is_part and (not number or monthly_people.are_found(row)):
        return _found(request, context, monthly_people.people(row, indicator, figure))
    job = monthly_people.last_job(row)
    context |= {
        "last_day": monthly.last_day(row.month),
        "job": job,
        "standing": words.standing(job) if job and job.is_live else "",
    }
    part, whole = "audits/_month_people_progress.html", "audits/find_month_people.html"
    return render(request, part if is_part else whole, context)


def _found(
    request: StaffRequest, context: dict[str, Any], found: QuerySet[MonthFinding]
) -> HttpResponse:
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    code, row = context["indicator"].code, context["row"]
    trail.record(
        "opened the people of a month",
        by=request.access.user,
        service_id=row.service_id,
        about=f"{row.month:%Y-%m}, {code}, {context['figure']}",
        people=page.paginator.count,
    )
    context |= {
        "page": page,
        "people": [person(one) for one in page],
        "last_day": monthly.last_day(row.month),
        "figures": [
            (words, name, monthly_people.number_of(row, context["indicator"], name))
            for words, name in monthly_people.FIGURES.items()
        ],
    }
    return render(request, "audits/month_people.html", context)


@require_POST
@staff_page(Permission.VIEW_AUDIT_PEOPLE)
def find_month_people(request: StaffRequest, code: str, month: str, figure: str) -> HttpResponse:
    row = _counted(request, code, month, figure)
    if not monthly_people.are_found(row):
        monthly_people.find_people(row, request.access.user)
    return redirect("audits:month_people", code, month, figure)


def _counted(request: StaffRequest, code: str, month: str, figure: str) -> MonthCount:
    """`month`: 2026-09. 404 unless it was counted, with this indicator and such a figure."""
    if figure not in monthly_people.FIGURES.values():
        raise Http404
    try:
        first = first_of_month(month)
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
