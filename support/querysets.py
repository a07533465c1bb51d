"""Which offers, steps and answers of one person: those that stand, the newest first."""

from typing import Any

from patients.models import Patient
from support.models import Circumstances, Offer, OfferStep, Place
from support.sheet import SupportSheet, made_of

NEWEST_FIRST = ("-on", "-recorded_at", "-id")


def offers_of(patient: Patient) -> Any:
    rows = Offer.objects.filter(patient=patient, is_withdrawn=False)
    return rows.select_related("place", "recorded_by").order_by(*NEWEST_FIRST)


def steps_of(patient: Patient) -> Any:
    rows = OfferStep.objects.current().filter(patient=patient)
    return rows.select_related("with_staff", "recorded_by").order_by(*NEWEST_FIRST)


def said_of(patient: Patient) -> Any:
    rows = Circumstances.objects.current().filter(patient=patient)
    return rows.select_related("recorded_by").order_by(*NEWEST_FIRST)


def read(patient: Patient) -> SupportSheet:
    """Three queries, however much there is."""
    return made_of(offers_of(patient), steps_of(patient), said_of(patient))


def places_of(service_id: Any) -> Any:
    """Those that are there, by name."""
    return Place.objects.filter(service_id=service_id, closed_on=None).order_by("name", "id")
