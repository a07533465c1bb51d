"""The list of places: looked up by everybody who sees people, and kept up to date by them."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from patients.person_page import add_errors, show_version
from patients.stale import differences_from
from rodt.versions import StaleSave
from support import place_actions
from support.models import Place
from support.place_forms import ORDER, ChangePlaceForm, PlaceForm
from support.places import listed

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PAGE = "support:places"


@require_safe
@staff_page(Permission.KEEP_PLACES)
def places(request: StaffRequest) -> HttpResponse:
    found = listed(request.access.service.pk, localdate())
    groups = [(words, list(rows)) for words, rows in groupby(found, lambda row: row.group)]
    context = {"groups": groups, "old": sum(row.is_old for row in found), "places": len(found)}
    return render(request, "support/places.html", context)


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.KEEP_PLACES)
def add_place(request: StaffRequest) -> HttpResponse:
    service, by = request.access.service, request.access.user
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        try:
            place = place_actions.add_place(
                service=service, on=localdate(), by=by, **form.cleaned_data
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"{place.name} is on the list.")
            return redirect(PAGE)
    return render(request, "support/add_place.html", {"form": form})


@require_http_methods(READ_AND_WRITE)
@staff_page(Permission.KEEP_PLACES)
def change_place(request: StaffRequest, place_id: UUID) -> HttpResponse:
    place = _place(request, place_id)
    saved = {name: getattr(place, name) for name in (*ORDER, "version")}
    saved["is_closed"] = place.closed_on is not None
    form = ChangePlaceForm(request.POST or None, initial=saved)
    both = []
    if form.is_valid():
        try:
            place_actions.change_place(
                place=place, on=localdate(), by=request.access.user, **form.cleaned_data
            )
        except StaleSave as stale:
            both = differences_from(form, saved)
            show_version(form, stale)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"{place.name}: saved.")
            return redirect(PAGE)
    context = {"form": form, "place": place, "both": both}
    return render(request, "support/change_place.html", context)


@require_POST
@staff_page(Permission.KEEP_PLACES)
def check_place(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Everything about it is right today."""
    place = place_actions.check_place(
        place=_place(request, place_id), on=localdate(), by=request.access.user
    )
    messages.success(request, f"{place.name}: checked today, by you.")
    return redirect(PAGE)


def _place(request: StaffRequest, place_id: UUID) -> Place:
    found = Place.objects.filter(service=request.access.service, pk=place_id).first()
    if found is None:
        raise Http404("There is no such place on the list.")
    return found
