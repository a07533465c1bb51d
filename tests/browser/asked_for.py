"""Somebody in treatment, for what they ask for, made through actions in the stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from tests.browser.treated import at_harbour, start

NAMED = ("Ottoline", "Fairweather")


def somebody_who_asks() -> str:
    """The address of the pages of their support."""
    with at_harbour():
        patient, _ = start(NAMED, "BROWSER-ASKS", localdate() - timedelta(days=200))
        return reverse("support:support", args=[patient.pk])
