"""A keyworker logs the care plan review of somebody overdue, from address to database."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from careplans.models import GoalProgress, OptionsTalk, RecoveryCapital
from patients import drafts
from patients.models import Contact, Patient
from reviews import facts_reader
from reviews.actions import LOG_FORM
from reviews.models import Review, ReviewCredit, TopRecord
from reviews.review_types import ReviewType
from reviews.schedule import due_for
from tests.world import TODAY, World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.keyworker)
    return client


def address(patient: Patient, name: str = "log") -> str:
    return reverse(f"reviews:{name}", args=[patient.pk])


def filled(client: Client, patient: Patient, **typed: object) -> dict[str, object]:
    """Everything a care plan review needs, over what the page itself offers."""
    form = client.get(address(patient)).context["form"]
    posted: dict[str, object] = {
        "entry_id": str(form["entry_id"].value()),
        "seen": "in_person",
        "held_on_day": TODAY.day,
        "held_on_month": TODAY.month,
        "held_on_year": TODAY.year,
        "own_words": "Better in the week.",
        "problem_drug_use": "less",
        "risk_changed": "no",
        "naloxone": "yes",
        "capital_social": "4",
        "options": ["stay"],
        "preference": "To stay as it is",
        "next_review_on_day": 17,
        "next_review_on_month": 12,
        "next_review_on_year": 2026,
    }
    for goal in form.sheet.goals:
        posted[f"goal_{goal.goal.pk.hex}_state"] = "progressing"
        posted[f"goal_{goal.goal.pk.hex}_step"] = "Saturday group"
    return posted | typed


def care_plan(patient: Patient):  # type: ignore[no-untyped-def]
    facts = facts_reader.read(on=TODAY, patient_ids=[patient.pk])[patient.pk]
    return due_for(ReviewType.CARE_PLAN, facts, TODAY)


def test_a_logged_review_ends_being_overdue(world: World, client: Client) -> None:
    assert care_plan(world.gareth).is_overdue
    response = client.post(address(world.gareth), filled(client, world.gareth))
    assert response.status_code == 302, response.context["form"].errors
    credit = ReviewCredit.objects.get(patient=world.gareth, type="care_plan", held_on=TODAY)
    assert credit.is_valid, credit.why
    assert not care_plan(world.gareth).is_overdue
    review = Review.objects.get(patient=world.gareth, held_on=TODAY)
    assert review.their_words == "Better in the week."
    assert review.credits.get(type="care_plan").is_valid
    assert GoalProgress.objects.filter(patient=world.gareth, on=TODAY).exists()
    assert RecoveryCapital.objects.get(patient=world.gareth, on=TODAY).social == 4
    assert Contact.objects.filter(patient=world.gareth, on=TODAY, outcome="attended").exists()


def test_the_form_offers_the_one_list_of_options(world: World, client: Client) -> None:
    form = client.get(address(world.gareth)).context["form"]
    assert form.fields["options"].choices == OptionsTalk.Option.choices


def test_a_review_sent_twice_is_one_review(world: World, client: Client) -> None:
    posted = filled(client, world.gareth)
    first, second = (client.post(address(world.gareth), posted) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert Review.objects.filter(patient=world.gareth, held_on=TODAY).count() == 1
    assert (
        ReviewCredit.objects.filter(patient=world.gareth, held_on=TODAY, type="care_plan").count()
        == 1
    )


def test_a_case_discussion_restarts_no_clock(world: World, client: Client) -> None:
    client.post(address(world.gareth), filled(client, world.gareth, seen="not_seen"))
    credit = ReviewCredit.objects.get(patient=world.gareth, type="care_plan", held_on=TODAY)
    assert not credit.is_valid and "case discussion" in credit.why
    assert care_plan(world.gareth).is_overdue


def test_a_blank_never_stops_a_save_and_leaves_the_review_uncredited(
    world: World, client: Client
) -> None:
    posted = filled(client, world.gareth, naloxone="")
    assert client.post(address(world.gareth), posted).status_code == 302
    credit = ReviewCredit.objects.get(patient=world.gareth, type="care_plan", held_on=TODAY)
    assert not credit.is_valid and "naloxone" in credit.why
    assert care_plan(world.gareth).is_overdue


def test_not_asked_is_a_legal_answer(world: World, client: Client) -> None:
    client.post(address(world.gareth), filled(client, world.gareth, naloxone="not_asked"))
    review = Review.objects.get(patient=world.gareth, held_on=TODAY)
    assert review.answers["naloxone"] == {"value": "", "state": "not_asked", "note": ""}
    assert review.credits.get(type="care_plan").is_valid


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"seen": ""}, "Choose how you saw them"),
        ({"held_on_year": 2027}, "cannot be in the future"),
        ({"next_review_on_year": 2028}, "Next review cannot be after 24 December 2026"),
        ({"capital_social": "11"}, "Enter a rating from 0 to 10"),
        ({"new_goal_step": "Ring the college"}, "Enter the new goal"),
    ],
)
def test_what_cannot_be_so_is_said_and_nothing_typed_is_lost(
    world: World, client: Client, typed: dict[str, object], said: str
) -> None:
    response = client.post(address(world.gareth), filled(client, world.gareth, **typed))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Nothing is lost" in page and said in page
    assert "Better in the week." in page and "Saturday group" in page
    assert not Review.objects.filter(patient=world.gareth, held_on=TODAY).exists()


def test_a_top_inside_a_review_is_a_top(world: World, client: Client) -> None:
    posted = filled(client, world.gareth) | {
        "opiates_days_w4": 2,
        "opiates_days_w3": 0,
        "opiates_days_w2": 1,
        "opiates_days_w1": 3,
        "injecting_days": 0,
    }
    client.post(f"{address(world.gareth)}?also=top", posted)
    top = TopRecord.objects.get(patient=world.gareth, on=TODAY)
    assert (top.opiates_days, top.injecting_days, top.shared_works) == (6, 0, "no")
    assert top.crack_days is None, "a blank is not asked, never 0"


def test_a_top_inside_a_review_in_which_nothing_is_answered_was_not_asked(
    world: World, client: Client
) -> None:
    where = f"{address(world.gareth)}?also=top"
    page = client.post(where, filled(client, world.gareth, other_name="Spice"))
    assert "give its days, or leave the name out" in page.content.decode()
    assert client.post(where, filled(client, world.gareth)).status_code == 302
    assert not TopRecord.objects.filter(patient=world.gareth).exists()


@pytest.mark.parametrize("typed", [{"tobacco_days": 28}, {"crack_days_w4": 2}])
def test_whatever_is_answered_of_a_top_inside_a_review_is_kept(
    world: World, client: Client, typed: dict[str, object]
) -> None:
    client.post(f"{address(world.gareth)}?also=top", filled(client, world.gareth, **typed))
    top = TopRecord.objects.get(patient=world.gareth)
    assert not top.is_complete
    assert top.tobacco_days == typed.get("tobacco_days") and bool(top.weeks) == (
        top.tobacco_days is None
    )


def test_weeks_that_do_not_add_up_to_the_total_are_asked_about(
    world: World, client: Client
) -> None:
    weeks = {f"opiates_days_w{week}": 1 for week in (1, 2, 3, 4)}
    posted = filled(client, world.gareth) | weeks | {"opiates_days": 9}
    response = client.post(f"{address(world.gareth)}?also=top", posted)
    assert "the weeks add up to 4, the total says 9" in response.content.decode()


def test_a_draft_comes_back_whole_and_goes_when_the_review_is_saved(
    world: World, client: Client
) -> None:
    posted = filled(client, world.gareth, own_words="Half a sentence") | {"keep": "draft"}
    assert client.post(address(world.gareth), posted).status_code == 302
    assert drafts.find(patient=world.gareth, form=LOG_FORM, by=world.keyworker)
    page = client.get(address(world.gareth)).content.decode()
    assert "Half a sentence" in page and "Draft saved" in page
    client.post(address(world.gareth), filled(client, world.gareth))
    assert drafts.find(patient=world.gareth, form=LOG_FORM, by=world.keyworker) is None


def test_the_side_summary_says_what_the_save_then_does(world: World, client: Client) -> None:
    posted = filled(client, world.gareth, naloxone="")
    said = client.post(address(world.gareth, "credits"), posted).content.decode()
    assert "naloxone" in said
    said = client.post(
        address(world.gareth, "credits"), filled(client, world.gareth)
    ).content.decode()
    assert "Everything needed is there" in said


def test_a_late_entry_keeps_both_days(world: World, client: Client) -> None:
    held_on = TODAY - timedelta(days=3)
    posted = filled(client, world.gareth, held_on_day=held_on.day, held_on_month=held_on.month)
    client.post(address(world.gareth), posted)
    review = Review.objects.get(patient=world.gareth, held_on=held_on)
    assert review.recorded_at.date() >= TODAY or review.recorded_at.date() != held_on


def test_another_services_keyworker_finds_no_such_record(world: World, client: Client) -> None:
    client.force_login(world.other_keyworker)
    assert client.get(address(world.gareth)).status_code == 404
    assert client.post(address(world.gareth), {"entry_id": str(uuid4())}).status_code == 404


def test_the_form_asks_a_fixed_number_of_queries(
    world: World, client: Client, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(45):
        client.get(address(world.gareth))
