"""The list as it stood on a day that has passed: the same function asked about that day."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import my_people as page
from reviews.list_filter import filter_form
from reviews.worklist_rows import Rows
from rodt.dates import FIRST_DAY, ONE_DAY
from rodt.forms import DateField3, PlainForm, helper

A_PAGE = 100
"""People named on it; each group says how many stand in it."""


class DayForm(PlainForm):
    """Which day. It travels in the address, with the filter of the list it was opened from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField3(
            label="Day to show",
            earliest=FIRST_DAY,
            latest=timezone.localdate() - ONE_DAY,
            latest_words="must be in the past. Today’s list is My people",
        )
        self.helper = helper(form_tag=False, method="get")


@require_safe
@staff_page(Permission.VIEW_WORKLIST)
def past_list(request: StaffRequest) -> HttpResponse:
    access, today = request.access, timezone.localdate()
    has_asked = any(name.startswith("on_") for name in request.GET)
    day_form = DayForm(request.GET if has_asked else None, initial={"on": today - ONE_DAY})
    form, _ = filter_form(access, today, request.GET)
    context: dict[str, Any] = {
        "day_form": day_form,
        "form_has_errors": has_asked and not day_form.is_valid(),
        "chosen": form.chosen,
        "heading": form.heading,
        "query": form.query,
        "today": today,
        "problem": "Nothing is shown yet: the day has to be another",
    }
    if has_asked and day_form.is_valid():
        on = day_form.cleaned_data["on"]
        found = form.worklist(access, on, is_past=True)
        rows = Rows(access, on, found.schedule)
        context |= {
            "on": on,
            "sum_line": page.sum_line(found),
            "hides": page.hides(found),
            "groups": page.groups(found, rows, most=A_PAGE),
            "paused": page.paused(found),
        }
    return render(request, "reviews/past_list.html", context)
