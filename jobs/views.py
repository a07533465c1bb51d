"""What ran, what is running, what stopped and can be asked for again: of one's own service."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from jobs import actions, words
from jobs.kinds import opened_with, title_of
from jobs.models import Job
from jobs.querysets import at_most_once, one_of_many

JOBS_A_PAGE = 30
NOT_AGAIN_WORDS = "This is sent once at most. The next one comes by itself."


def _row(job: Job) -> dict[str, object]:
    """Where the room that asked says what the job is about, its title does too."""
    return {
        "job": job,
        "title": ": ".join(filter(None, (title_of(job.kind), job.arguments.get("about")))),
        "standing": words.standing(job) if job.is_live else "",
        "took": words.took(job),
        "may_ask_again": job.kind not in at_most_once(),
        "asked_by": job.requested_by.full_name if job.requested_by else words.NOBODY_ASKED,
    }


@require_safe
@staff_page(Permission.VIEW_JOBS)
def index(request: StaffRequest) -> HttpResponse:
    jobs = Job.objects.filter(service=request.access.service).select_related("requested_by")
    # So many would bury the rest; those that stopped are shown.
    told = jobs.ended().exclude(kind__in=one_of_many(), state=Job.State.DONE)
    ended = Paginator(told.order_by("-finished_at", "-created_at"), JOBS_A_PAGE)
    page = ended.get_page(request.GET.get("page"))
    context = {
        "live": [_row(job) for job in jobs.live().order_by("created_at")],
        "stopped": [_row(job) for job in jobs.to_look_at().order_by("-finished_at")],
        "page": page,
        "ended": [_row(job) for job in page],
    }
    return render(request, "jobs/index.html", context)


@require_safe
@staff_page(Permission.VIEW_JOBS)
def job(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """The whole page, or only the piece that shows progress, which the script asks for again."""
    found = _own(request, job_id)
    is_part = request.headers.get("X-Part") == "job"
    template = "jobs/_progress.html" if is_part else "jobs/job.html"
    needed = opened_with(found.kind)
    may_open = needed is None or request.access.may(needed)
    return render(request, template, _row(found) | {"may_open": may_open})


@require_POST
@staff_page(Permission.VIEW_JOBS)
def again(request: StaffRequest, job_id: UUID) -> HttpResponse:
    found = _own(request, job_id)
    if not found.has_stopped:
        messages.info(request, "This job did not stop, so there is nothing to ask for again.")
        return redirect("jobs:job", found.pk)
    if found.kind in at_most_once():
        messages.info(request, NOT_AGAIN_WORDS)
        return redirect("jobs:job", found.pk)
    return redirect("jobs:job", actions.again(job=found, by=request.access.user).pk)


def _own(request: HttpRequest, job_id: UUID) -> Job:
    jobs = Job.objects.select_related("requested_by", "service")
    service = request.access.service  # type: ignore[attr-defined]
    found: Job = get_object_or_404(jobs, pk=job_id, service=service)
    return found
