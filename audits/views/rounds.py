"""Audits of several services: the rounds, how far one is, and what stopped in it."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import services_with
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import rounds_actions, rounds_page, rounds_reader
from audits.models import Audit, AuditFile, AuditRound, MergedReport, Retirement, RoundMember
from jobs.models import Job
from jobs.words import NOBODY_ASKED
from rodt import row_security
from rodt.words import count

ROUNDS_A_PAGE = 20


@contextmanager
def my_services(request: StaffRequest, permission: Permission) -> Iterator[None]:
    """Sees every service in which they hold the permission, and no other."""
    held = services_with(request.access.user, permission)
    with row_security.scope([service.pk for service in held]):
        yield


def my_round(number: int) -> AuditRound:
    """404 unless a service of it is open."""
    found = AuditRound.objects.select_related("requested_by").filter(pk=number).first()
    if found is None:
        raise Http404("There is no such audit in these services.")
    return found


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def index(request: StaffRequest) -> HttpResponse:
    with my_services(request, Permission.VIEW_AUDIT):
        ready = Q(members__audit__state=Audit.State.READY, members__cancelled_at=None)
        retired = Retirement.objects.filter(
            audit__in_rounds__round=OuterRef("pk"), audit__in_rounds__cancelled_at=None
        )
        rounds = (
            AuditRound.objects.select_related("requested_by")
            .annotate(
                mine=Count("members"),
                ready=Count("members", filter=ready),
                is_retired=Exists(retired),
            )
            .order_by("-pk")
        )
        page = Paginator(rounds, ROUNDS_A_PAGE).get_page(request.GET.get("page"))
        numbers = [found.pk for found in page]
        merged = set(MergedReport.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    context = {
        "page": page,
        "merged": merged,
        "nobody_asked": NOBODY_ASKED,
        "may_run": len(services_with(request.access.user, Permission.RUN_AUDIT)) > 1,
    }
    return render(request, "audits/rounds.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def round_page(request: StaffRequest, round_number: int) -> HttpResponse:
    """How far each service is; or only the piece that the script asks for again."""
    with my_services(request, Permission.VIEW_AUDIT):
        found = my_round(round_number)
        rows = rounds_reader.standings(rounds_reader.members_of(found))
        merged = MergedReport.objects.filter(pk=found.pk).only("digest", "finished_at").first()
        kinds = list(merged.files.values_list("kind", flat=True)) if merged else []
    merge_job = Job.objects.last_of(rounds_reader.key_of_merge(found.pk))
    hidden = len(found.services) - len(rows)
    states = {row.state for row in rows}
    context = {
        "round": found,
        "merged": merged,
        "kinds": sorted(kinds, key=AuditFile.Kind.values.index),
        "merge_job": merge_job,
        "retired": rounds_reader.retired_of(row.member for row in rows),
        "rows": [(row, rounds_page.note(row), f"Run {row.member.audit.number}") for row in rows],
        "opening": rounds_page.opening(rows, merged is not None, sees_all=not hidden),
        "progress": rounds_page.progress(
            rows, merge_job, is_merged=merged is not None, sees_all=not hidden
        ),
        "hidden": hidden,
        "has_waiting": rounds_reader.WAITING in states,
        "has_stopped": rounds_reader.STOPPED in states,
        "nobody_asked": NOBODY_ASKED,
        "may_run": request.access.may(Permission.RUN_AUDIT),
    }
    is_part = request.headers.get("X-Part") == "job"
    return render(request, f"audits/{'_round_part' if is_part else 'round'}.html", context)


@require_POST
@staff_page(Permission.RUN_AUDIT)
def again(request: StaffRequest, round_number: int) -> HttpResponse:
    """Every run that stopped is asked for afresh; else the adding up, where that stopped."""
    with my_services(request, Permission.RUN_AUDIT):
        found = my_round(round_number)
        members = rounds_reader.members_of(found)
        number = rounds_actions.try_again(members=members, by=request.access.user)
        if not number and rounds_actions.merge_again(round_=found, by=request.access.user):
            messages.success(request, "The services are added up again.")
        else:
            messages.info(request, f"{count(number, 'service')} asked for again.")
    return redirect("audits:round", round_number)


@require_POST
@staff_page(Permission.RUN_AUDIT)
def cancel(request: StaffRequest, round_number: int) -> HttpResponse:
    words = "cancelled. What had begun goes on, and what is done stays."
    return _taken_out(request, round_number, rounds_actions.cancel, words)


@require_POST
@staff_page(Permission.RUN_AUDIT)
def leave_out(request: StaffRequest, round_number: int) -> HttpResponse:
    return _taken_out(request, round_number, rounds_actions.leave_out, "left out of the report.")


def _taken_out(
    request: StaffRequest,
    number: int,
    take: Callable[..., int],
    words: str,
) -> HttpResponse:
    with my_services(request, Permission.RUN_AUDIT):
        members: Collection[RoundMember] = rounds_reader.members_of(my_round(number))
        taken = take(members=members, by=request.access.user)
    messages.info(request, f"{count(taken, 'service')} {words}")
    return redirect("audits:round", number)
