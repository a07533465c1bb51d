"""The town once its reviews are logged too, through the actions of the reviews room.

`tests.world` builds the town without any review; `review_the_town(world)` adds what makes the names
of its people true: Leanne is up to date, Gareth is overdue for his care plan alone, and Josie's
strategic review waits for the prescriber.
"""

from patients.models import Patient
from reviews import actions, top
from reviews.answers import Answered
from reviews.benefit_domains import DOMAINS, Rating
from reviews.credits import Said, SeenHow, Wanted
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.logged import Logged
from reviews.models import Review
from reviews.questions import Question
from reviews.review_types import ReviewerRole, ReviewType
from reviews.strategic import StrategicPart
from reviews.strategic_actions import record_strategic
from reviews.top_items import NEEDED_FIELDS
from reviews.top_windows import Stage
from tests.town import World

KEYWORKER, PRESCRIBER = ReviewerRole.KEYWORKER, ReviewerRole.PRESCRIBER


def review_the_town(world: World) -> None:
    gareth, leanne = world.gareth, world.leanne
    held(world, gareth, 105, ReviewType.CARE_PLAN)
    held(world, gareth, 40, ReviewType.RISK)
    held(world, gareth, 64, ReviewType.MEDICAL, role=PRESCRIBER)
    held(world, gareth, 1, ReviewType.TOP)
    strategic(world, gareth, 357)
    held(world, leanne, 7, ReviewType.CARE_PLAN, ReviewType.RISK, ReviewType.TOP)
    held(world, leanne, 20, ReviewType.MEDICAL, role=PRESCRIBER)
    strategic(world, leanne, 100)
    strategic(world, world.josie, 4, signers=(KEYWORKER,))


def held(
    world: World,
    patient: Patient,
    ago: int,
    *types: ReviewType,
    role: ReviewerRole = KEYWORKER,
) -> Review:
    """A review of these types, so many days ago, with every answer asked."""
    on = world.day(ago)
    answers = {question: Answered("yes", Said.ASKED) for question in Question}
    answers[Question.OTHER_ILLNESS] = Answered("no", Said.ASKED)
    answers[Question.OWN_WORDS] = Answered("I'm getting there", Said.ASKED)
    profile = top.TopAnswers(on, Stage.REVIEW.value, dict.fromkeys(NEEDED_FIELDS, 0))
    return actions.log_review(
        patient=patient,
        by=_signer(world, role),
        role=role,
        logged=Logged(
            held_on=on,
            seen=SeenHow.IN_PERSON.value,
            wanted=tuple(Wanted(kind) for kind in types if kind is not ReviewType.TOP),
            answers=answers,
            top=profile if ReviewType.TOP in types else None,
        ),
        schedule=DEFAULT_SCHEDULE,
    )


def strategic(
    world: World,
    patient: Patient,
    ago: int,
    signers: tuple[ReviewerRole, ...] = (KEYWORKER, PRESCRIBER),
) -> None:
    """A strategic review that found clear benefit, signed by each of `signers` on its day."""
    part = StrategicPart(
        ratings={domain.key: Rating.BETTER.value for domain in DOMAINS},
        judgement=8,
        judgement_words="It lets me work.",
        without_it_patient="I'd be back on it in a week.",
        options=("stay",),
        decision="continue",
        conclusion="clear",
    )
    for role in signers:
        record_strategic(
            patient=patient,
            by=_signer(world, role),
            role=role,
            held_on=world.day(ago),
            seen=SeenHow.IN_PERSON.value,
            part=part,
            schedule=DEFAULT_SCHEDULE,
            on=world.day(ago),
            next_review_on=world.day(ago - 365),
            prescription=world.prescription(patient),
        )


def _signer(world: World, role: ReviewerRole):  # type: ignore[no-untyped-def]
    return world.prescriber if role is PRESCRIBER else world.keyworker
