"""What a good ending would be: each version readable with its day, none with a date for it."""

import pytest
from django.urls import reverse

from careplans import actions, endings
from careplans.models import ExitVision
from patients import facts
from rodt.ids import new_id
from tests.world import signed_in, three_boxes

STAY = "I want to stay on this"


@pytest.fixture
def dee(world):
    return signed_in(world.keyworker)


def page(name, person):
    return reverse(f"careplans:{name}", args=[person.pk])


def ask(world, days_ago, words=STAY, **more):
    return actions.record_exit_vision(
        patient=world.tomos, on=world.day(days_ago), words=words, by=world.keyworker, **more
    )


def test_wanting_to_stay_is_a_full_answer_and_no_plan_is_needed(world, dee):
    typed = {"entry_id": str(new_id()), "words": STAY, **three_boxes("on", world.on)}
    assert dee.post(page("exit_vision", world.tomos), typed).status_code == 302
    text = dee.get(page("plan", world.tomos)).content.decode()
    assert STAY in text
    assert "What must be in place" not in text


def test_nothing_of_a_good_ending_asks_for_its_date():
    days = [
        f.name for f in ExitVision._meta.concrete_fields if f.get_internal_type() == "DateField"
    ]
    assert days == ["on"]


def test_every_version_is_read_with_its_day_and_what_changed(world, dee):
    ask(world, 90, "A job")
    ask(world, 60, "A job", way_back="Using two days in a row")
    ask(world, 30, "A job", way_back="Using two days in a row")
    said = endings.versions(world.tomos)
    assert [version.vision.on for version in said] == [world.day(d) for d in (30, 60, 90)]
    assert [version.change for version in said] == [
        "Asked again: still true",
        "Changed: what would bring them back",
        "The first time it was asked",
    ]
    text = dee.get(page("exit_visions", world.tomos)).content.decode()
    assert text.count("“A job”") == 3


def test_another_answer_about_coming_back_is_a_change_not_a_confirmation(world, dee):
    ask(world, 30, way_back="If I stop sleeping")
    typed = {"entry_id": str(new_id()), "words": STAY, "way_back": "If I lose the flat"}
    dee.post(page("exit_vision", world.tomos), typed | three_boxes("on", world.on))
    world.open()
    assert not ExitVision.objects.filter(patient=world.tomos).latest("on").is_confirmed


def test_a_correction_stands_in_place_of_what_it_corrects(world, dee):
    facts.amend(ask(world, 30, "A jib"), by=world.keyworker, reason="Misheard", words="A job")
    text = dee.get(page("exit_visions", world.tomos)).content.decode()
    assert "“A job”" in text
    assert "A jib" not in text
    assert "Corrected: Misheard" in text


def test_whoever_may_not_change_the_plan_reads_the_versions(world):
    ask(world, 30)
    text = signed_in(world.manager).get(page("exit_visions", world.tomos)).content.decode()
    assert STAY in text
    assert "Ask again" not in text
