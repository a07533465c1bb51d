"""Somebody with a plan that has a past, made through actions in the stack."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from careplans import actions, plan_actions
from patients import actions as patients
from patients.models import Patient
from tests.browser.treated import at_harbour, keyworker, start

NAMED = ("Rosamund", "Quillfeather")


def somebody_with_a_plan() -> str:
    """Addresses: of the plan, and of its goal. Another person each time it is asked."""
    with at_harbour():
        on, by = localdate(), keyworker()

        def ago(days: int) -> date:
            return on - timedelta(days=days)

        number = Patient.objects.filter(family_name=NAMED[1]).count()
        patient, _ = start(NAMED, f"BROWSER-PLAN-{number}", ago(200))
        episode = patient.episodes.get()
        goal = actions.add_first_or_next_goal(
            episode=episode,
            on=ago(190),
            by=by,
            words="Sing with the choir again",
            tags=["cultural"],
            opened_on=ago(190),
            next_step="Ring the choir",
        )
        for days, words in ((190, "A job"), (60, "I want to stay on this")):
            actions.record_exit_vision(patient=patient, on=ago(days), words=words, by=by)
        for days, ratings in ((190, (3, 2, 4, None)), (100, (4, 2, 5, 3)), (10, (6, 5, 5, 3))):
            kinds = dict(zip(("social", "physical", "human", "cultural"), ratings, strict=True))
            actions.record_recovery_capital(patient=patient, on=ago(days), ratings=kinds, by=by)
        plan_actions.move_plan(
            episode=episode,
            on=ago(60),
            phase="preparation",
            layer="standard",
            why="Ready for more",
            by=by,
        )
        patients.record_contact(
            patient=patient,
            on=ago(5),
            kind="phone",
            outcome="attended",
            with_role="keyworker",
            summary="Choir meets on Thursdays",
            by=by,
        )
        plan_page = reverse("careplans:plan", args=[patient.pk])
        return f"{plan_page} {reverse('careplans:goal', args=[patient.pk, goal.pk])}"
