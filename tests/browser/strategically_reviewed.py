"""Somebody with a strategic review signed by two, a TOP and a goal, made through actions in the
stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from careplans import actions as plans
from reviews import actions as reviews
from reviews.top import TopAnswers
from tests.browser.treated import at_harbour, keyworker, signed_by_two, start


def somebody_reviewed_by_two() -> str:
    """Addresses: of the review, of the page that corrects the TOP, and of the goal."""
    with at_harbour():
        on, by = localdate(), keyworker()
        patient, prescription = start(
            ("Winifred", "Larkspur"), "BROWSER-STRATEGIC", on - timedelta(days=200)
        )
        held_on = on - timedelta(days=6)
        review = signed_by_two(patient, prescription, held_on, next_after_days=306)
        record = reviews.log_top(
            patient=patient,
            by=by,
            answers=TopAnswers(held_on, "review", {"opiates_days": 4, "psych_health": 11}),
        )
        goal = plans.add_goal(
            plan=plans.open_plan(episode=patient.episodes.get(), started_on=held_on, by=by),
            words="See my daughter",
            tags=["social"],
            opened_on=held_on,
            next_step="Ring her",
            by=by,
        )
        review_page = reverse("reviews:review", args=[patient.pk, review.pk])
        goal_page = reverse("careplans:goal", args=[patient.pk, goal.pk])
        return f"{review_page} {record.correct_url} {goal_page}"
