"""People whose strategic review concluded clear benefit, made through actions in the stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from patients.models import Patient
from tests.browser.treated import at_harbour, signed_by_two, start

TAPERED = ("Idris", "Aaberg")
"""The first in the order of names: the page of the two watches names the first five."""


def somebody_who_benefits() -> str:
    """The address of their prescription page."""
    with at_harbour():
        patient = _who_benefits(("Isla", "Marchmont"), "BROWSER-7", started=200, reviewed=30)
        return reverse("prescribing:prescription", args=[patient.pk])


def one_who_is_tapered() -> None:
    """More than a year in treatment; nothing they want is on record."""
    with at_harbour():
        _who_benefits(TAPERED, "BROWSER-5", started=400, reviewed=180)


def _who_benefits(name: tuple[str, str], reference: str, started: int, reviewed: int) -> Patient:
    """Better in every domain at the strategic review, so many days ago, that both signed."""
    on = localdate()
    patient, prescription = start(name, reference, on - timedelta(days=started))
    held_on = on - timedelta(days=reviewed)
    signed_by_two(patient, prescription, held_on, next_after_days=330)
    return patient
