"""Somebody whose strategic review concluded clear benefit, made through actions in the stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Service, Team, User
from patients import actions as patients
from prescribing import actions as prescribing
from prescribing.models import Medicine
from reviews.benefit_domains import DOMAINS, Rating
from reviews.credits import SeenHow
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.review_types import ReviewerRole
from reviews.strategic import StrategicPart
from reviews.strategic_actions import record_strategic
from rodt import row_security

KEYWORKER, PRESCRIBER = "dee.marsh@demo.example", "dr.osei@demo.example"
DAYS = 200


def somebody_who_benefits() -> str:
    """The address of their prescription page."""
    service = Service.objects.get(code="HARBOUR")
    with row_security.scope([service.pk]):
        on = localdate()
        dee, osei = (User.objects.get(email=email) for email in (KEYWORKER, PRESCRIBER))
        started_on = on - timedelta(days=DAYS)
        patient = patients.register_patient(
            team=Team.objects.filter(memberships__user=dee).first(),
            given_name="Isla",
            family_name="Marchmont",
            date_of_birth=started_on.replace(year=1987, day=3),
            reference="BROWSER-7",
            by=dee,
        )
        episode = patients.start_episode(
            patient=patient, started_on=started_on, by=dee, keyworker=dee
        )
        prescription = prescribing.start_prescription(
            patient=patient,
            episode=episode,
            medicine=Medicine.objects.get(code="methadone-1mg-ml"),
            started_on=started_on,
            dose_mg=60,
            supervision="daily",
            state="active",
            by=osei,
            prescriber=osei,
        )
        part = StrategicPart(
            ratings={domain.key: Rating.BETTER.value for domain in DOMAINS},
            judgement=8,
            judgement_words="It lets me work.",
            options=("stay",),
            decision="continue",
            conclusion="clear",
        )
        for by, role in ((dee, ReviewerRole.KEYWORKER), (osei, ReviewerRole.PRESCRIBER)):
            record_strategic(
                patient=patient,
                by=by,
                role=role,
                held_on=on - timedelta(days=30),
                seen=SeenHow.IN_PERSON.value,
                part=part,
                schedule=DEFAULT_SCHEDULE,
                on=on - timedelta(days=30),
                next_review_on=on + timedelta(days=300),
                prescription=prescription,
            )
        return reverse("prescribing:prescription", args=[patient.pk])
