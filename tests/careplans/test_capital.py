"""Recovery capital: four ratings by the person, each over time by itself; a licensed instrument."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import configuration
from accounts.models import Service
from careplans import actions, capital, instrument
from careplans.models import InstrumentAnswers, RecoveryCapital
from rodt.ids import new_id
from tests.world import signed_in, three_boxes

INVENTED = {
    "name": "An invented scale",
    "version": "1",
    "licence": "Invented for tests, no licence needed",
    "items": [
        {"key": "one", "text": "I have somebody to ring", "lowest": 1, "highest": 6},
        {"key": "two", "text": "I sleep", "lowest": 1, "highest": 6},
    ],
}


@pytest.fixture
def dee(world):
    return signed_in(world.keyworker)


def page(name, person):
    return reverse(f"careplans:{name}", args=[person.pk])


def rate(world, days_ago, *ratings, **words):
    return actions.record_recovery_capital(
        patient=world.tomos,
        on=world.day(days_ago),
        ratings=dict(zip(capital.KEYS, ratings, strict=True)),
        by=world.keyworker,
        **words,
    )


def set_up(world, **values):
    configuration.change(
        service=Service.objects.get(pk=world.tomos.service_id),
        kind=instrument.KIND,
        values=INVENTED | values,
        reason="We hold a licence",
        effective_from=world.on,
        proposed_by=world.keyworker,
        agreed_by=world.prescriber,
    )


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ([], "Not asked"),
        ([None, None], "Not asked"),
        ([None, 4], "4, asked once, 2 May 2026"),
        ([3, 5], "Up from 3 to 5, since 1 May 2026"),
        ([5, 3], "Down from 5 to 3, since 1 May 2026"),
        ([5, None, 5], "The same: 5, since 1 May 2026"),
    ],
)
def test_how_one_rating_moved_is_said_in_words(ratings, words):
    points = [(date(2026, 5, day), rating) for day, rating in enumerate(ratings, start=1)]
    assert capital.how_it_moved(points) == words


def test_each_kind_is_drawn_by_itself_with_a_table_beside_it(world, dee):
    rate(world, 60, 3, 2, None, 0, strengths="A sister", one_thing_to_build="Sleep")
    rate(world, 30, 5, 2, None, 4)
    text = dee.get(page("capital", world.tomos)).content.decode()
    assert text.count('<svg class="chart"') == 3
    assert "Up from 0 to 4" in text
    assert "Sleep" in text
    assert "A sister" in text
    assert "10 of 40" not in text


def test_ratings_are_asked_anew_and_saved_once(world, dee):
    rate(world, 60, 3, 2, 4, 0)
    text = dee.get(page("rate_capital", world.tomos)).content.decode()
    assert 'name="social" value' not in text
    typed = {"entry_id": str(new_id()), "social": "0", "one_thing_to_build": "Sleep"}
    typed |= three_boxes("on", world.on)
    for _ in range(2):
        assert dee.post(page("rate_capital", world.tomos), typed).status_code == 302
    world.open()
    row = RecoveryCapital.objects.get(patient=world.tomos, on=world.on)
    assert (row.social, row.physical, row.one_thing_to_build) == (0, None, "Sleep")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Give a rating, a strength or one thing to build"),
        ({"social": "11", "strengths": "A sister"}, "Enter a rating from 0 to 10"),
        ({"social": "much", "strengths": "A sister"}, "Enter a rating from 0 to 10"),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays(world, dee, typed, words):
    posted = {"entry_id": str(new_id()), **typed, **three_boxes("on", world.on)}
    text = dee.post(page("rate_capital", world.tomos), posted).content.decode()
    assert words in text
    assert typed.get("strengths", "") in text


def test_no_instrument_comes_with_the_product_and_the_page_says_so(world, dee):
    assert "None is set up." in dee.get(page("capital", world.tomos)).content.decode()
    assert dee.get(page("answer_instrument", world.tomos)).url == page("capital", world.tomos)


def test_an_instrument_is_data_and_its_answers_keep_the_words_they_answered(world, dee):
    set_up(world)
    text = dee.get(page("answer_instrument", world.tomos)).content.decode()
    assert "I have somebody to ring" in text
    typed = {"entry_id": str(new_id()), "item_one": "5", **three_boxes("on", world.on)}
    assert dee.post(page("answer_instrument", world.tomos), typed).status_code == 302
    world.open()
    row = InstrumentAnswers.objects.get(patient=world.tomos)
    assert row.answers == {"one": {"text": "I have somebody to ring", "value": 5}}
    text = dee.get(page("capital", world.tomos)).content.decode()
    assert "An invented scale, version 1" in text
    assert dee.get(row.correct_url).status_code == 200


def test_an_answer_outside_the_item_is_refused(world):
    found = instrument.read(INVENTED, 1)
    for answers in ({}, {"one": 7}, {"three": 1}):
        with pytest.raises(ValidationError):
            actions.record_instrument(
                patient=world.tomos,
                on=world.on,
                instrument=found,
                answers=answers,
                by=world.keyworker,
            )


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"licence": None},
        {"items": []},
        {"items": ["one"]},
        {"items": [INVENTED["items"][0], INVENTED["items"][0]]},
        {"items": [INVENTED["items"][0] | {"lowest": 6}]},
        {"items": [INVENTED["items"][0] | {"key": "a b"}]},
    ],
)
def test_values_that_are_no_instrument_are_refused_in_words(values):
    with pytest.raises(instrument.InstrumentError):
        instrument.read(INVENTED | values, 1)
