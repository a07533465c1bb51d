"""The offer to undo, from the save to the page that follows it: kept in the session, shown once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from patients import undoing
from patients.models import Patient

OFFERED = "undo"


AFTER = frozenset(
    {
        "patients:pause",
        "patients:reopen",
        "patients:settle_appointment",
        "patients:task",
        "reviews:end_episode",
        "reviews:record_death",
        "reviews:stop",
        "reviews:transfer",
        "reviews:transfers",
        "prescribing:change_state",
        "prescribing:decide_missed",
    }
)
"""Addresses that change where something stands: what they save can be undone for 30 seconds."""
NO_WAY_BACK = {
    "prescribing:new": "A new prescription cannot be undone. Correct it, or record a stop.",
    "reviews:inherited": "This cannot be undone. Open a review to correct it or take it back.",
}
"""What changes where something stands and has no undo, with what to do instead."""


def offer_undo(request: HttpRequest, patient: Patient) -> None:
    """After the action and in its transaction; the next page shows it."""
    match = request.resolver_match
    if match is None:
        return
    if match.view_name in NO_WAY_BACK:
        messages.info(request, NO_WAY_BACK[match.view_name])
    if match.view_name not in AFTER:
        return
    request.session[OFFERED] = {
        "token": undoing.offer(patient=patient, by=request.user),  # type: ignore[arg-type]
        "url": reverse("patients:undo", args=[patient.pk]),
    }


def offered(request: HttpRequest) -> dict[str, Any]:
    """`undo_offer` for the messages of the page, where the last save offered it."""
    return {"undo_offer": lambda: request.session.pop(OFFERED, None)}
