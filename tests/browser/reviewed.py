"""Somebody with a saved review to correct, made through actions in the stack."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Team
from patients import actions as patients
from reviews import actions as reviews
from reviews.answers import Answered
from reviews.credits import Said, Wanted
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.logged import Logged
from reviews.questions import CARE_PLAN_NEEDS, Question
from reviews.review_types import ReviewerRole, ReviewType
from tests.browser.treated import at_harbour, keyworker


def somebody_reviewed() -> str:
    """The address of the review."""
    with at_harbour():
        on, by = localdate(), keyworker()
        patient = patients.register_patient(
            team=Team.objects.filter(memberships__user=by).first(),
            given_name="Tamsin",
            family_name="Orchard",
            date_of_birth=on.replace(year=1984, day=2),
            reference="BROWSER-REVIEWED",
            by=by,
        )
        patients.start_episode(
            patient=patient, started_on=on - timedelta(days=200), by=by, keyworker=by
        )
        answers = {question: Answered("yes", Said.ASKED) for question in CARE_PLAN_NEEDS}
        answers[Question.OWN_WORDS] = Answered("I am getting there", Said.ASKED)
        answers[Question.NALOXONE] = Answered("yes", Said.ASKED)
        review = reviews.log_review(
            patient=patient,
            by=by,
            role=ReviewerRole.KEYWORKER,
            logged=Logged(
                held_on=on - timedelta(days=5),
                seen="in_person",
                wanted=(Wanted(ReviewType.CARE_PLAN),),
                answers=answers,
                next_review_on=on + timedelta(days=60),
            ),
            schedule=DEFAULT_SCHEDULE,
        )
        return reverse("reviews:review", args=[patient.pk, review.pk])
