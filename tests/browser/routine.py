"""People whose reviews are logged in a browser, made through actions in the stack: one whose care
plan review alone is due, one in week 12 of treatment, one whose benefit is in doubt."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from accounts.models import Team, User
from careplans import actions as careplans
from patients import actions as patients
from patients.models import Patient
from reviews import actions as reviews
from reviews.answers import Answered
from reviews.benefit_domains import DOMAINS
from reviews.credits import Said, Wanted
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.logged import Logged
from reviews.questions import CARE_PLAN_NEEDS, RISK_NEEDS, Question
from reviews.review_types import ReviewerRole, ReviewType
from reviews.strategic import StrategicPart
from reviews.top import TopAnswers
from reviews.top_items import NEEDED_FIELDS
from tests.browser.treated import at_harbour, keyworker, signed_by_two, start

IN_DOUBT = ("Jory", "Marlowe")
ROUTINE = ("Olwen", "Fairweather")
WEEK_12 = ("Piran", "Nettlefold")
LAST_DAYS_AGO = 80


def somebody_routine() -> str:
    """Their id. In treatment without a prescription; all but the care plan review is up to date."""
    with at_harbour():
        on, by = localdate(), keyworker()
        patient = patients.register_patient(
            team=Team.objects.filter(memberships__user=by).first(),
            given_name=ROUTINE[0],
            family_name=ROUTINE[1],
            date_of_birth=date(1983, 5, 4),
            reference="BROWSER-ROUTINE",
            by=by,
        )
        started_on = on - timedelta(days=200)
        episode = patients.start_episode(
            patient=patient, started_on=started_on, by=by, keyworker=by
        )
        careplans.add_goal(
            plan=careplans.open_plan(episode=episode, started_on=started_on, by=by),
            words="A place of my own",
            tags=["physical"],
            opened_on=started_on,
            next_step="See the housing officer",
            by=by,
        )
        answers = {question: Answered("no", Said.ASKED) for question in CARE_PLAN_NEEDS}
        answers[Question.OWN_WORDS] = Answered("Calmer at home", Said.ASKED)
        answers[Question.NALOXONE] = Answered("yes", Said.ASKED)
        answers[Question.RECOVERY_CAPITAL] = Answered("social, human", Said.ASKED)
        answers[Question.OPTIONS_DISCUSSED] = Answered("stay", Said.ASKED)
        answers[Question.PREFERENCE] = Answered("To stay as it is", Said.ASKED)
        log(
            patient,
            by,
            on - timedelta(days=LAST_DAYS_AGO),
            ReviewType.CARE_PLAN,
            answers,
            capital={"social": 5, "human": 6},
            options=("stay",),
            preference="To stay as it is",
        )
        asked = {question: Answered("none", Said.ASKED) for question in RISK_NEEDS}
        log(patient, by, on - timedelta(days=20), ReviewType.RISK, asked)
        reviews.log_top(
            patient=patient,
            by=by,
            answers=TopAnswers(on - timedelta(days=20), "review", dict.fromkeys(NEEDED_FIELDS, 0)),
        )
        return str(patient.pk)


def log(  # type: ignore[no-untyped-def]
    patient: Patient, by: User, on: date, kind: ReviewType, answers, **more
) -> None:
    """A review of one kind that this keyworker held; `more` as of `Logged`."""
    reviews.log_review(
        patient=patient,
        by=by,
        role=ReviewerRole.KEYWORKER,
        logged=Logged(
            held_on=on, seen="in_person", wanted=(Wanted(kind),), answers=answers, **more
        ),
        schedule=DEFAULT_SCHEDULE,
    )


def somebody_in_week_12() -> str:
    """Their id. On methadone for 84 days, and never reviewed."""
    with at_harbour():
        patient, _ = start(WEEK_12, "BROWSER-WEEK-12", localdate() - timedelta(days=84))
        return str(patient.pk)


def somebody_in_doubt() -> str:
    """Their id. Two people signed that benefit is partial, and wrote no plan; a day programme is
    not available."""
    with at_harbour():
        on = localdate()
        patient, prescription = start(IN_DOUBT, "BROWSER-DOUBT", on - timedelta(days=200))
        doubt = StrategicPart(
            ratings={domain.key.value: "same" for domain in DOMAINS},
            ladder={"9": {"status": "not_available", "note": "None within 40 miles"}},
            judgement=5,
            options=("stay",),
            decision="continue",
            conclusion="partial",
            no_plan_because="Will complete later",
        )
        signed_by_two(patient, prescription, on, doubt, next_after_days=182)
        return str(patient.pk)
