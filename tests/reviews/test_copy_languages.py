"""A language of the person's copy: put in whole, by two people, and taken out by two."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Configuration, Proposal
from careplans.copy_words import KIND, PRODUCT, in_force
from reviews import copy_language_changes, two_people
from reviews.copy_language_changes import SUBJECT, changes
from tests.careplans.test_copy_words import WELSH
from tests.town import World, signed_in, staff_the_services, three_boxes


@pytest.fixture
def world(db: None) -> World:
    world = staff_the_services(localdate())
    world.open()
    return world


def propose(world: World, **more: object) -> Proposal:
    given = {
        "service": world.service,
        "tag": "cy",
        "name": "Cymraeg",
        "words": WELSH,
        "status": "unverified",
        "reason": "Asked for by people here",
        "effective_from": world.on,
        "by": world.manager,
        "on": world.on,
    } | more
    return copy_language_changes.propose(**given)  # type: ignore[arg-type]


def agree(world: World, proposal: Proposal) -> None:
    two_people.agree(proposal=proposal, subject=SUBJECT, by=world.prescriber, on=world.on)


def test_it_is_there_when_a_second_person_has_agreed(world: World) -> None:
    proposal = propose(world)
    assert in_force(world.service.pk, world.on) == PRODUCT
    agree(world, proposal)
    assert [one.name for one in in_force(world.service.pk, world.on).all] == ["English", "Cymraeg"]
    assert in_force(world.other_service.pk, world.on) == PRODUCT


def test_another_language_stands_beside_it_and_one_is_taken_out_by_clearing_it(
    world: World,
) -> None:
    agree(world, propose(world))
    agree(world, propose(world, tag="pl", name="Polski"))
    assert [*in_force(world.service.pk, world.on).others] == ["cy", "pl"]
    before = in_force(world.service.pk, world.on)
    agree(world, propose(world, words=dict.fromkeys(WELSH, "")))
    after = in_force(world.service.pk, world.on)
    assert [*after.others] == ["pl"]
    assert {change.group for change in changes(before, after)} == {"Cymraeg"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"words": WELSH | {"goals": ""}}, "“Your goals”"),
        ({"tag": "en"}, "other than English"),
        ({"words": dict.fromkeys(WELSH, "")}, "Nothing is changed"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_half_a_language_or_none_is_refused(
    world: World, more: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        propose(world, **more)


def test_by_its_pages_from_proposal_to_answer(world: World) -> None:
    manager, prescriber = signed_in(world.manager), signed_in(world.prescriber)
    typed = WELSH | {"tag": "cy", "name": "Cymraeg", "status": "unverified", "reason": "Asked for"}
    typed |= three_boxes("effective_from", world.on)
    address = reverse("reviews:propose_copy_language")
    refused = manager.post(address, typed | {"goals": ""}).content.decode()
    assert "give its words" in refused
    assert "Asked for" in refused
    said = manager.post(address, typed, follow=True).content.decode()
    assert "It waits for a second person" in said
    proposal = Proposal.objects.get(service=world.service, kind=KIND)
    answer = reverse("reviews:copy_language_proposal", args=[proposal.pk])
    assert "Gair goals" in prescriber.get(answer).content.decode()
    prescriber.post(answer, {"answer": "agree", "words": ""})
    shown = manager.get(reverse("reviews:copy_languages")).content.decode()
    assert "English and Cymraeg" in shown
    assert "?language=cy" in shown
    filled = manager.get(address, {"language": "cy"}).content.decode()
    assert "Gair goals" in filled
    assert "Propose other words: Cymraeg" in filled


def test_a_keyworker_reads_what_there_is_and_proposes_nothing(world: World) -> None:
    dee = signed_in(world.keyworker)
    assert dee.get(reverse("reviews:copy_languages")).status_code == 200
    assert dee.get(reverse("reviews:propose_copy_language")).status_code == 403
    assert not Configuration.objects.exists()


def test_a_manager_finds_the_page_where_the_lists_of_the_service_stand(world: World) -> None:
    page = signed_in(world.manager).get(reverse("reviews:my_people")).content.decode()
    assert f'href="{reverse("reviews:copy_languages")}"' in page
