"""Month by month, across teams, and for whom: what a service does, told from chance."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.models import Team
from accounts.roles import Permission
from patients.person_page import add_errors
from reviews import flow_actions, flows_page, flows_reader
from reviews.flow_form import BeginAnewForm
from reviews.flows import FLOWS, Flow, whole_months
from reviews.flows_reader import CUT_TITLES, GROUPS, Window, of_month
from reviews.models import ProcessChange
from rodt.dates import add_months, first_of_month
from rodt.downloads import attachment
from rodt.words import month_year

PEOPLE_A_PAGE = 50
COMPARED_MONTHS = 12


@require_safe
@staff_page(Permission.VIEW_TEAM)
def flows(request: StaffRequest) -> HttpResponse:
    """Every flow, of the service or of one team (`?team=`)."""
    months, team = whole_months(localdate()), _team(request)
    service_id = request.access.service.pk
    counted = flows_reader.months_of(list(FLOWS.values()), months, _window(request, months, team))
    changes = flows_reader.changes_of(service_id)
    context = {
        "charts": [
            flows_page.flow_chart(
                flow, counted[code], _begun(changes[code]) if team is None else []
            )
            for code, flow in FLOWS.items()
        ],
        "between": flows_page.months_between(months),
        "teams": Team.objects.filter(service_id=service_id).order_by("name"),
        "team": team,
    }
    return render(request, "reviews/flows.html", context)


@require_safe
@staff_page(Permission.VIEW_TEAM)
def flow(request: StaffRequest, flow_code: str) -> HttpResponse:
    """One flow: its months as a table, across teams, and for whom."""
    shown, months = _flow(flow_code), whole_months(localdate())
    window = _window(request, months)
    last_year = _window(request, months[-COMPARED_MONTHS:])
    counted = flows_reader.months_of([shown], months, window)[shown.code]
    changes = flows_reader.changes_of(window.service_id)[shown.code]
    groups = flows_reader.groups_of(shown, last_year)
    context = {
        "flow": shown,
        "chart": flows_page.flow_chart(shown, counted, _begun(changes)),
        "between": flows_page.months_between(months),
        "changes": changes,
        "compared": flows_page.months_between(months[-COMPARED_MONTHS:]),
        "teams": flows_page.teams_of(shown, flows_reader.teams_of(shown, last_year)),
        "cuts": [
            (
                name,
                CUT_TITLES[name],
                [(group, flows_page.group_value(shown, group)) for group in found],
            )
            for name, found in groups.items()
        ],
        "may_change": request.access.may(Permission.ASSESS_SERVICE),
    }
    return render(request, "reviews/flow.html", context)


@require_safe
@staff_page(Permission.VIEW_TEAM)
def flow_people(request: StaffRequest, flow_code: str) -> HttpResponse:
    """Who stands behind one figure: of a month, or of the last twelve; of a team or a group."""
    shown, team = _flow(flow_code), _team(request)
    month = _month(request.GET.get("month", ""))
    cut, group = request.GET.get("cut", ""), request.GET.get("group", "")
    if cut and (cut not in GROUPS or group not in GROUPS[cut]):
        raise Http404("There is no such group.")
    year = whole_months(localdate(), COMPARED_MONTHS)
    service_id = request.access.service.pk
    window = _window(request, year, team)
    if month is not None:
        window = of_month(service_id, month, window.team_id)
    everyone = shown.is_share and request.GET.get("all") == "yes"
    people = flows_reader.people_of(shown, window, cut=cut, group=group, only_counted=not everyone)
    query = request.GET.copy()
    query.pop("page", None)
    other = query.copy()
    other["all"] = "" if everyone else "yes"
    context: dict[str, Any] = {
        "flow": shown,
        "page": Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "when": month_year(month) if month else flows_page.months_between(year),
        "team": team,
        "group": GROUPS[cut][group] if cut else "",
        "cut": CUT_TITLES.get(cut, ""),
        "everyone": everyone,
        "query": f"{query.urlencode()}&" if query else "",
        "other": other.urlencode(),
    }
    return render(request, "reviews/flow_people.html", context)


@require_safe
@staff_page(Permission.VIEW_TEAM)
def flow_file(request: StaffRequest, flow_code: str) -> HttpResponse:
    """The chart's table. That it left is noted."""
    shown, months = _flow(flow_code), whole_months(localdate())
    window = _window(request, months)
    counted = flows_reader.months_of([shown], months, window)[shown.code]
    changes = flows_reader.changes_of(window.service_id)[shown.code]
    chart = flows_page.flow_chart(shown, counted, _begun(changes))
    trail.record(
        "downloaded a chart's table",
        by=request.access.user,
        service_id=window.service_id,
        about=f"{shown.code}, {flows_page.months_between(months)}",
    )
    name = f"{shown.code}-{request.access.service.code}-{months[-1]:%Y-%m}.csv".lower()
    return attachment(flows_page.as_csv(shown, counted, chart), name)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.ASSESS_SERVICE)
def begin_anew(request: StaffRequest) -> HttpResponse:
    """From a month on something is done in another way: the limits of its chart begin anew."""
    form = BeginAnewForm(
        request.POST or None,
        months=whole_months(localdate())[1:],
        initial={"flow": request.GET.get("flow", "")},
    )
    if form.is_valid():
        try:
            change = flow_actions.begin_anew(
                service=request.access.service, by=request.access.user, **form.cleaned_data
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"The limits begin anew in {month_year(change.month)}.")
            return redirect("reviews:flow", change.flow)
    return render(request, "reviews/begin_anew.html", {"form": form})


@require_POST
@staff_page(Permission.ASSESS_SERVICE)
def take_back_change(request: StaffRequest, change_id: UUID) -> HttpResponse:
    change = ProcessChange.objects.filter(service=request.access.service, pk=change_id).first()
    if change is None:
        raise Http404("The limits of no chart begin anew here.")
    flow_actions.take_back(change=change, by=request.access.user)
    messages.success(request, "Taken back: the limits run on as before.")
    return redirect("reviews:flow", change.flow)


def _flow(code: str) -> Flow:
    if code not in FLOWS:
        raise Http404("There is no such chart.")
    return FLOWS[code]


def _begun(changes: Iterable[ProcessChange]) -> list[date]:
    return [change.month for change in changes]


def _window(request: StaffRequest, months: list[date], team: Team | None = None) -> Window:
    end = add_months(months[-1], 1)
    return Window(request.access.service.pk, months[0], end, team.pk if team else None)


def _team(request: StaffRequest) -> Team | None:
    """None for the whole service, which is also the answer to an address that names no team."""
    asked = request.GET.get("team", "")
    if not asked:
        return None
    try:
        found = Team.objects.filter(service=request.access.service, pk=UUID(asked)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404("There is no such team in this service.")
    return found


def _month(asked: str) -> date | None:
    if not asked:
        return None
    try:
        return first_of_month(asked)
    except ValueError:
        raise Http404("There is no such month.") from None
