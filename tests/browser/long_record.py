"""Somebody known for ten years, with an overdose last week, made in the stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Service, User
from patients import actions as patients
from rodt import row_security
from scripts.bench_long import somebody_with_a_long_record
from tests.browser.people import KEYWORKER
from tests.browser.stopping import PRESCRIBER


def somebody_known_for_long() -> str:
    """The address of their page."""
    service = Service.objects.get(code="HARBOUR")
    with row_security.scope([service.pk]):
        on = localdate()
        by, prescriber = (User.objects.get(email=email) for email in (KEYWORKER, PRESCRIBER))
        patient = somebody_with_a_long_record(service, by, prescriber, on, events=1500)
        patients.record_event(
            patient=patient, kind="overdose", on=on - timedelta(days=7), note="At home", by=by
        )
        return reverse("reviews:case", args=[patient.pk])
