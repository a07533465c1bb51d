"""My people: who needs me today, and why."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import caseloads, caseloads_page
from reviews import my_people as page
from reviews.caseloads import Caseload, Caseloads
from reviews.nightly import last_night
from reviews.order import GROUP_TITLES, Group
from reviews.worklist import Treatment, Whose, Worklist, scopes, worklist
from reviews.worklist_rows import Rows
from rodt.dates import add_days

ROWS_A_PAGE = 50


class FilterForm(forms.Form):
    """Whose people, and in which treatment. It travels in the address, so it names nobody.

    An answer it does not offer is read as the first one: an old bookmark still opens the page.
    """

    people = forms.ChoiceField(label="Whose people")
    treatment = forms.ChoiceField(label="Treatment", choices=page.TREATMENTS)

    def __init__(
        self, asked: QueryDict, whose: tuple[Whose, ...], of_staff: Sequence[Caseload]
    ) -> None:
        lists, members = page.choices(whose), caseloads_page.choices(of_staff)
        offered = {"people": [*lists, *members], "treatment": page.TREATMENTS}
        self.chosen = {
            name: next((value for value, _ in found if value == asked.get(name)), found[0][0])
            for name, found in offered.items()
        }
        super().__init__(self.chosen)
        people = [*lists, ("One member’s people", members)] if members else lists
        self.fields["people"] = forms.ChoiceField(label="Whose people", choices=people)
        self.member = next((o for o in of_staff if str(o.staff_id) == self.chosen["people"]), None)
        self.whose = Whose.MEMBER if self.member else Whose(self.chosen["people"])
        if self.whose is Whose.STAFF:
            del self.fields["treatment"]


@staff_page(Permission.VIEW_WORKLIST)
def my_people(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    access = request.access
    lists = scopes(access)
    loads = caseloads.caseloads(access, on) if Whose.STAFF in lists else None
    form = FilterForm(request.GET, lists, loads.of_staff if loads else ())
    if loads is not None and form.whose is Whose.STAFF:
        return _by_staff(request, form, loads)
    treatment = Treatment(form.chosen["treatment"])
    member_id: UUID | None = form.member.staff_id if form.member else None
    found = worklist(access, on, form.whose, treatment, member_id=member_id)
    rows = Rows(access, on, found.schedule)
    asked = request.GET.get("group", "").upper()
    if asked in Group.__members__ and found.by_group[Group[asked]]:
        return _one_group(request, form, found, rows, Group[asked])
    is_mine = form.whose is Whose.MINE
    night = last_night(access.service, on, access.user if is_mine else None)
    today, drafts = page.today_and_drafts(access, on)
    context = {
        "on": on,
        "heading": _heading(form),
        "form": form,
        "worklist": found,
        "groups": page.groups(found, rows),
        "sum_line": page.sum_line(found),
        "hides": page.hides(found),
        "nobody": page.nobody(found),
        "due_soon": page.due_soon(found),
        "paused": page.paused(found),
        "nothing_due": page.nothing_due(found),
        "today": today,
        "drafts": drafts,
        "todo": page.tasks_to_do(access, on),
        "starting": page.starting(found),
        "side_rows": page.SIDE_ROWS,
        "night": night,
        "moved": page.what_moved(found, night),
        "team_names": page.team_names(access),
        "query": _query(form),
        "all_url": f"?people={form.chosen['people']}&treatment={Treatment.ALL.value}",
        "soon_until": add_days(on, found.schedule.due_soon_days),
        "may_record": access.may(Permission.RECORD_CONTACT),
    }
    if is_mine:
        context["same_day_tasks"] = found.tasks
    return render(request, "reviews/my_people.html", context)


def _by_staff(request: StaffRequest, form: FilterForm, loads: Caseloads) -> HttpResponse:
    """Everybody in the service: who cannot wait, and each member of staff's list a page away."""
    on = timezone.localdate()
    urgent = caseloads.cannot_wait(request.access, on)
    night = last_night(request.access.service, on)
    context = {
        "on": on,
        "form": form,
        "groups": page.groups(urgent, Rows(request.access, on, urgent.schedule)),
        "sum_line": caseloads_page.sum_line(urgent, loads),
        "staff": caseloads_page.staff_rows(loads, night),
        "in_treatment": loads.in_treatment,
        "night": night,
        "whole_query": caseloads_page.WHOLE_QUERY,
    }
    return render(request, "reviews/my_people_by_staff.html", context)


def _heading(form: FilterForm) -> str:
    if form.member is not None:
        return f"{form.member.name}’s people"
    return "Everyone in the service" if form.whose is Whose.SERVICE else "My people"


def _one_group(
    request: StaffRequest, form: FilterForm, found: Worklist, rows: Rows, group: Group
) -> HttpResponse:
    """Every row of one group, page by page: for lists too long for one page."""
    entries = found.by_group[group]
    pages = Paginator(entries, ROWS_A_PAGE, orphans=page.LAST_FEW)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "title": GROUP_TITLES[group],
        "list_title": _heading(form),
        "rows": rows.rows(shown.object_list),
        "page": shown,
        "all_query": _query(form),
        "query": f"{_query(form)}&group={group.name.lower()}&",
        "words": f"Showing {shown.start_index():,} to {shown.end_index():,} of {len(entries):,}",
        "hides": page.hides(found),
    }
    return render(request, "reviews/my_people_group.html", context)


def _query(form: FilterForm) -> str:
    return "&".join(f"{name}={value}" for name, value in form.chosen.items())
