"""What the frame of every page says about today: how many people cannot wait until tomorrow, and
whether last night's check ran."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate, now

from accounts.roles import Permission
from reviews import told, worklist_reader
from reviews.night_jobs import SAID_FROM, night_of
from reviews.night_words import not_run
from reviews.tolerance import lost

SAY_TOLERANCE = ("reviews:case", "prescribing:prescription", "prescribing:decide_missed")
SAY_THE_NIGHT = ("reviews:my_people", "reviews:nights")


def same_day_tasks(request: HttpRequest) -> dict[str, Any]:
    """`same_day_tasks`: a count; `missed_night`: words, where last night's check did not run. Read
    together, only where a page shows them; absent without a list. `sees_nights`: may look there."""
    access = getattr(request, "access", None)
    if access is None or not access.may(Permission.VIEW_WORKLIST):
        return {}
    night = night_of(now(), SAID_FROM)
    read = SimpleLazyObject(lambda: worklist_reader.every_page(access, localdate(), night))
    found: dict[str, Any] = {"same_day_tasks": SimpleLazyObject(lambda: read.tasks)}
    if not _is(request, SAY_THE_NIGHT):
        found["missed_night"] = SimpleLazyObject(lambda: not_run(read.night, night))
        found["sees_nights"] = access.may(Permission.VIEW_JOBS)
    return found


def safety(request: HttpRequest) -> dict[str, Any]:
    """`safety`: the checks that stand for the person of this page, read only where a page of a
    lower room prints them. `tolerance`: what waits for a prescriber's decision."""
    patient = getattr(request, "patient", None)
    if patient is None:
        return {}
    return {
        "safety": SimpleLazyObject(lambda: told.panel_of(patient, localdate())),
        "tolerance": None
        if _is(request, SAY_TOLERANCE)
        else SimpleLazyObject(lambda: lost(patient)),
    }


def _is(request: HttpRequest, pages: Collection[str]) -> bool:
    """Is it one of the pages that say more about the matter than a line of the frame?"""
    match = request.resolver_match
    return match is not None and match.view_name in pages
