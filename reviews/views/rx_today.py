"""Prescribing today: what waits for a prescriber, why, and the one thing to do."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from reviews import rx_today_page as page
from reviews import rx_today_reader
from reviews.rx_today import TITLES_OF, Kind
from reviews.worklist import Whose, scopes

ROWS_A_PAGE = 50
WHOSE = {
    Whose.MINE: "My people",
    Whose.TEAMS: "My teams",
    Whose.SERVICE: "Everyone in the service",
}


class FilterForm(forms.Form):
    """Whose people, and what about. An answer it does not offer is read as the first one."""

    people = forms.ChoiceField(label="Whose people")
    about = forms.ChoiceField(label="What about", choices=page.ABOUT)

    def __init__(self, asked: QueryDict, whose: list[Whose]) -> None:
        offered = {"people": [(one.value, WHOSE[one]) for one in whose], "about": page.ABOUT}
        self.chosen = {
            name: next((value for value, _ in found if value == asked.get(name)), found[0][0])
            for name, found in offered.items()
        }
        super().__init__(self.chosen)
        self.fields["people"] = forms.ChoiceField(label="Whose people", choices=offered["people"])
        self.whose = Whose(self.chosen["people"])
        about = self.chosen["about"]
        self.kind = None if about == page.ALL else Kind(about)


@require_safe
@staff_page(Permission.SEE_PRESCRIBING_TODAY)
def prescribing_today(request: StaffRequest) -> HttpResponse:
    on, access = localdate(), request.access
    lists = [whose for whose in scopes(access) if whose in WHOSE]
    form = FilterForm(request.GET, lists)
    waiting = rx_today_reader.read(access, on)
    everything = waiting.of(lists[-1])
    shown = tuple(
        thing for thing in waiting.of(form.whose) if form.kind is None or thing.kind is form.kind
    )
    context = {
        "on": on,
        "form": form,
        "whose": WHOSE[form.whose],
        "sum_line": page.sum_line(shown, everything),
        "hides": page.hides(shown, everything),
        "all_url": f"?people={lists[-1].value}&about={page.ALL}",
        "query": f"people={form.whose.value}",
    }
    if form.kind is None:
        context["groups"] = page.groups(access, waiting, shown)
    else:
        found = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": found,
            "title": TITLES_OF[form.kind],
            "rows": page.rows(access, waiting, list(found.object_list)),
            "page_query": f"people={form.whose.value}&about={form.kind.value}&",
            "words": f"Showing {found.start_index():,} to {found.end_index():,} of {len(shown):,}",
        }
    return render(request, "reviews/prescribing_today.html", context)
