"""Somebody in treatment, for what they ask for, made through actions in the stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from patients.models import Patient
from support.actions import add_offer
from tests.browser.treated import at_harbour, start

NAMED = ("Ottoline", "Fairweather")
OTHERS = 5


def somebody_who_asks() -> str:
    """The address of the pages of their support. Others asked for the same before, so that the
    number is not a small one."""
    on = localdate()
    with at_harbour():
        patient, _ = start(NAMED, "BROWSER-ASKS", on - timedelta(days=200))
        others = Patient.objects.filter(service=patient.service).exclude(pk=patient.pk)
        for other in others.order_by("reference")[:OTHERS]:
            add_offer(patient=other, on=on, kind="residential", by=None, how="not_available")
        return reverse("support:support", args=[patient.pk])
