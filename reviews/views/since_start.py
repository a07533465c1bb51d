"""Since the start: who stayed in treatment and how many days they used, by what they started on."""

from datetime import date

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import cohort_page, starts_reader
from reviews.benefit_tabs import tabs
from reviews.since_start import WEEKS_SHOWN, cohorts
from reviews.views.cohorts import as_file, people_page
from rodt.dates import FIRST_DAY, ONE_DAY, add_months

PERIODS = (
    ("24", "Started in the last 2 years"),
    ("12", "Started in the last 12 months"),
    ("60", "Started in the last 5 years"),
    ("all", "Started at any time on record"),
)
TOLD_IN_WEEK = 24


class PeriodForm(forms.Form):
    """Who is counted, by when they started. An answer it does not offer is read as the first."""

    started = forms.ChoiceField(label="Who started when", choices=PERIODS)

    def __init__(self, asked: QueryDict) -> None:
        wanted = asked.get("started")
        self.period = wanted if wanted in dict(PERIODS) else PERIODS[0][0]
        super().__init__({"started": self.period})

    def from_on(self, on: date) -> date:
        if self.period == "all":
            return FIRST_DAY
        return add_months(on, -int(self.period)) + ONE_DAY


@require_safe
@staff_page(Permission.VIEW_BENEFIT)
def since_start(request: StaffRequest) -> HttpResponse:
    """All of it; with `people` those behind one number; with `as=csv` the numbers as a file."""
    on, form = localdate(), PeriodForm(request.GET)
    from_on = form.from_on(on)
    started = starts_reader.of_access(request.access, from_on, on)
    found = cohorts(started, on, WEEKS_SHOWN)
    query = f"started={form.period}"
    if request.GET.get("as") == "csv":
        return as_file(found, f"since-the-start-{on.isoformat()}.csv")
    context = {"on": on, "tabs": tabs("since_start"), "query": query, "title": "Since the start"}
    if "people" in request.GET:
        names = starts_reader.names_of(started)
        behind = cohort_page.behind(request.GET["people"], found, names, on)
        return people_page(request, behind, context)
    links = cohort_page.Links(query)
    context |= {
        "form": form,
        "from_on": from_on if form.period != "all" else None,
        "panels": [cohort_page.panel(one, links, WEEKS_SHOWN, TOLD_IN_WEEK) for one in found],
    }
    return render(request, "reviews/since_start.html", context)
