"""Two people log a review of the same person at the same time: the second sees it and decides."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from careplans.models import Goal, GoalProgress
from patients.models import Patient
from reviews import actions, strategic_actions
from reviews.benefit_domains import DOMAINS
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Review, ReviewCredit, Signature, StrategicReview
from reviews.review_types import ReviewerRole, ReviewType
from rodt.versions import StaleSave
from tests.reviewed_town import held
from tests.world import TODAY, World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    world = build_world()
    colleague = Membership.objects.get(user=world.south_keyworker)
    colleague.teams.add(world.north)
    return world


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(patient: Patient, name: str = "log") -> str:
    return reverse(f"reviews:{name}", args=[patient.pk])


def opened(client: Client, patient: Patient, name: str = "log", **typed: object) -> dict:
    """The form as this page offers it, with its hidden parts, and what is typed into it."""
    form = client.get(address(patient, name)).context["form"]
    hidden = {
        field.html_name: str(field.value())
        for field in form.hidden_fields()
        if field.value() is not None
    }
    day = {"held_on_day": TODAY.day, "held_on_month": TODAY.month, "held_on_year": TODAY.year}
    return {**hidden, "seen": "in_person", **day, **typed}


def again(answer) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """What the page that came back would post, were its button pressed."""
    return dict(answer.context["form"].data.lists())


def on_record(patient: Patient) -> list[Review]:
    return list(Review.objects.current().filter(patient=patient).order_by("id"))


def test_the_second_to_save_sees_what_the_first_recorded_and_nothing_typed_is_lost(
    world: World,
) -> None:
    mine, theirs = browser(world.keyworker), browser(world.south_keyworker)
    posted = opened(mine, world.gareth, own_words="Not so good.", problem_drug_use="more")
    first = opened(theirs, world.gareth, own_words="Better.", problem_drug_use="less")
    assert theirs.post(address(world.gareth), first).status_code == 302
    answer = mine.post(address(world.gareth), posted)
    assert answer.status_code == 200 and len(on_record(world.gareth)) == 1
    said = answer.content.decode()
    assert "Marek Lis recorded a review since you opened this form" in said
    beside = {row.label: (row.now, row.yours) for row in answer.context["beside"]}
    assert beside["Drug use since last time"] == ("Less", "More")
    assert "Not so good." in said and "Better." in said
    # saving again says that it is another one
    assert mine.post(address(world.gareth), again(answer)).status_code == 302
    assert {review.their_words for review in on_record(world.gareth)} == {"Better.", "Not so good."}


def test_the_same_form_sent_twice_is_no_conflict_with_itself(world: World) -> None:
    client = browser(world.keyworker)
    posted = opened(client, world.gareth, own_words="Better.")
    answers = [client.post(address(world.gareth), posted) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(on_record(world.gareth)) == 1


def test_questions_and_goals_settled_meanwhile_stay_on_the_form_with_what_was_typed(
    world: World,
) -> None:
    mine = browser(world.keyworker)
    goal = Goal.objects.filter(patient=world.gareth, closed_on=None).first()
    assert goal is not None
    state = f"goal_{goal.pk.hex}_state"
    form = mine.get(f"{address(world.gareth)}?also=risk").context["form"]
    assert "risk_overdose" in form.fields
    typed = {"risk_overdose": "concern", "risk_overdose_note": "Alone at night.", state: "stuck"}
    posted = opened(mine, world.gareth) | {"asked": form["asked"].value()} | typed
    actions.plan_actions.record_progress(
        goal=goal, on=TODAY, state=GoalProgress.State.ACHIEVED, by=world.south_keyworker
    )
    held(world, world.gareth, 0, ReviewType.RISK)
    answer = mine.post(address(world.gareth), posted)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "Alone at night." in said and state in answer.context["form"].fields
    assert mine.post(address(world.gareth), again(answer)).status_code == 302
    notes = {r.answers["risk_overdose"]["note"] for r in on_record(world.gareth)}
    assert "Alone at night." in notes


def test_still_true_means_what_stood_there_when_it_was_ticked(world: World) -> None:
    held(world, world.gareth, 90, ReviewType.CARE_PLAN)
    mine, theirs = browser(world.keyworker), browser(world.south_keyworker)
    posted = opened(mine, world.gareth, naloxone_still="on")
    theirs.post(address(world.gareth), opened(theirs, world.gareth, naloxone="no"))
    answer = mine.post(address(world.gareth), posted)
    beside = {row.label: (row.now, row.yours) for row in answer.context["beside"]}
    assert beside["Do they have naloxone at home, in date?"] == ("No", "Yes")
    mine.post(address(world.gareth), again(answer))
    last = Review.objects.filter(held_by=world.keyworker, held_on=TODAY).get(patient=world.gareth)
    assert last.answers["naloxone"]["value"] == "yes"


def test_the_action_itself_refuses_the_second(world: World) -> None:
    before = Review.objects.filter(patient=world.gareth).count()
    held(world, world.gareth, 0, ReviewType.CARE_PLAN)
    logged = actions.Logged(held_on=TODAY, seen="in_person", wanted=())
    with pytest.raises(StaleSave):
        actions.log_review(
            patient=world.gareth,
            by=world.prescriber,
            role=ReviewerRole.PRESCRIBER,
            logged=logged,
            schedule=DEFAULT_SCHEDULE,
            known=before,
        )
    assert len(on_record(world.gareth)) == 1


def strategic(client: Client, patient: Patient, rating: str, **typed: object) -> dict:
    ratings = {f"rating_{domain.key}": rating for domain in DOMAINS}
    asked = {
        "judgement": "7",
        "judgement_words": "It keeps me well.",
        "options": ["stay"],
        "decision": "continue",
        "conclusion": "clear",
    }
    return opened(client, patient, "strategic", **ratings, **asked, **typed)


def test_two_blank_strategic_forms_never_write_over_each_other(world: World) -> None:
    """Both opened it before either had signed: what the first recorded is shown, not replaced."""
    dee, osei = browser(world.keyworker), browser(world.prescriber)
    where = address(world.gareth, "strategic")
    second = strategic(osei, world.gareth, "same", without_it_clinician="Risk of relapse.")
    assert dee.post(where, strategic(dee, world.gareth, "better")).status_code == 302
    answer = osei.post(where, second)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "Dee Marsh recorded a review since you opened this form" in said
    assert "Risk of relapse." in said
    beside = {row.label: (row.now, row.yours) for row in answer.context["beside"]}
    assert beside["Your rating of heroin and other opiates"] == ("Better", "Same")
    part = StrategicReview.objects.current().get(patient=world.gareth)
    assert part.ratings["opiates"] == "better"
    # looked at, and saved again: now it joins, signs and counts
    assert osei.post(where, again(answer)).status_code == 302
    assert len(on_record(world.gareth)) == 1
    credit = ReviewCredit.objects.current().get(patient=world.gareth, type="strategic")
    assert credit.is_valid


def test_a_signature_sent_twice_signs_once_and_opens_no_second_review(world: World) -> None:
    dee, osei = browser(world.keyworker), browser(world.prescriber)
    where = address(world.gareth, "strategic")
    dee.post(where, strategic(dee, world.gareth, "better"))
    joining = strategic(osei, world.gareth, "better")
    assert [osei.post(where, joining).status_code for _ in range(2)] == [302, 302]
    assert len(on_record(world.gareth)) == 1
    assert Signature.objects.filter(patient=world.gareth).count() == 2


def test_when_somebody_else_signed_first_nothing_more_is_opened(world: World) -> None:
    dee, osei = browser(world.keyworker), browser(world.prescriber)
    nurse = browser(world.second_prescriber)
    where = address(world.gareth, "strategic")
    dee.post(where, strategic(dee, world.gareth, "better"))
    late = strategic(osei, world.gareth, "worse")
    nurse.post(where, strategic(nurse, world.gareth, "better"))
    answer = osei.post(where, late)
    assert answer.status_code == 200 and len(on_record(world.gareth)) == 1
    assert "recorded a review since you opened this form" in answer.content.decode()
    assert (
        strategic_actions.waiting_for(world.gareth, ReviewerRole.PRESCRIBER, world.prescriber)
        is None
    )
