"""When a TOP counts: the form, the schedule, the audit and the pages say the same of one TOP."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from audits import actions as audit_actions
from audits import facts as audit_facts
from audits.period import AuditDay, period_start
from reviews import benefit_page, benefit_rows, facts_reader
from reviews.dues import Due
from reviews.models import TopRecord
from reviews.review_types import ReviewType
from reviews.schedule import due_for
from reviews.top_items import BY_FIELD, NEEDED_FIELDS, ItemKind
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


def log(client: Client, world: World, **typed: object) -> str:
    """A TOP of its own, and what the page says after it was saved."""
    where = reverse("reviews:log_top", args=[world.gareth.pk])
    answer = client.post(where, typed_today(client, world, **typed), follow=True)
    assert answer.redirect_chain, answer.context["form"].errors
    return answer.content.decode()


def typed_today(client: Client, world: World, **typed: object) -> dict[str, object]:
    where = reverse("reviews:log_top", args=[world.gareth.pk])
    return {
        "entry_id": str(client.get(where).context["form"]["entry_id"].value()),
        "held_on_day": TODAY.day,
        "held_on_month": TODAY.month,
        "held_on_year": TODAY.year,
        "stage": "review",
    } | typed


def everything(**declined: object) -> dict[str, object]:
    asked = {
        name: "no" if BY_FIELD[name].kind is ItemKind.YES_NO else 0
        for name in NEEDED_FIELDS
        if name not in declined
    }
    return {**asked, "top_declined": list(declined)}


def top_due(world: World) -> Due:
    facts = facts_reader.read(on=TODAY, patient_ids=[world.gareth.pk])[world.gareth.pk]
    return due_for(ReviewType.TOP, facts, TODAY)


def in_audit(world: World) -> list[tuple[date, bool, int | None]]:
    """TOPs as an audit of today gathers them: the day, whether it counts, days of opiate use."""
    day = AuditDay(TODAY, period_start(TODAY))
    gathered = audit_facts.read(world.service.pk, day, audit_actions.latest_known_at())
    (case,) = [case for case in gathered.cases if case.patient_id == world.gareth.pk]
    return [(top.on, top.is_complete, top.opiates_days) for top in case.tops]


def test_a_top_answered_in_part_is_shown_and_counts_nowhere(world: World, client: Client) -> None:
    before = top_due(world).due_on
    said = log(client, world, opiates_days=6)
    assert "TOP saved in part" in said and "restarts no clock" in said
    top = TopRecord.objects.get(patient=world.gareth)
    assert not top.is_complete and top.opiates_days == 6
    assert top_due(world).due_on == before
    assert in_audit(world) == [(TODAY, False, 6)]
    table = client.get(reverse("reviews:top", args=[world.gareth.pk])).content.decode()
    assert ", in part" in table and ">6</td>" in table
    benefit = client.get(reverse("reviews:benefit", args=[world.gareth.pk])).content.decode()
    assert "Answered in part" in benefit and "heroin 6 days" in benefit
    case = client.get(reverse("reviews:case", args=[world.gareth.pk])).content.decode()
    assert ", in part" in case


def test_a_complete_top_counts_everywhere(world: World, client: Client) -> None:
    before = top_due(world).due_on
    assert "TOP saved. It counts." in log(client, world, **everything())
    assert TopRecord.objects.get(patient=world.gareth).is_complete
    after = top_due(world).due_on
    assert before is not None and after is not None and after > before
    assert in_audit(world) == [(TODAY, True, 0)]
    for name in ("top", "benefit", "case"):
        page = client.get(reverse(f"reviews:{name}", args=[world.gareth.pk])).content.decode()
        assert "in part" not in page, name


def test_what_they_would_rather_not_say_leaves_a_top_complete(world: World, client: Client) -> None:
    log(client, world, **everything(crack_days=True))
    top = TopRecord.objects.get(patient=world.gareth)
    assert top.is_complete and top.crack_days is None


def test_a_top_in_which_nothing_is_answered_is_refused(world: World, client: Client) -> None:
    where = reverse("reviews:log_top", args=[world.gareth.pk])
    for typed in ({}, {"other_name": "Spice"}):
        page = client.post(where, typed_today(client, world, **typed))
        assert page.status_code == 200
        said = page.content.decode()
        assert "Nothing is lost" in said and "error-summary" in said
        assert all(str(value) in said for value in typed.values())
    assert "Answer at least one" in client.post(where, typed_today(client, world)).content.decode()
    assert not TopRecord.objects.filter(patient=world.gareth).exists()


def test_kept_as_a_draft_it_is_no_top_and_comes_back(world: World, client: Client) -> None:
    where = reverse("reviews:log_top", args=[world.gareth.pk])
    typed = typed_today(client, world, opiates_days=6, keep="draft")
    said = client.post(where, typed, follow=True).content.decode()
    assert "Kept as a draft" in said
    assert not TopRecord.objects.filter(patient=world.gareth).exists()
    assert client.get(where).context["form"]["opiates_days"].value() == "6"


@pytest.mark.parametrize("again", [1, 2])
def test_an_older_top_without_any_answer_hides_no_answers(
    world: World, client: Client, again: int
) -> None:
    """Rows like it came from elsewhere, or were saved before they were refused."""
    about = {"service": world.service, "patient": world.gareth, "stage": "review"}
    TopRecord.objects.create(
        **about | {"stage": "start"}, on=world.day(120), is_complete=False, opiates_days=23
    )
    TopRecord.objects.create(**about, on=world.day(9), is_complete=False, opiates_days=17)
    for ago in range(again):
        TopRecord.objects.create(**about, on=world.day(ago), is_complete=False)
    TopRecord.objects.create(**about, on=world.day(3), is_complete=False, other_name="Spice")
    assert TopRecord.objects.answered().filter(patient=world.gareth).count() == 2
    assert [days for _, _, days in in_audit(world)] == [23, 17]
    sheet = client.get(reverse("reviews:log_top", args=[world.gareth.pk])).context["form"]
    assert (sheet.last_top.opiates_days, sheet.start_top.opiates_days) == (17, 23)
    case = client.get(reverse("reviews:case", args=[world.gareth.pk])).context["page"].top
    assert case.now_on == world.day(9)
    assert [pair.now for pair in case.pairs if pair.label.startswith("Heroin")] == [17]
    read = benefit_page.read(world.gareth, TODAY)
    assert read is not None and read.last_top_on == world.day(9)
    (row,) = [
        one
        for one in benefit_rows.rows_of(world.service.pk, TODAY)
        if one.reference == world.gareth.reference
    ]
    assert (row.opiates_days_latest, row.top_latest_on) == (17, world.day(9))
