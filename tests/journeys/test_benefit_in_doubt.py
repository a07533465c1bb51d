"""Benefit in doubt: a plan within 28 days and a follow-up within 12 weeks, or a reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from patients.models import Patient, Task
from reviews.amend_strategic import amend_strategic, take_back_strategic
from reviews.benefit_domains import DOMAINS
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Optimisation, Review
from reviews.review_types import ReviewerRole
from reviews.strategic import StrategicPart
from reviews.strategic_actions import record_strategic
from tests.world import TODAY, World, build_world

pytestmark = pytest.mark.django_db

DOUBTED = StrategicPart(
    ratings={domain.key.value: "same" for domain in DOMAINS},
    judgement=4,
    options=("stay",),
    decision="continue",
    conclusion="not_evident",
    no_plan_because="Will complete later",
)
PLANNED = replace(
    DOUBTED, no_plan_because="", plan="Raise the dose", follow_up_on=TODAY + timedelta(days=28)
)
PLAN_WORDS, FOLLOW_WORDS = "Write the plan to improve treatment", "Follow-up: has treatment"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def signed(
    world: World, part: StrategicPart, *, both: bool = True, held_on: date = TODAY
) -> Review:
    roles = [(ReviewerRole.KEYWORKER, world.keyworker), (ReviewerRole.PRESCRIBER, world.prescriber)]
    for role, by in roles if both else roles[:1]:
        review = record_strategic(
            patient=world.gareth,
            by=by,
            role=role,
            held_on=held_on,
            seen="in_person",
            part=part,
            schedule=DEFAULT_SCHEDULE,
            on=TODAY,
            next_review_on=held_on + timedelta(days=182),
        )
    return review


def to_do(patient: Patient) -> dict[str, Task]:
    found = Task.objects.filter(patient=patient, done_on=None).order_by("due_on")
    kinds = {"plan": PLAN_WORDS, "follow_up": FOLLOW_WORDS}
    return {
        kind: task for task in found for kind, words in kinds.items() if task.text.startswith(words)
    }


def last_outcome(patient: Patient, words: str) -> str:
    done = Task.objects.filter(patient=patient, text__startswith=words).exclude(done_on=None)
    return done.order_by("-version", "-recorded_at").first().outcome  # type: ignore[union-attr]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_nothing_is_to_do_before_the_second_signature(world: World) -> None:
    signed(world, DOUBTED, both=False)
    assert to_do(world.gareth) == {}


def test_the_signature_that_completes_it_opens_the_plan_and_the_follow_up(world: World) -> None:
    signed(world, DOUBTED)
    found = to_do(world.gareth)
    assert (found["plan"].due_on - TODAY).days == 28
    assert (found["follow_up"].due_on - TODAY).days == 84
    assert (found["plan"].duty, found["follow_up"].duty) == ("prescriber", "keyworker")
    assert "Will complete later" in found["plan"].text
    page = signed_in(world.prescriber).get(reverse("reviews:case", args=[world.gareth.pk]))
    assert PLAN_WORDS in page.content.decode()
    mine = signed_in(world.keyworker).get(reverse("reviews:my_people")).content.decode()
    assert FOLLOW_WORDS in mine and PLAN_WORDS not in mine


def test_a_plan_in_the_review_leaves_its_follow_up_on_the_day_agreed(world: World) -> None:
    signed(world, PLANNED)
    found = to_do(world.gareth)
    assert found.keys() == {"follow_up"}
    assert found["follow_up"].due_on == PLANNED.follow_up_on


@pytest.mark.parametrize("conclusion", ["clear", "not_enough"])
def test_without_doubt_nothing_is_asked_for(world: World, conclusion: str) -> None:
    signed(world, replace(DOUBTED, conclusion=conclusion))
    assert to_do(world.gareth) == {}


def test_a_plan_written_later_closes_its_task_and_moves_the_follow_up(world: World) -> None:
    signed(world, DOUBTED)
    client = signed_in(world.prescriber)
    where = reverse("reviews:write_plan", args=[world.gareth.pk])
    form = client.get(where).context["form"]
    follow_up_on = TODAY + timedelta(days=28)
    typed = {
        "entry_id": str(form["entry_id"].value()),
        "actions": "CBT for crack, Dee, by November",
        "follow_up_on_day": follow_up_on.day,
        "follow_up_on_month": follow_up_on.month,
        "follow_up_on_year": follow_up_on.year,
    }
    assert "Say who does what" in client.post(where, typed | {"actions": ""}).content.decode()
    for _ in range(2):
        assert client.post(where, typed).status_code == 302
    plan = Optimisation.objects.current().get(patient=world.gareth, on=TODAY)
    assert (plan.trigger, plan.recorded_by) == ("Strategic review: not_evident", world.prescriber)
    found = to_do(world.gareth)
    assert found.keys() == {"follow_up"} and found["follow_up"].due_on == follow_up_on
    assert last_outcome(world.gareth, PLAN_WORDS) == "The plan was written."


def test_what_came_of_the_plan_ends_its_follow_up(world: World) -> None:
    signed(world, PLANNED)
    client = signed_in(world.keyworker)
    where = reverse("reviews:plan_outcome", args=[world.gareth.pk])
    form = client.get(where).context["form"]
    typed = {"corrects": str(form["corrects"].value()), "outcome": "No heroin for two weeks"}
    assert client.post(where, typed).status_code == 302
    plan = Optimisation.objects.current().get(patient=world.gareth, on=TODAY)
    assert (plan.outcome, plan.actions) == ("No heroin for two weeks", "Raise the dose")
    assert to_do(world.gareth) == {}
    again = client.post(where, typed | {"outcome": "Something else"})
    assert again.status_code == 200 and "Something else" in again.content.decode()


def test_a_follow_up_later_than_12_weeks_needs_a_reason(world: World) -> None:
    client = signed_in(world.prescriber)
    where = reverse("reviews:strategic", args=[world.gareth.pk])
    late = TODAY + timedelta(days=85)
    typed = {
        "entry_id": str(client.get(where).context["form"]["entry_id"].value()),
        "seen": "in_person",
        "held_on_day": TODAY.day,
        "held_on_month": TODAY.month,
        "held_on_year": TODAY.year,
        "conclusion": "partial",
        "plan": "Raise the dose",
        "follow_up_on_day": late.day,
        "follow_up_on_month": late.month,
        "follow_up_on_year": late.year,
    }
    assert "12 weeks after the review" in client.post(where, typed).content.decode()
    assert client.post(where, typed | {"no_plan_because": "In hospital"}).status_code == 302


def test_a_later_strategic_review_answers_what_an_earlier_one_asked_for(world: World) -> None:
    signed(world, DOUBTED, held_on=TODAY - timedelta(days=60))
    assert to_do(world.gareth).keys() == {"plan", "follow_up"}
    signed(world, replace(DOUBTED, conclusion="clear"))
    assert to_do(world.gareth) == {}
    assert "Looked at again in the strategic review of" in last_outcome(world.gareth, FOLLOW_WORDS)


def corrected(world: World, review: Review, part: StrategicPart) -> None:
    """By the keyworker, then signed by the prescriber."""
    now = amend_strategic(
        review=review,
        by=world.keyworker,
        reason="Misread",
        on=TODAY,
        schedule=DEFAULT_SCHEDULE,
        part=part,
    )
    record_strategic(
        patient=world.gareth,
        by=world.prescriber,
        role=ReviewerRole.PRESCRIBER,
        held_on=TODAY,
        seen="in_person",
        part=part,
        schedule=DEFAULT_SCHEDULE,
        on=TODAY,
        joins=now.pk,
    )


def test_a_correction_takes_what_is_to_do_along(world: World) -> None:
    review = signed(world, DOUBTED)
    corrected(world, review, replace(DOUBTED, conclusion="clear", no_plan_because=""))
    assert to_do(world.gareth) == {}
    assert "was corrected" in last_outcome(world.gareth, PLAN_WORDS)


def test_a_correction_into_doubt_opens_what_is_to_do_once_it_is_signed(world: World) -> None:
    review = signed(world, replace(DOUBTED, conclusion="clear"))
    corrected(world, review, DOUBTED)
    assert to_do(world.gareth).keys() == {"plan", "follow_up"}


def test_taking_it_back_takes_back_what_is_to_do_and_the_one_before_stands(world: World) -> None:
    signed(world, DOUBTED, held_on=TODAY - timedelta(days=20))
    review = signed(world, PLANNED)
    assert to_do(world.gareth).keys() == {"follow_up"}
    take_back_strategic(
        review=review,
        by=world.keyworker,
        reason="Of somebody else",
        on=TODAY,
        schedule=DEFAULT_SCHEDULE,
    )
    found = to_do(world.gareth)
    assert found.keys() == {"plan", "follow_up"}
    assert (found["plan"].due_on - TODAY).days == 8


def test_what_somebody_answered_by_hand_stays_answered(world: World) -> None:
    review = signed(world, DOUBTED)
    client = signed_in(world.prescriber)
    task = to_do(world.gareth)["plan"]
    where = reverse("patients:task", args=[world.gareth.pk, task.pk])
    client.post(where, {"version": 1, "outcome": "He wants no change before the new year"})
    corrected(world, review, replace(DOUBTED, conclusion_why="Said more plainly"))
    assert to_do(world.gareth).keys() == {"follow_up"}
