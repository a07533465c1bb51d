"""People in treatment for years, made through actions in the stack: one whom everybody looked after
all along, one whom nobody did, and one who still uses heroin."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from careplans import actions as careplans
from patients import actions as patients
from patients.models import Contact, Patient
from reviews import actions as reviews
from reviews.answers import Answered
from reviews.credits import Said, Wanted
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.logged import Logged
from reviews.questions import Question
from reviews.review_types import ReviewerRole, ReviewType
from reviews.top import TopAnswers
from reviews.top_items import NEEDED_FIELDS
from reviews.top_windows import Stage
from tests.browser.treated import at_harbour, keyworker, prescriber, signed_by_two, start

STAYS = ("Morwenna", "Tregear")
ONLY_COLLECTS = ("Gwilym", "Aaronson")
"""The first in the order of names: the page of the two watches names the first five."""
STILL_USES = ("Idris", "Penhallow")
YEAR = 365


def one_who_wants_to_stay() -> str:
    """Their id. Four years on methadone. Reviewed all along: only the care plan review is due."""
    with at_harbour():
        on = localdate()
        patient, prescription = start(
            STAYS, "BROWSER-STAYS", on - timedelta(days=4 * YEAR), supervision="weekly"
        )
        _plan(patient, on - timedelta(days=4 * YEAR - 30), changed_on=on - timedelta(days=84))
        for ago in (3 * YEAR, 2 * YEAR, YEAR, 60):
            signed_by_two(patient, prescription, on - timedelta(days=ago))
        _held(patient, on - timedelta(days=84), ReviewType.CARE_PLAN)
        _held(patient, on - timedelta(days=20), ReviewType.RISK, ReviewType.TOP)
        _held(patient, on - timedelta(days=20), ReviewType.MEDICAL)
        _met(patient, on - timedelta(days=20), "drug_use_goals")
        return str(patient.pk)


def one_who_only_collects() -> str:
    """Their id. Nine years on methadone; the last review is 16 months old."""
    with at_harbour():
        on = localdate()
        patient, prescription = start(
            ONLY_COLLECTS, "BROWSER-COLLECTS", on - timedelta(days=9 * YEAR), supervision="weekly"
        )
        last_on = on - timedelta(days=487)
        _plan(patient, on - timedelta(days=8 * YEAR), changed_on=last_on)
        signed_by_two(patient, prescription, last_on)
        _held(patient, last_on, ReviewType.CARE_PLAN, ReviewType.RISK, ReviewType.TOP)
        for ago in range(14, 400, 14):
            _met(patient, on - timedelta(days=ago), Contact.Content.COLLECTION)
        return str(patient.pk)


def one_who_still_uses() -> str:
    """Their id. Half a year on methadone 40mg; heroin on 24 of 28 days at the start, 20 later."""
    with at_harbour():
        on = localdate()
        started_on = on - timedelta(days=180)
        patient, _ = start(STILL_USES, "BROWSER-STILL-USES", started_on, dose_mg=40)
        _plan(patient, started_on, changed_on=on - timedelta(days=90))
        for stage, ago, days in ((Stage.START, 180, 24), (Stage.REVIEW, 90, 20)):
            answers = dict.fromkeys(NEEDED_FIELDS, 0) | {"opiates_days": days}
            reviews.log_top(
                patient=patient,
                by=keyworker(),
                answers=TopAnswers(on - timedelta(days=ago), stage.value, answers),
            )
        return str(patient.pk)


def _plan(patient: Patient, started_on: date, *, changed_on: date) -> None:
    by = keyworker()
    goal = careplans.add_goal(
        plan=careplans.open_plan(episode=patient.episodes.get(), started_on=started_on, by=by),
        words="Keep my job at the yard",
        tags=["human"],
        opened_on=started_on,
        by=by,
    )
    careplans.record_progress(
        goal=goal, on=changed_on, state="progressing", next_step="Ask about Fridays", by=by
    )


def _met(patient: Patient, on: date, about: str) -> None:
    by = keyworker()
    is_collection = about == Contact.Content.COLLECTION
    patients.record_contact(
        patient=patient,
        on=on,
        kind="in_person",
        outcome="attended",
        with_role="pharmacist" if is_collection else "keyworker",
        with_staff=None if is_collection else by,
        content=[about],
        by=by,
    )


def _held(patient: Patient, on: date, *types: ReviewType) -> None:
    """With every answer asked; a medical review by the prescriber."""
    is_medical = ReviewType.MEDICAL in types
    answers = {question: Answered("yes", Said.ASKED) for question in Question}
    answers[Question.OWN_WORDS] = Answered("It suits me as it is", Said.ASKED)
    answers[Question.EXIT_VISION] = Answered("Foreman at the yard", Said.ASKED)
    profile = TopAnswers(on, Stage.REVIEW.value, dict.fromkeys(NEEDED_FIELDS, 0))
    reviews.log_review(
        patient=patient,
        by=prescriber() if is_medical else keyworker(),
        role=ReviewerRole.PRESCRIBER if is_medical else ReviewerRole.KEYWORKER,
        logged=Logged(
            held_on=on,
            seen="in_person",
            wanted=tuple(Wanted(kind) for kind in types if kind is not ReviewType.TOP),
            answers=answers,
            top=profile if ReviewType.TOP in types else None,
        ),
        schedule=DEFAULT_SCHEDULE,
    )
