"""TOPs that are missing or outside their window, as a list; windows where a TOP is logged."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from patients.models import Patient
from reviews.models import TopRecord
from reviews.top_items import ITEMS, NEEDED_FIELDS, ItemKind
from reviews.top_windows import window_of
from tests.world import TODAY, World, build_world


def test_each_stage_has_its_window() -> None:
    started_on, ended_on = date(2026, 1, 1), date(2026, 9, 1)
    start = window_of("start", started_on, started_on, None)
    assert start and (start.start, start.end) == (date(2025, 12, 18), date(2026, 1, 15))
    review = window_of("review", date(2026, 3, 1), started_on, None)
    assert review and (review.start, review.end) == (date(2026, 1, 30), date(2026, 7, 2))
    assert window_of("exit", ended_on, started_on, None) is None
    leaving = window_of("exit", ended_on, started_on, ended_on)
    assert leaving and (leaving.start, leaving.end) == (date(2026, 8, 18), date(2026, 9, 15))
    after = window_of("post_exit", ended_on, started_on, ended_on)
    assert after and (after.start, after.end) == (date(2026, 11, 24), date(2027, 3, 2))


@pytest.fixture
def world(db: None):  # type: ignore[no-untyped-def]
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield build_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def done(world: World, on: date, stage: str, **values: object) -> TopRecord:
    answers: dict[str, object] = {
        item.field: "no" if item.kind is ItemKind.YES_NO else 0
        for item in ITEMS
        if item.field in NEEDED_FIELDS
    }
    return TopRecord.objects.create(
        service=world.service,
        patient=world.gareth,
        on=on,
        stage=stage,
        recorded_by=world.keyworker,
        **{"is_complete": True} | answers | values,
    )


def said_of(client: Client, patient: Patient, which: str = "") -> str:
    page = client.get(f"{reverse('reviews:top_exceptions')}?which={which}")
    assert page.status_code == 200
    return next((row.words for row in page.context["page"] if row.patient_id == patient.pk), "")


def test_the_list_says_what_is_missing_and_what_lies_outside(world: World) -> None:
    client = signed_in(world.keyworker)
    assert said_of(client, world.gareth).startswith("No TOP is recorded.")
    started_on = world.episode(world.gareth).started_on
    done(world, TODAY, "review", is_complete=False)
    assert said_of(client, world.gareth).startswith("No TOP is recorded."), "in part is none"
    late = done(world, started_on + timedelta(days=15), "start")
    assert "A TOP lies outside its window. Start of" in said_of(client, world.gareth)
    assert said_of(client, world.gareth, "no_top") == ""
    TopRecord.objects.filter(pk=late.pk).update(on=started_on + timedelta(days=14))
    assert said_of(client, world.gareth) == ""


def test_a_manager_sees_the_service_and_a_keyworker_their_team(world: World) -> None:
    names = {
        who: {
            row.name
            for row in signed_in(getattr(world, who))
            .get(reverse("reviews:top_exceptions"))
            .context["page"]
        }
        for who in ("manager", "keyworker", "south_keyworker")
    }
    assert names["keyworker"] | names["south_keyworker"] <= names["manager"]
    assert world.gareth.name in names["keyworker"] - names["south_keyworker"]


def test_a_top_outside_its_window_is_kept_and_said_to_be(world: World) -> None:
    client = signed_in(world.keyworker)
    where = reverse("reviews:log_top", args=[world.gareth.pk])
    page = client.get(where)
    assert "Product defaults, not verified" in page.content.decode()
    typed = {
        "entry_id": str(page.context["form"]["entry_id"].value()),
        "held_on_day": TODAY.day,
        "held_on_month": TODAY.month,
        "held_on_year": TODAY.year,
        "stage": "start",
        "opiates_days": 4,
    }
    answer = client.post(where, typed, follow=True).content.decode()
    assert "outside the window" in answer and "This TOP is kept" in answer
    assert TopRecord.objects.filter(patient=world.gareth, on=TODAY).exists()


def test_the_page_says_the_category_of_each_change_and_how_sure_its_threshold_is(
    world: World,
) -> None:
    done(world, TODAY - timedelta(days=90), "start", alcohol_days=20, opiates_days=20, assault="no")
    done(world, TODAY, "review", alcohol_days=8, opiates_days=2, declined=["crack_days"])
    page = signed_in(world.keyworker).get(reverse("reviews:top", args=[world.gareth.pk]))
    said = {label: changed for label, _, changed in page.context["rows"]}
    assert said["Alcohol"]["category"] == "reliably improved"
    assert said["Alcohol"]["status"] == "threshold 9, verified"
    assert said["Heroin and other opiates"]["category"] == "fewer days"
    assert said["Heroin and other opiates"]["status"] == "threshold 13, not verified"
    assert said["Crack"]["category"] == "would rather not say"
    assert said["Assault or violence"]["status"] == "context only"
