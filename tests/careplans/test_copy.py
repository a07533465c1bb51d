"""A person's own copy of the plan: their words first, in large print, taken or not wanted."""

import pytest
from django.urls import reverse

from accounts import configuration
from careplans import plan_actions
from careplans.copy_words import KIND, PHRASES
from careplans.models import CarePlan
from tests.careplans.test_copy_words import WELSH
from tests.world import signed_in, three_boxes

SOUTH_OF = {"name": "Cymraeg", "words": WELSH | {"title": "Fy nghynllun"}}


@pytest.fixture
def dee(world):
    return signed_in(world.keyworker)


def page(name, person):
    return reverse(f"careplans:{name}", args=[person.pk])


def put_in(world, **languages):
    configuration.change(
        service=world.service,
        kind=KIND,
        values=languages,
        reason="Asked for",
        effective_from=world.on,
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )


def test_their_words_come_first_and_every_fixed_phrase_that_is_theirs_stands_there(world, dee):
    plan_actions.add_supporter(
        patient=world.gareth,
        on=world.on,
        name="Maya Hughes",
        relation="daughter",
        kind="supporter",
        consent="yes",
        consent_on=world.on,
        may_know="How I am",
        by=world.keyworker,
    )
    text = dee.get(page("copy", world.gareth)).content.decode()
    own, fixed = text.index("“Working at the boatyard"), text.index("Your goals")
    assert own < fixed < text.index("What I can ask for")
    assert "You said that we can be in touch with them. What they may know: How I am" in text
    for phrase in PHRASES:
        if phrase.key.startswith("ask"):
            assert phrase.english in text
    for word in ("Stabilisation", "Enhanced", "risk"):
        assert word not in text.split("<article")[1].split("</article>")[0]


def test_without_a_plan_there_is_nothing_to_print(world, dee):
    assert "No care plan is recorded" in dee.get(page("copy", world.tomos)).content.decode()
    assert dee.get(page("copy_pdf", world.tomos)).status_code == 404


def test_nothing_is_printed_to_somebody_who_has_died(world, dee):
    world.gareth.died_on = world.on
    world.gareth.save()
    assert "A death is on record" in dee.get(page("copy", world.gareth)).content.decode()
    assert dee.get(page("copy_pdf", world.gareth)).status_code == 404


def test_a_language_of_the_service_is_chosen_and_english_stays(world, dee):
    put_in(world, cy=SOUTH_OF)
    text = dee.get(page("copy", world.gareth)).content.decode()
    assert '<article class="plan-copy" lang="en"' in text
    assert 'href="?in=cy"' in text
    text = dee.get(page("copy", world.gareth), {"in": "cy"}).content.decode()
    assert '<article class="plan-copy" lang="cy"' in text
    assert "Fy nghynllun" in text
    assert "“Working at the boatyard" in text


def test_letters_that_our_pdf_does_not_hold_are_printed_from_the_page(world, dee):
    put_in(world, uk={"name": "Українська", "words": WELSH | {"title": "Мій план"}})
    text = dee.get(page("copy", world.gareth), {"in": "uk"}).content.decode()
    assert "Print this page instead." in text
    assert dee.get(page("copy_pdf", world.gareth), {"in": "uk"}).status_code == 404


@pytest.mark.parametrize(
    ("answer", "field"), [("taken", "copy_given_on"), ("not_wanted", "copy_not_wanted_on")]
)
def test_taking_it_or_not_wanting_one_is_the_same_save(world, dee, answer, field):
    plan = CarePlan.objects.get(patient=world.gareth)
    typed = {"version": str(plan.version), "answer": answer, **three_boxes("on", world.on)}
    assert dee.post(page("give_copy", world.gareth), typed).status_code == 302
    world.open()
    plan.refresh_from_db()
    days = {"copy_given_on": plan.copy_given_on, "copy_not_wanted_on": plan.copy_not_wanted_on}
    assert days.pop(field) == world.on
    assert list(days.values()) == [None]


def test_an_answer_is_asked_for_and_nothing_else_is_saved(world, dee):
    plan = CarePlan.objects.get(patient=world.gareth)
    typed = {"version": str(plan.version), **three_boxes("on", world.on)}
    text = dee.post(page("give_copy", world.gareth), typed).content.decode()
    assert "Choose whether they took it" in text


def test_how_whole_the_plan_is_stands_where_it_is_written(world, dee):
    for name in ("plan", "edit", "add_goal"):
        text = dee.get(page(name, world.gareth)).content.decode()
        assert "of 6 parts are there" in text
        assert "Nothing waits for it." in text
