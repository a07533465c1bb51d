"""What the frame of every page says about today: how many people cannot wait until tomorrow."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from accounts.roles import Permission
from reviews import told, worklist_reader
from reviews.tolerance import lost

SAY_IT_THEMSELVES = ("reviews:case", "prescribing:prescription", "prescribing:decide_missed")


def same_day_tasks(request: HttpRequest) -> dict[str, Any]:
    """`same_day_tasks`: a count, read only where a page shows it; absent without a list."""
    access = getattr(request, "access", None)
    if access is None or not access.may(Permission.VIEW_WORKLIST):
        return {}
    return {
        "same_day_tasks": SimpleLazyObject(lambda: worklist_reader.tasks_of(access, localdate()))
    }


def safety(request: HttpRequest) -> dict[str, Any]:
    """`safety`: the checks that stand for the person of this page, read only where a page of a
    lower room prints them. `tolerance`: what waits for a prescriber's decision."""
    patient = getattr(request, "patient", None)
    if patient is None:
        return {}
    return {
        "safety": SimpleLazyObject(lambda: told.panel_of(patient, localdate())),
        "tolerance": None if _says_itself(request) else SimpleLazyObject(lambda: lost(patient)),
    }


def _says_itself(request: HttpRequest) -> bool:
    """Pages that say more about lost tolerance than a line of the frame."""
    match = request.resolver_match
    return match is not None and match.view_name in SAY_IT_THEMSELVES
