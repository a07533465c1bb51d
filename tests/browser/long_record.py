"""Somebody known for ten years, with an overdose last week, made in the stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Service
from patients import actions as patients
from scripts.bench_long import somebody_with_a_long_record
from tests.browser.treated import at_harbour, keyworker, prescriber


def somebody_known_for_long() -> str:
    """The address of their page."""
    with at_harbour():
        on, by = localdate(), keyworker()
        patient = somebody_with_a_long_record(
            Service.objects.get(code="HARBOUR"), by, prescriber(), on, events=1500
        )
        patients.record_event(
            patient=patient, kind="overdose", on=on - timedelta(days=7), note="At home", by=by
        )
        return reverse("reviews:case", args=[patient.pk])
