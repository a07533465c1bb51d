"""Somebody for the keyworker's test to log a review for, made through actions in the stack."""

from datetime import timedelta

from django.utils.timezone import localdate

from accounts.models import Team
from careplans import actions as careplans
from patients import actions as patients
from tests.browser.treated import at_harbour, keyworker

NAME = ("Wynne", "Ashgrove")
LEFT = ("Corin", "Hathersage")
STARTED_DAYS_AGO = 120


def one_overdue_person() -> None:
    """In treatment without a prescription, and never reviewed: one form covers all that is due."""
    with at_harbour():
        by = keyworker()
        team = Team.objects.filter(memberships__user=by).first()
        started_on = localdate() - timedelta(days=STARTED_DAYS_AGO)
        patient = patients.register_patient(
            team=team,
            given_name=NAME[0],
            family_name=NAME[1],
            date_of_birth=started_on.replace(year=1985, day=1),
            reference="BROWSER-1",
            by=by,
        )
        episode = patients.start_episode(
            patient=patient, started_on=started_on, by=by, keyworker=by
        )
        plan = careplans.open_plan(episode=episode, started_on=started_on, by=by)
        careplans.add_goal(
            plan=plan,
            words="Weekends without using",
            tags=["overcoming_dependence"],
            opened_on=started_on,
            by=by,
        )


def one_who_left_as_planned() -> None:
    """Finished drug-free five months ago; a good ending was written down."""
    with at_harbour():
        by = keyworker()
        ended_on = localdate() - timedelta(days=150)
        patient = patients.register_patient(
            team=Team.objects.filter(memberships__user=by).first(),
            given_name=LEFT[0],
            family_name=LEFT[1],
            date_of_birth=ended_on.replace(year=1979, day=1),
            reference="BROWSER-2",
            by=by,
        )
        episode = patients.start_episode(
            patient=patient, started_on=ended_on - timedelta(days=400), by=by, keyworker=by
        )
        careplans.record_exit_vision(
            patient=patient, on=episode.started_on, words="Back on the boats by summer", by=by
        )
        patients.end_episode(
            episode=episode, version=1, ended_on=ended_on, reason="completed_drug_free", by=by
        )


def somebody_to_ring() -> str:
    """Their id. A new person each time."""
    with at_harbour():
        by, on = keyworker(), localdate()
        patient = patients.register_patient(
            team=Team.objects.filter(memberships__user=by).first(),
            given_name="Ives",
            family_name="Polglaze",
            date_of_birth=on.replace(year=1988, day=3),
            by=by,
        )
        patients.start_episode(
            patient=patient, started_on=on - timedelta(days=60), by=by, keyworker=by
        )
        return str(patient.pk)
