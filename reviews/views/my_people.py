"""My people: who needs me today, and why."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import caseloads, caseloads_page, team_board
from reviews import my_people as page
from reviews.caseloads import Caseloads
from reviews.list_filter import FilterForm, filter_form
from reviews.nightly import last_night
from reviews.order import GROUP_TITLES, Group
from reviews.worklist import Treatment, Whose, Worklist
from reviews.worklist_rows import Rows
from rodt.dates import add_days

ROWS_A_PAGE = 50


@staff_page(Permission.VIEW_WORKLIST)
def my_people(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    access = request.access
    form, loads = filter_form(access, on, request.GET)
    if loads is not None and form.whose is Whose.STAFF:
        return _by_staff(request, form, loads)
    found = form.worklist(access, on)
    rows = Rows(access, on, found.schedule)
    asked = request.GET.get("group", "").upper()
    if asked in Group.__members__ and found.by_group[Group[asked]]:
        return _one_group(request, form, found, rows, Group[asked])
    is_mine = form.whose is Whose.MINE
    night = last_night(access.service, on, access.user if is_mine else None)
    today, drafts = page.today_and_drafts(access, on)
    context = {
        "on": on,
        "heading": form.heading,
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
        "query": form.query,
        "all_url": f"?people={form.chosen['people']}&treatment={Treatment.ALL.value}",
        "soon_until": add_days(on, found.schedule.due_soon_days),
        "may_record": access.may(Permission.RECORD_CONTACT),
        "may_print": access.may(Permission.PRINT_OUTREACH),
    }
    if is_mine:
        context["same_day_tasks"] = found.tasks
    return render(request, "reviews/my_people.html", context)


def _by_staff(request: StaffRequest, form: FilterForm, loads: Caseloads) -> HttpResponse:
    """Everybody in the service: who cannot wait, and each member of staff's list a page away."""
    on = timezone.localdate()
    urgent = caseloads.cannot_wait(request.access, on)
    night = last_night(request.access.service, on)
    _, drafts = page.today_and_drafts(request.access, on)
    context = {
        "on": on,
        "form": form,
        "drafts": drafts,
        "groups": page.groups(urgent, Rows(request.access, on, urgent.schedule)),
        "sum_line": caseloads_page.sum_line(urgent, loads),
        "staff": caseloads_page.staff_rows(loads, team_board.overdue_by_staff(request.access, on)),
        "night": night,
        "whole_query": caseloads_page.WHOLE_QUERY,
    }
    return render(request, "reviews/my_people_by_staff.html", context)


@staff_page(Permission.VIEW_TEAM)
def board(request: StaffRequest) -> HttpResponse:
    """How much is due and overdue in the service, by kind of review."""
    on = timezone.localdate()
    found = team_board.board(request.access, on)
    context = {"on": on, "board": found, "board_words": caseloads_page.board_words(found)}
    return render(request, "reviews/team_board.html", context)


def _one_group(
    request: StaffRequest, form: FilterForm, found: Worklist, rows: Rows, group: Group
) -> HttpResponse:
    """Every row of one group, page by page: for lists too long for one page."""
    entries = found.by_group[group]
    pages = Paginator(entries, ROWS_A_PAGE, orphans=page.LAST_FEW)
    shown = pages.get_page(request.GET.get("page"))
    may_print = group.needs_someone and request.access.may(Permission.PRINT_OUTREACH)
    context = {
        "group": group.name.lower(),
        "may_print": may_print,
        "title": GROUP_TITLES[group],
        "list_title": form.heading,
        "rows": rows.rows(shown.object_list),
        "page": shown,
        "all_query": form.query,
        "query": f"{form.query}&group={group.name.lower()}&",
        "words": f"Showing {shown.start_index():,} to {shown.end_index():,} of {len(entries):,}",
        "hides": page.hides(found),
    }
    return render(request, "reviews/my_people_group.html", context)
