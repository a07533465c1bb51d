"""Two people sign a strategic review, in either order; it counts from the day it was held."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import User
from patients import facts
from patients.models import Patient
from reviews import benefit_list, benefit_page, facts_reader, strategic_actions
from reviews.benefit_domains import DOMAINS
from reviews.benefit_rows import rows_of
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import Optimisation, Review, ReviewCredit, StrategicReview
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import due_for
from reviews.strategic import StrategicPart
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
    return reverse("reviews:strategic", args=[patient.pk])


def filled(client: Client, patient: Patient, **typed: object) -> dict[str, object]:
    form = client.get(address(patient)).context["form"]
    posted: dict[str, object] = {
        "entry_id": str(form["entry_id"].value()),
        "seen": "in_person",
        "held_on_day": TODAY.day,
        "held_on_month": TODAY.month,
        "held_on_year": TODAY.year,
        "judgement": "7",
        "judgement_words": "It keeps me off it in the week.",
        "options": ["stay"],
        "decision": "continue",
        "conclusion": "clear",
    }
    posted |= {f"rating_{domain.key}": "better" for domain in DOMAINS}
    return posted | typed


def strategic_due(patient: Patient):  # type: ignore[no-untyped-def]
    facts = facts_reader.read(on=TODAY, patient_ids=[patient.pk])[patient.pk]
    return due_for(ReviewType.STRATEGIC, facts, TODAY)


def credit_of(patient: Patient) -> ReviewCredit:
    return ReviewCredit.objects.current().get(patient=patient, type="strategic", held_on=TODAY)


def test_one_signature_waits_for_the_other(world: World) -> None:
    before = strategic_due(world.gareth).due_on
    client = signed_in(world.keyworker)
    response = client.post(address(world.gareth), filled(client, world.gareth))
    assert response.status_code == 302, response.context["form"].errors
    credit = credit_of(world.gareth)
    assert (credit.is_valid, credit.awaits) == (False, "prescriber")
    assert strategic_due(world.gareth).due_on == before


@pytest.mark.parametrize(
    ("first", "second"), [("keyworker", "prescriber"), ("prescriber", "keyworker")]
)
def test_the_second_signature_makes_it_count_from_the_day_it_was_held(
    world: World, first: str, second: str
) -> None:
    client = signed_in(getattr(world, first))
    client.post(address(world.gareth), filled(client, world.gareth))
    client = signed_in(getattr(world, second))
    page = client.get(address(world.gareth))
    assert "A colleague recorded their part" in page.content.decode()
    form = page.context["form"]
    joined = {"entry_id": str(form["entry_id"].value())} | {
        name: form[name].value() or "" for name in form.fields if name != "entry_id"
    }
    joined["without_it_clinician"] = "Return to daily heroin likely."
    del joined["follow_up_on"]
    response = client.post(address(world.gareth), joined)
    assert response.status_code == 302, response.context["form"].errors
    credit = credit_of(world.gareth)
    assert credit.is_valid and credit.held_on == TODAY
    part = StrategicReview.objects.current().get(patient=world.gareth, review__held_on=TODAY)
    assert part.without_it_clinician == "Return to daily heroin likely."
    assert part.judgement == 7, "what the first recorded stays"
    assert part.amends is not None, "the second adds beside it, never over it"


def test_nobody_signs_last_while_nothing_is_concluded_or_decided(world: World) -> None:
    """The review could never count then, and nobody would be left to sign it."""
    client = signed_in(world.keyworker)
    client.post(address(world.gareth), filled(client, world.gareth, conclusion="", decision=""))
    client = signed_in(world.prescriber)
    form = client.get(address(world.gareth)).context["form"]
    joined = {name: form[name].value() or "" for name in form.fields}
    del joined["follow_up_on"]
    answer = client.post(address(world.gareth), joined)
    assert set(answer.context["form"].errors) == {"conclusion", "decision"}
    assert credit_of(world.gareth).awaits == "prescriber"
    answer = client.post(
        address(world.gareth), joined | {"conclusion": "clear", "decision": "continue"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert credit_of(world.gareth).awaits == ""


def test_the_same_person_cannot_sign_twice(world: World) -> None:
    client = signed_in(world.keyworker)
    client.post(address(world.gareth), filled(client, world.gareth))
    assert (
        strategic_actions.waiting_for(world.gareth, ReviewerRole.PRESCRIBER, world.keyworker)
        is None
    )


def test_a_manager_signs_none(world: World) -> None:
    assert signed_in(world.manager).get(address(world.gareth)).status_code == 403
    with pytest.raises(PermissionDenied):
        strategic_actions.record_strategic(
            patient=world.gareth,
            by=world.manager,
            role=ReviewerRole.MANAGER,
            held_on=TODAY,
            seen="in_person",
            part=StrategicPart(),
            schedule=DEFAULT_SCHEDULE,
            on=TODAY,
        )


def test_doubt_asks_for_a_plan_or_a_reason_and_never_blocks(world: World) -> None:
    client = signed_in(world.prescriber)
    posted = filled(client, world.gareth, conclusion="not_evident")
    response = client.post(address(world.gareth), posted)
    assert "say why there is none yet" in response.content.decode()
    posted["no_plan_because"] = "Will complete later"
    assert client.post(address(world.gareth), posted).status_code == 302
    part = StrategicReview.objects.current().get(patient=world.gareth, review__held_on=TODAY)
    assert part.no_plan_because == "Will complete later"


def test_a_plan_in_doubt_becomes_an_optimisation_with_a_follow_up(world: World) -> None:
    client = signed_in(world.prescriber)
    posted = filled(client, world.gareth, conclusion="partial", plan="CBT for crack, Dee, October")
    client.post(address(world.gareth), posted)
    plan = Optimisation.objects.get(patient=world.gareth, on=TODAY)
    assert (plan.follow_up_on - TODAY).days == 84


def test_the_page_shows_benefit_in_words_and_as_a_table(world: World) -> None:
    page = signed_in(world.prescriber).get(reverse("reviews:benefit", args=[world.gareth.pk]))
    said = page.content.decode()
    assert page.status_code == 200
    for words in ("Where substitution treatment has strong evidence", "<svg", "TOP: heroin"):
        assert words in said


def test_the_list_shows_who_waits_for_my_signature(world: World) -> None:
    client = signed_in(world.keyworker)
    client.post(address(world.gareth), filled(client, world.gareth))
    waiting = reverse("audits:benefit_caseload")
    assert "Look and sign" not in client.get(waiting).content.decode(), "not my own"
    page = signed_in(world.prescriber).get(waiting).content.decode()
    assert world.gareth.name in page and "Look and sign" in page


def test_whoever_waits_for_a_signature_is_not_asked_for_again(world: World) -> None:
    client = signed_in(world.keyworker)
    client.post(address(world.gareth), filled(client, world.gareth))
    page = signed_in(world.prescriber).get(reverse("audits:benefit_caseload"))
    assert world.gareth.name in [row["name"] for row in page.context["waiting"]]
    assert world.gareth.name not in [row.name for row in page.context["due"]]


def test_the_headline_counts_everybody_however_few_are_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address_of = signed_in(world.prescriber), reverse("audits:benefit_caseload")
    every = [row.name for row in client.get(f"{address_of}?list=due").context["due"]]
    assert len(every) > 1
    monkeypatch.setattr(benefit_list, "SHOWN", 1)
    first = client.get(address_of)
    said = first.content.decode()
    assert f"{len(every)} are due or overdue" in said
    assert f"All {len(every)} people" in said
    assert [row.name for row in first.context["due"]] == every[:1]
    pages = [client.get(f"{address_of}?list=due&page={n}").context["due"] for n in (1, 2)]
    assert [row.name for page in pages for row in page] == every[:4]


def test_nobody_signs_for_nothing(world: World) -> None:
    client = signed_in(world.keyworker)
    typed = filled(client, world.gareth, judgement="", conclusion="")
    empty = {name: "" if name.startswith("rating_") else said for name, said in typed.items()}
    page = client.post(address(world.gareth), empty)
    assert page.status_code == 200
    assert "Nothing is answered yet" in page.content.decode()
    assert "It keeps me off it in the week." in page.content.decode()
    assert not StrategicReview.objects.filter(patient=world.gareth, review__held_on=TODAY).exists()


def test_a_colleague_is_told_that_a_review_is_begun_already(world: World) -> None:
    client = signed_in(world.keyworker)
    client.post(address(world.gareth), filled(client, world.gareth))
    page = client.get(address(world.gareth)).content.decode()
    assert "What you record here is another one" in page


def test_last_time_s_rating_stands_beside_each_domain_but_never_the_one_being_signed(
    world: World,
) -> None:
    josie = world.josie
    part = StrategicPart(ratings={domain.key.value: "same" for domain in DOMAINS})
    strategic_actions.record_strategic(
        patient=josie,
        by=world.keyworker,
        role=ReviewerRole.KEYWORKER,
        held_on=TODAY,
        seen="in_person",
        part=part,
        schedule=DEFAULT_SCHEDULE,
        on=TODAY,
    )
    signing = signed_in(world.prescriber).get(address(josie)).content.decode()
    assert "rated same" not in signing
    strategic_actions.record_strategic(
        patient=josie,
        by=world.prescriber,
        role=ReviewerRole.PRESCRIBER,
        held_on=TODAY,
        seen="in_person",
        part=part,
        schedule=DEFAULT_SCHEDULE,
        on=TODAY,
    )
    dee = signed_in(world.keyworker)
    assert dee.get(address(josie)).content.decode().count("rated same") == len(DOMAINS)
    form = dee.get(reverse("reviews:log", args=[josie.pk]), {"also": "strategic"})
    assert form.content.decode().count("rated same") == len(DOMAINS)


def test_value_and_rating_of_last_time_are_of_one_review(world: World) -> None:
    """The one that waits for a signature; for whoever signs that one, the one before it."""
    josie = world.josie

    def recorded(rating: str, ago: int, *signers: ReviewerRole) -> Review:
        part = StrategicPart(ratings=dict.fromkeys((d.key for d in DOMAINS), rating))
        for role, by in zip(signers, (world.keyworker, world.prescriber), strict=False):
            review = strategic_actions.record_strategic(
                patient=josie,
                by=by,
                role=role,
                held_on=world.day(ago),
                seen="in_person",
                part=part,
                schedule=DEFAULT_SCHEDULE,
                on=TODAY,
            )
        return review

    recorded("better", 40, ReviewerRole.KEYWORKER, ReviewerRole.PRESCRIBER)
    waiting = recorded("same", 9, ReviewerRole.KEYWORKER)
    for but_for, ago, rated in ((None, 9, "same"), (waiting, 40, "better")):
        page = benefit_page.read(josie, TODAY, but_for=but_for)
        assert page is not None
        assert page.last_on == world.day(ago)
        assert {page.rated_words(domain.key) for domain in DOMAINS} == {rated}


def test_a_stop_with_nothing_behind_it_is_not_called_decided(world: World) -> None:
    """Both may sign it, as nothing is blocked; every page says that it does not count."""
    stop = StrategicPart(
        conclusion="not_evident",
        decision="stop",
        no_plan_because="Will complete later",
        plan="Another talk first",
        follow_up_on=TODAY + timedelta(days=28),
    )
    for role, by in zip(
        strategic_actions.SIGNERS, (world.keyworker, world.prescriber), strict=True
    ):
        review = strategic_actions.record_strategic(
            patient=world.gareth,
            by=by,
            role=role,
            held_on=TODAY,
            seen="in_person",
            part=stop,
            schedule=DEFAULT_SCHEDULE,
            on=TODAY,
        )
    client = signed_in(world.prescriber)
    page = client.get(reverse("reviews:benefit", args=[world.gareth.pk])).content.decode()
    assert "This review does not count yet.</strong> 5 answers not asked yet" in page
    assert "and not decided: stop" in page
    assert "Decided" not in page
    assert "Will complete later" not in page, "a plan was written that day"
    where = reverse("reviews:review", args=[world.gareth.pk, review.pk])
    told = client.get(where).content.decode()
    assert "Stop: written down, and not decided." in told
    assert "Not counted: Strategic review" in told
    caseload = client.get(reverse("audits:benefit_caseload"))
    assert world.gareth.pk not in [row.patient_id for row in caseload.context["doubt"]]
    row = next(row for row in rows_of(world.service.pk, TODAY) if row.reference == "W001")
    assert row.conclusion != "not_evident", "the page and the command count by one rule"


def test_one_signature_concludes_nothing(world: World) -> None:
    client = signed_in(world.keyworker)
    posted = filled(client, world.gareth, conclusion="not_evident", plan="Raise the dose")
    answer = client.post(address(world.gareth), posted, follow=True)
    assert "It does not count yet. Waits for the prescriber" in answer.content.decode()
    concluded = StrategicReview.objects.concluded().filter(patient=world.gareth)
    assert "not_evident" not in concluded.values_list("conclusion", flat=True)
    listed = client.get(reverse("reviews:list", args=[world.gareth.pk])).content.decode()
    assert "Not yet: Strategic review" in listed


def test_what_the_suggestion_rests_on_and_a_follow_up_whose_day_is_past_are_said(
    world: World,
) -> None:
    client = signed_in(world.keyworker)
    client.post(address(world.gareth), filled(client, world.gareth))
    facts.add(
        Optimisation,
        patient=world.gareth,
        by=world.keyworker,
        on=world.day(60),
        trigger="Strategic review: partial",
        actions="Raise the dose",
        follow_up_on=world.day(1),
    )
    page = client.get(reverse("reviews:benefit", args=[world.gareth.pk])).content.decode()
    assert page.count("at the last review") == len(DOMAINS)
    assert "no rating" not in page
    assert "This day has passed, and what came of it is not written down." in page


def test_a_follow_up_before_the_review_is_refused(world: World) -> None:
    client = signed_in(world.prescriber)
    day = {"follow_up_on_day": 1, "follow_up_on_month": 1, "follow_up_on_year": 2025}
    posted = filled(client, world.gareth, conclusion="partial", plan="Raise the dose", **day)
    said = client.post(address(world.gareth), posted).content.decode()
    assert "Follow-up must be after the date of the review" in said
