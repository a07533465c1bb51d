"""The banner of every page about one person: whom this page is about, so that nobody writes in the
wrong record. The gate puts the person on the request; no view has to remember the banner."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from patients import about_nobody
from patients.models import Assignment, Patient
from patients.move_words import moves_of
from patients.person_page import draft_words
from patients.undo_offer import offered
from rodt.dates import age_on

ADULT_FROM_YEARS = 18


def banner(request: HttpRequest) -> dict[str, Any]:
    """`banner`: age, keyworker, prescriber; `moves_here`: how often entries were moved to or from
    this record. Both are read only where a template shows them. `undo_offer`: see there.
    `own_draft`: of a form about nobody, where what is typed is kept, and the draft that it was
    opened with."""
    patient = getattr(request, "patient", None)
    if patient is None:
        return {"own_draft": _own_draft(request), **offered(request)}
    return {
        "banner": SimpleLazyObject(lambda: _banner(patient)),
        "moves_here": SimpleLazyObject(lambda: len(moves_of(patient))),
        **offered(request),
    }


def _own_draft(request: HttpRequest) -> dict[str, Any] | None:
    name = about_nobody.draft_name(request.resolver_match)
    if not name or getattr(request, "access", None) is None:
        return None
    draft = getattr(request, "own_draft", None)
    return {
        "url": reverse("patients:save_own_draft", args=[name]),
        "page": request.path,
        "draft": draft,
        "words": draft_words(draft),
    }


def _banner(patient: Patient) -> dict[str, Any]:
    on = localdate()
    names: dict[str, list[str]] = {}
    for duty, name in (
        Assignment.objects.filter(patient=patient, from_on__lte=on, to_on=None)
        .order_by("from_on")
        .values_list("duty", "staff__full_name")
    ):
        names.setdefault(duty, []).append(name)
    age = age_on(patient.date_of_birth, on) if patient.date_of_birth else None
    return {
        "age": age,
        "is_under_18": age is not None and age < ADULT_FROM_YEARS,
        "keyworker": ", ".join(names.get(Assignment.Duty.KEYWORKER, [])),
        "prescriber": ", ".join(names.get(Assignment.Duty.PRESCRIBER, [])),
        "url": reverse("reviews:case", args=[patient.pk]),
        "died_on": patient.died_on,
    }
