"""What the pages about those who started share: the people behind a number, and the file."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.gate import StaffRequest
from reviews import since_start_table
from reviews.since_start import Cohort
from rodt.downloads import attachment

A_PAGE = 50
TWICE = "Somebody who started twice stands here for each start."


def as_file(found: list[Cohort], name: str) -> HttpResponse:
    """The numbers of the tables. It names nobody."""
    response = attachment(b"", name)
    since_start_table.write(response, found)
    return response


def people_page(
    request: StaffRequest, behind: Mapping[str, Any] | None, context: Mapping[str, Any]
) -> HttpResponse:
    if behind is None:
        raise Http404("There is no such number on this page.")
    page = Paginator(behind["rows"], A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "reviews/cohort_people.html", {"note": TWICE, **context, **behind, "page": page}
    )
