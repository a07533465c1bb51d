"""Finding somebody. The words are posted: nothing about a person stands in an address."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import trail
from accounts.gate import StaffRequest, staff_page
from accounts.models import Trail
from accounts.roles import Permission
from patients.models import Patient
from patients.person_page import allowed
from patients.querysets import PatientQuerySet
from patients.telling_apart import also_known_as, with_episode
from rodt.tidy import tidy

MOST_SHOWN = 50
RECENT = 8
LOOKS_READ = 200
LONGEST = 80
FEW = 5
"""With more found than this as typed, nobody spelt otherwise is offered."""
MOST_ALIKE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.VIEW_PATIENT)
def find(request: StaffRequest) -> HttpResponse:
    return render(request, "patients/find.html", look_for(request))


def look_for(request: StaffRequest) -> dict[str, Any]:
    """Who is found for the posted words, as the pages that look for somebody print it. Asked for
    nothing: the people this member opened last."""
    people = Patient.objects.visible_to(request.access).select_related("team")
    context: dict[str, Any] = {
        "may": allowed(request),
        "words": "",
        "was_asked": request.method == "POST",
    }
    if request.method == "POST":
        words = tidy(request.POST.get("words", ""))[:LONGEST].strip()
        found = also_known_as(with_episode(people.named(words))[: MOST_SHOWN + 1])
        alike = _spelt_like(people, words, found)
        trail.record(
            "searched",
            by=request.access.user,
            service_id=request.access.service.pk,
            of=len(found) + len(alike),
        )
        context |= {
            "words": words,
            "people": found[:MOST_SHOWN],
            "alike": alike,
            "is_cut": len(found) > MOST_SHOWN,
            "most": MOST_SHOWN,
        }
    else:
        context["people"] = _opened_last(request, people)
    return context


def _spelt_like(people: PatientQuerySet, words: str, found: list[Patient]) -> list[Patient]:
    """Where few are found as it was typed: those a slip of the pen, or the ear, away."""
    if len(found) > FEW:
        return []
    others = people.spelt_like(words).exclude(pk__in=[patient.pk for patient in found])
    return also_known_as(with_episode(others)[:MOST_ALIKE])


def _opened_last(request: StaffRequest, people: PatientQuerySet) -> list[Patient]:
    looks = Trail.objects.filter(
        user=request.access.user,
        service=request.access.service,
        verb="opened",
        patient_id__isnull=False,
    ).order_by("-at", "-id")
    order = list(dict.fromkeys(looks.values_list("patient_id", flat=True)[:LOOKS_READ]))[:RECENT]
    theirs = also_known_as(with_episode(people.filter(pk__in=order)))
    found = {patient.pk: patient for patient in theirs}
    return [found[key] for key in order if key in found]
