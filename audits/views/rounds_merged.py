"""The report over several services: 12 rows, a step, both watches, services of a figure, files.

For whoever may read an audit in every service that was added up: the database shows it to nobody
else.
"""

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.access import services_with
from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import balance_page, report_page, rounds_page, rounds_reader
from audits.models import AuditFile, MergedFile, MergedReport
from audits.printed import printed
from audits.several import FIGURES_LEFT_OUT, RETENTION_LEFT_OUT
from audits.views.files import CONTENT_TYPES
from audits.views.rounds import my_services
from rodt.downloads import attachment


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def report(request: StaffRequest, round_number: int) -> HttpResponse:
    with my_services(request, Permission.VIEW_AUDIT):
        merged, frame = _opened(round_number)
        kinds = list(merged.files.values_list("kind", flat=True))
    built = rounds_reader.build(merged)
    context = {
        **frame,
        "report": built,
        "since": report_page.since(built),
        "not_added": FIGURES_LEFT_OUT,
        "head": rounds_page.head(built, kinds),
        "rows": report_page.summary(built, rounds_page.Links(round_number)),
    }
    return render(request, "audits/round_report.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def step(request: StaffRequest, round_number: int, step: int) -> HttpResponse:
    with my_services(request, Permission.VIEW_AUDIT):
        merged, frame = _opened(round_number)
    built = rounds_reader.build(merged)
    found = next((item for item in built.steps if item.number == step), None)
    if found is None:
        raise Http404
    context = {
        **frame,
        "report": built,
        "since": report_page.since(built),
        **report_page.opened(built, found, rounds_page.Links(round_number)),
    }
    return render(request, "audits/round_step.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def balance(request: StaffRequest, round_number: int) -> HttpResponse:
    """Did nobody look? Did it end too soon? From the counts that were added up."""
    with my_services(request, Permission.VIEW_AUDIT):
        merged, frame = _opened(round_number)
    built, links = rounds_reader.build(merged), rounds_page.Links(round_number)
    context = {
        **frame,
        "report": built,
        "watches": balance_page.watches_of_several(built, links),
        "rows": [report_page.row(built.indicator(code), links) for code in balance_page.CODES],
        "counted_url": links.step(5),
        "retention_left_out": RETENTION_LEFT_OUT,
    }
    return render(request, "audits/round_balance.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def services(request: StaffRequest, round_number: int, code: str, figure: str) -> HttpResponse:
    """The services behind a figure, by name, each as its own report tells it."""
    may_open = services_with(request.access.user, Permission.VIEW_AUDIT_PEOPLE)
    with my_services(request, Permission.VIEW_AUDIT):
        merged, frame = _opened(round_number)
        built = rounds_reader.build(merged)
        indicator = next((item for item in built.indicators if item.code == code), None)
        shown = rounds_page.cell(printed(indicator), figure) if indicator else None
        if indicator is None or shown is None:
            raise Http404
        own = {service.pk for service in may_open}
        rows = rounds_page.services(merged, indicator, figure, own)
    context = {
        **frame,
        "report": built,
        "indicator": indicator,
        "heading": report_page.heading(figure, indicator, shown[1]),
        "rows": rows,
        "compared": rounds_page.compared(rows, request.access.service),
        "step": int(code.split(".")[0]),
    }
    return render(request, "audits/round_figure.html", context)


@require_safe
@staff_page(Permission.VIEW_AUDIT)
def download(request: StaffRequest, round_number: int, kind: str) -> HttpResponse:
    """The file as it was kept. It holds no names; that it left is noted in every service."""
    with my_services(request, Permission.VIEW_AUDIT):
        merged = my_report(round_number)
        held = MergedFile.objects.filter(report=merged, kind=kind).first()
        if held is None:
            raise Http404
    content = bytes(held.content)
    if hashlib.sha256(content).hexdigest() != held.sha256:
        raise RuntimeError(f"The {kind} of round {merged.pk} is not the one that was kept.")
    for service_id in merged.services:
        trail.record(
            "downloaded an audit of several services",
            by=request.access.user,
            service_id=service_id,
            about=f"round {merged.pk}, {kind}",
            sha256=held.sha256,
        )
    name = rounds_page.file_name(merged.round, kind)
    return attachment(content, name, CONTENT_TYPES[AuditFile.Kind(kind)])


def _opened(round_number: int) -> tuple[MergedReport, dict[str, Any]]:
    """The report, and what each of its pages says of it first. Its services are to be open."""
    merged = my_report(round_number)
    return merged, {"round": merged.round, "retired": rounds_reader.retired_in(merged.round)}


def my_report(number: int) -> MergedReport:
    """404 unless all its services are open."""
    reports = MergedReport.objects.select_related("round__requested_by")
    found = reports.filter(pk=number).first()
    if found is None:
        raise Http404("There is no such report over these services.")
    return found
