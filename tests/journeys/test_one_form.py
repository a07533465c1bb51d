"""One form for an appointment: what it asks, what may stay without an answer, what it credits."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from careplans.models import OptionsTalk, RecoveryCapital
from patients.models import Patient, Task
from reviews import facts_reader
from reviews.benefit_domains import DOMAINS
from reviews.models import Optimisation, Review, ReviewCredit, StrategicReview
from reviews.questions import Question
from reviews.review_types import ReviewType
from reviews.schedule import due_for
from tests.journeys.test_log_review import filled
from tests.world import TODAY, World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(patient: Patient) -> str:
    return reverse("reviews:log", args=[patient.pk])


def strategic(**typed: object) -> dict[str, object]:
    """What a keyworker says of benefit on this form."""
    posted: dict[str, object] = {f"rating_{domain.key}": "better" for domain in DOMAINS}
    return posted | {"judgement": "7", "conclusion": "clear", "decision": "continue"} | typed


def credits_today(patient: Patient) -> dict[str, tuple[bool, str]]:
    found = ReviewCredit.objects.current().filter(patient=patient, held_on=TODAY)
    return {credit.type: (credit.is_valid, credit.awaits) for credit in found}


def test_every_item_of_each_review_has_a_question(world: World) -> None:
    """domain/reviews.md §4: liver tests are asked of a prescriber, though no review waits for
    them."""
    form = signed_in(world.prescriber).get(address(world.gareth)).context["form"]
    assert {"rx_confirmed", "dose_holds", "liver", "decision"} <= set(form.fields)
    assert Question.LIVER in form.sheet.questions
    assert {"treatment_stable", "other_illness"} <= set(form.fields)


def test_a_strategic_review_that_is_due_is_asked_on_the_same_form(world: World) -> None:
    client = signed_in(world.keyworker)
    page = client.get(address(world.gareth))
    assert "Is prescribing still of benefit?" in page.content.decode()
    assert page.context["suggestion"].words in page.content.decode()
    posted = filled(client, world.gareth, **strategic())
    assert client.post(address(world.gareth), posted).status_code == 302
    assert credits_today(world.gareth)["strategic"] == (False, "prescriber")
    assert credits_today(world.gareth)["care_plan"] == (True, "")
    part = StrategicReview.objects.current().get(patient=world.gareth, review__held_on=TODAY)
    assert (part.conclusion, part.judgement, part.options) == ("clear", 7, ["stay"])
    assert OptionsTalk.objects.filter(patient=world.gareth, on=TODAY).count() == 1
    assert not client.get(address(world.gareth)).context["form"].sheet.has_strategic, "begun"


def test_a_strategic_review_of_which_nothing_is_answered_is_not_begun(world: World) -> None:
    client = signed_in(world.keyworker)
    client.post(address(world.gareth), filled(client, world.gareth))
    assert "strategic" not in credits_today(world.gareth)
    assert not StrategicReview.objects.filter(patient=world.gareth).exists()


def test_the_second_signature_counts_every_review_that_waited(world: World) -> None:
    client = signed_in(world.keyworker)
    posted = filled(client, world.gareth, **strategic(conclusion="partial", plan="CBT, Dee"))
    assert client.post(address(world.gareth), posted).status_code == 302
    assert not Task.objects.filter(patient=world.gareth, text__startswith="Follow-up").exists()
    client = signed_in(world.prescriber)
    where = reverse("reviews:strategic", args=[world.gareth.pk])
    form = client.get(where).context["form"]
    assert form["preference"].value() == "To stay as it is"
    assert form["plan"].value() == "CBT, Dee"
    joined = {name: form[name].value() or "" for name in form.fields} | {
        "preference": "To try the depot"
    }
    plan = Optimisation.objects.current().get(patient=world.gareth)
    joined |= {
        "follow_up_on_day": plan.follow_up_on.day,
        "follow_up_on_month": plan.follow_up_on.month,
        "follow_up_on_year": plan.follow_up_on.year,
    }
    answer = client.post(where, joined)
    assert answer.status_code == 302, answer.context["form"].errors
    assert credits_today(world.gareth)["strategic"] == (True, "")
    talk = OptionsTalk.objects.current().get(patient=world.gareth, on=TODAY)
    assert (talk.preference, talk.options) == ("To try the depot", ["stay"])
    task = Task.objects.get(patient=world.gareth, text__startswith="Follow-up", done_on=None)
    assert task.due_on == TODAY + timedelta(days=84)


def test_doubt_on_this_form_asks_for_a_plan_too(world: World) -> None:
    client = signed_in(world.keyworker)
    posted = filled(client, world.gareth, **strategic(conclusion="not_evident"))
    assert (
        "say why there is none yet" in client.post(address(world.gareth), posted).content.decode()
    )


def test_the_day_agreed_for_a_medical_review_brings_no_strategic_review_forward(
    world: World,
) -> None:
    client = signed_in(world.prescriber)
    form = client.get(address(world.gareth)).context["form"]
    agreed = TODAY + timedelta(days=30)
    posted = {
        **{ask.question.value: "not_asked" for ask in form.sheet.asks},
        **strategic(),
        "entry_id": str(form["entry_id"].value()),
        "seen": "in_person",
        "held_on_day": TODAY.day,
        "held_on_month": TODAY.month,
        "held_on_year": TODAY.year,
        "options": ["stay"],
        "next_review_on_day": agreed.day,
        "next_review_on_month": agreed.month,
        "next_review_on_year": agreed.year,
    }
    assert client.post(address(world.gareth), posted).status_code == 302
    client = signed_in(world.keyworker)
    where = reverse("reviews:strategic", args=[world.gareth.pk])
    form = client.get(where).context["form"]
    joined = {name: form[name].value() or "" for name in form.fields if name != "follow_up_on"}
    assert client.post(where, joined).status_code == 302
    facts = facts_reader.read(on=TODAY, patient_ids=[world.gareth.pk])[world.gareth.pk]
    assert due_for(ReviewType.MEDICAL, facts, TODAY).due_on == agreed
    assert due_for(ReviewType.STRATEGIC, facts, TODAY).due_on == TODAY + timedelta(days=365)


def test_their_own_judgement_may_stay_unknown(world: World) -> None:
    client = signed_in(world.keyworker)
    asked = strategic(judgement="", rating_own_judgement="unknown")
    client.post(address(world.gareth), filled(client, world.gareth, **asked))
    review = Review.objects.get(patient=world.gareth, held_on=TODAY)
    assert review.answers["patient_view"]["state"] == "not_asked"
    assert review.credits.get(type="strategic").why == "Waits for the prescriber's signature."


@pytest.mark.parametrize("why", ["not_asked", "declined"])
def test_every_question_may_stay_without_an_answer_and_the_review_counts(
    world: World, why: str
) -> None:
    client = signed_in(world.keyworker)
    posted = filled(client, world.gareth)
    goals = [name for name in posted if name.startswith("goal_") and name.endswith("_state")]
    posted |= dict.fromkeys(["problem_drug_use", "risk_changed", "naloxone", *goals], why)
    for name in ("own_words", "preference", "capital_social", "options"):
        del posted[name]
    posted |= {f"{name}_unknown": why for name in ("own_words", "preference", "capital", "options")}
    assert client.post(address(world.gareth), posted).status_code == 302
    assert credits_today(world.gareth)["care_plan"] == (True, "")
    review = Review.objects.get(patient=world.gareth, held_on=TODAY)
    states = {key: said["state"] for key, said in review.answers.items()}
    asked = ("own_words", "goals", "recovery_capital", "options_discussed", "preference")
    assert {states[key] for key in asked} == {why}
    assert not OptionsTalk.objects.filter(patient=world.gareth, on=TODAY).exists()


def test_last_answers_stand_beside_and_carried_ones_count_once_they_are_confirmed(
    world: World,
) -> None:
    client = signed_in(world.keyworker)
    before = TODAY - timedelta(days=3)
    client.post(
        address(world.gareth),
        filled(client, world.gareth, held_on_day=before.day, held_on_month=before.month),
    )
    form = client.get(address(world.gareth)).context["form"]
    assert form.capital_last["state"] == form.preference_last["state"] == "carried"
    assert form.options_last["text"] == "Staying as it is"
    posted = filled(client, world.gareth)
    for name in ("preference", "capital_social"):
        del posted[name]
    said = client.post(reverse("reviews:credits", args=[world.gareth.pk]), posted)
    assert "recovery capital" in said.content.decode(), "carried and not asked is not reviewed"
    posted |= {"preference_still": "on", "capital_still": "on"}
    assert client.post(address(world.gareth), posted).status_code == 302
    assert credits_today(world.gareth)["care_plan"] == (True, "")
    review = Review.objects.get(patient=world.gareth, held_on=TODAY)
    assert review.answers["recovery_capital"]["state"] == "confirmed"
    assert review.answers["preference"] == {
        "value": "To stay as it is",
        "state": "confirmed",
        "note": "",
    }
    assert RecoveryCapital.objects.get(patient=world.gareth, on=TODAY).social == 4


def test_what_is_needed_and_not_available_is_counted_for_the_manager(world: World) -> None:
    client = signed_in(world.keyworker)
    posted = filled(
        client,
        world.gareth,
        **strategic(rung_9="not_available", rung_9_note="No day programme within 40 miles"),
    )
    assert client.post(address(world.gareth), posted).status_code == 302
    page = signed_in(world.manager).get(reverse("audits:benefit_caseload"))
    assert page.context["missing_steps"] == [("More intensive setting", 1)]
    said = page.content.decode()
    assert "No day programme within 40 miles" in said
    assert "More intensive setting: 1 person." in said


def test_a_strength_and_a_thing_to_build_are_kept_without_a_rating(world: World) -> None:
    client = signed_in(world.keyworker)
    posted = filled(client, world.gareth, capital_strengths="My sister", capital_build="Sleep")
    del posted["capital_social"]
    client.post(address(world.gareth), posted)
    row = RecoveryCapital.objects.get(patient=world.gareth, on=TODAY)
    assert (row.strengths, row.one_thing_to_build, row.social) == ("My sister", "Sleep", None)
