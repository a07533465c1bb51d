"""The pages of support: what they say, what they take, and how often they ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rodt.ids import new_id
from support import actions, place_actions
from support.models import Circumstances, Offer, OfferStep, Place
from tests.support.test_actions import a_place, offer, step
from tests.world import signed_in, three_boxes


@pytest.fixture
def dee(world):
    return signed_in(world.keyworker)


@pytest.fixture
def ruth(world):
    return signed_in(world.manager)


def page(name, person, *more):
    return reverse(f"support:{name}", args=[person.pk, *more])


def posted(world, **typed):
    return {"entry_id": str(new_id())} | typed | three_boxes("on", world.on)


def test_an_offer_is_made_and_what_came_of_it_is_written_down(world, dee):
    typed = posted(world, kind="housing", how="offered", words="Anywhere dry", state="referred")
    assert dee.post(page("add_offer", world.gareth), typed).status_code == 302
    text = dee.get(page("support", world.gareth)).content.decode()
    assert "Help with housing" in text
    assert "Referred or booked" in text
    assert "“Anywhere dry”" in text
    world.open()
    made = Offer.objects.get(patient=world.gareth)
    typed = posted(world, state="started", with_outside="Council team", helped="yes", words="Great")
    assert dee.post(page("offer", world.gareth, made.pk), typed).status_code == 302
    text = dee.get(page("support", world.gareth)).content.decode()
    assert "1 kind of support goes on." in text
    assert "Council team" in text


def test_an_offer_without_a_kind_is_refused_and_nothing_is_lost(world, dee):
    typed = posted(world, kind="", how="offered", words="Anywhere dry")
    text = dee.post(page("add_offer", world.gareth), typed).content.decode()
    assert "Choose what support it is" in text
    assert "Anywhere dry" in text


def test_nobody_is_introduced_to_a_house(world, dee):
    made, aid = offer(world), offer(world, "mutual_aid")
    assert b"Introduced" not in dee.get(page("offer", world.gareth, made.pk)).content
    assert b"Goes there" in dee.get(page("offer", world.gareth, aid.pk)).content
    typed = posted(world, state="introduced", helped="not_asked")
    assert dee.post(page("offer", world.gareth, made.pk), typed).status_code == 200


def test_mutual_aid_says_how_far_and_not_for_me_is_a_full_answer(world, dee):
    text = dee.get(page("support", world.gareth)).content.decode()
    assert "Not talked about yet." in text
    step(world, offer(world, "mutual_aid"), "declined")
    text = dee.get(page("support", world.gareth)).content.decode()
    assert "Told about it. Last answer: not for me. That is a full answer." in text


def test_home_and_work_are_asked_anew(world, dee):
    actions.record_circumstances(
        patient=world.gareth, on=world.day(9), housing="2", by=world.keyworker
    )
    text = dee.get(page("circumstances", world.gareth)).content.decode()
    assert "A housing problem" in text
    assert (
        "checked" not in text.split('name="housing"')[1].split("</fieldset>")[0].split("id_on")[0]
    )
    typed = posted(world, housing="3", employment="12", wants_work="yes", words="A trade")
    assert dee.post(page("circumstances", world.gareth), typed).status_code == 302
    world.open()
    assert Circumstances.objects.current().filter(patient=world.gareth).count() == 2
    nothing = dee.post(page("circumstances", world.gareth), posted(world)).content.decode()
    assert "Answer at least one question" in nothing


def test_an_offer_is_corrected_by_form_and_a_second_save_is_shown_both(world, dee):
    made = offer(world)
    typed = {"kind": "employment", "how": "asked", "amend_reason": "About work", "version": "1"}
    typed |= three_boxes("on", made.on)
    assert dee.post(page("correct_offer", world.gareth, made.pk), typed).status_code == 302
    text = dee.post(page("correct_offer", world.gareth, made.pk), typed | {"kind": "peer"})
    assert "saved first" in text.content.decode()
    world.open()
    assert Offer.objects.get(pk=made.pk).kind == "employment"


def test_what_came_of_it_is_corrected_like_any_entry(world, dee):
    row = step(world, offer(world), "started")
    typed = {"state": "declined", "helped": "not_asked", "words": "", "with_outside": ""}
    typed |= {"amend_reason": "I misread it"} | three_boxes("on", row.on)
    assert dee.post(row.correct_url, typed).status_code == 302
    text = dee.get(page("support", world.gareth)).content.decode()
    assert "Not for them" in text
    world.open()
    assert OfferStep.objects.current().get(patient=world.gareth).amends_id == row.pk


def test_the_page_asks_the_same_number_of_queries_with_more_support(world, dee):
    counts = []
    for kind in ("housing", "peer", "depot"):
        step(world, offer(world, kind), "started", with_staff=world.keyworker)
        dee.get(page("support", world.gareth))
        with CaptureQueriesContext(connection) as asked:
            dee.get(page("support", world.gareth))
        counts.append(len(asked))
        world.open()
    assert counts[1] == counts[2]


def test_places_are_kept_up_to_date_by_those_who_see_people(world, dee):
    typed = {"entry_id": str(new_id()), "name": "Peer breakfast", "kind": "peer"}
    assert dee.post(reverse("support:add_place"), typed).status_code == 302
    world.open()
    place = Place.objects.get(service=world.service)
    Place.objects.update(checked_on=world.day(200))
    text = dee.get(reverse("support:places")).content.decode()
    assert "Check it again" in text
    assert dee.post(reverse("support:check_place", args=[place.pk])).status_code == 302
    assert "Check it again" not in dee.get(reverse("support:places")).content.decode()
    url = reverse("support:change_place", args=[place.pk])
    stale = typed | {"version": "1", "times": "Thursdays 9am"}
    text = dee.post(url, stale).content.decode()
    assert "saved first" in text
    assert dee.post(url, stale | {"version": "2"}).status_code == 302
    assert "Thursdays 9am" in dee.get(reverse("support:places")).content.decode()


def test_managers_read_what_is_offered_and_what_is_called_other(world, dee, ruth):
    step(world, offer(world, "peer"), "started", helped="yes")
    offer(world, "recovery_other", other_words="Choir on Mondays")
    offer(world, "residential", how="not_available")
    offer(world, "step_other", other_words="Evening opening", how="not_available")
    offer(world, "housing", ago=366)
    text = ruth.get(reverse("support:kinds_in_use")).content.decode()
    assert "4 offers and requests in the year" in text
    assert "2 of them were for what is not available here" in text
    assert "2 of them are of a kind called other: 50%" in text
    assert 'Called other <span class="count">2</span>' in text
    table = text.split("<tbody>")[1].split("</tbody>")[0]
    for kind in ("Peer support", "Other support", "Residential rehabilitation", "Another step"):
        assert kind in table
    assert "In the year before it was 0%, 0 of 1." in text
    assert "Choir on Mondays" in text
    assert dee.get(reverse("support:kinds_in_use")).status_code == 403


def test_the_persons_page_says_what_goes_on(world, dee):
    place = a_place(world, "Peer breakfast", "peer")
    step(world, offer(world, "peer", place=place), "started")
    offer(world, "residential", how="not_available")
    text = dee.get(reverse("reviews:case", args=[world.gareth.pk])).content.decode()
    assert 'Support <span class="count">1 going on</span>' in text
    assert "Not available here" in text
    place_actions.check_place(place=place, on=world.on, by=world.keyworker)
