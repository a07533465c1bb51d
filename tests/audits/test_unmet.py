"""What was asked for and is not available: counted, small numbers left out, words by consent."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Trail
from audits import unmet
from patients import actions as patients
from patients.consents import agreeing
from support.actions import add_offer
from tests.world import World, build_world, signed_in

SAID = "=A few months away"


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


def ask(world: World, name: str, kind: str = "residential", ago: int = 10) -> None:
    add_offer(
        patient=world.people[name],
        on=world.day(ago),
        kind=kind,
        how="not_available",
        words=SAID if name == "gareth" else "",
        by=world.keyworker,
    )


def agrees(world: World, answer: str, ago: int) -> None:
    patients.record_consent(
        patient=world.gareth,
        on=world.day(ago),
        about="commissioner",
        answer=answer,
        by=world.keyworker,
    )


def lines(world: World) -> list[str]:
    return unmet.as_csv(unmet.read(world.service.pk, world.on)).decode().split("\r\n")[3:-1]


def test_small_numbers_and_totals_are_left_out(world: World) -> None:
    for name in ("gareth", "leanne", "tomos", "ray", "carl"):
        ask(world, name)
    ask(world, "ray", ago=20)  # the same person, twice
    ask(world, "ray", "depot")
    assert lines(world) == [
        "Residential rehabilitation,people,5",
        "A depot injection,people,under 5",
    ]


def test_no_words_go_along_with_a_small_number(world: World) -> None:
    ask(world, "gareth")
    agrees(world, "yes", 5)
    assert lines(world) == ["Residential rehabilitation,people,under 5"]
    page = signed_in(world.manager).get(reverse("audits:not_available")).content.decode()
    assert "few months away" not in page.split("Who asked")[0]
    assert "Words are quoted as they were written down" in page


def test_words_go_along_only_while_consent_stands_and_counts_stay(world: World) -> None:
    for name in ("gareth", "leanne", "tomos", "ray", "carl"):
        ask(world, name)
    counted = ["Residential rehabilitation,people,5"]
    assert lines(world) == counted
    agrees(world, "yes", 5)
    words = "Residential rehabilitation,their words,'=A few months away"
    assert lines(world) == [*counted, words]
    agrees(world, "no", 1)
    assert lines(world) == counted


def test_a_later_no_of_the_same_day_stands(world: World) -> None:
    agrees(world, "yes", 1)
    agrees(world, "no", 1)
    assert agreeing(world.service.pk, "commissioner") == set()


def test_what_is_older_than_a_year_is_not_counted(world: World) -> None:
    ask(world, "gareth", ago=370)
    assert unmet.read(world.service.pk, world.on).rows == ()


def test_the_manager_sees_who_asked_and_that_the_file_left_is_noted(world: World) -> None:
    ask(world, "gareth")
    ruth = signed_in(world.manager)
    text = ruth.get(reverse("audits:not_available")).content.decode()
    assert "1 person asked for support that is not to be had here" in text
    assert world.gareth.family_name in text
    response = ruth.get(reverse("audits:not_available_file"))
    assert world.gareth.family_name not in response.content.decode()
    world.open()
    assert Trail.objects.get(verb="downloaded what is not available here").facts["kinds"] == 1
