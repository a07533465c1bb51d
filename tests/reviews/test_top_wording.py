"""A service's own wording of the TOP's items: two people, versions, and where it is read."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Configuration, Notice, Proposal
from reviews import top_wording, top_wording_changes, two_people
from reviews.models import TopRecord
from reviews.top_items import BY_FIELD, ITEMS
from reviews.top_wording import PRODUCT, Wording, WordingError, changes, own_words
from reviews.top_wording_changes import SUBJECT
from tests.reviewed_town import review_the_town
from tests.town import World, signed_in, three_boxes
from tests.world import build_world

OWN = "Crack, as it is worded on the form"


# Pure


def test_only_what_differs_is_kept_and_a_blank_is_the_product_s_own() -> None:
    typed = {"crack_days": f"  {OWN} ", "opiates_days": "Heroin and other opiates", "assault": ""}
    assert own_words(typed) == {"crack_days": OWN}
    assert PRODUCT.worded() == ITEMS


@pytest.mark.parametrize("typed", [{"mood": "Mood"}, {"crack_days": "a" * 201}])
def test_nonsense_is_refused_in_a_sentence(typed: dict[str, str]) -> None:
    with pytest.raises(WordingError, match=r"\.$"):
        own_words(typed)


def test_words_change_nothing_but_words() -> None:
    mine = Wording("version 1", {"crack_days": OWN})
    for before, after in zip(ITEMS, mine.worded(), strict=True):
        assert (before.field, before.kind, before.most) == (after.field, after.kind, after.most)
    (change,) = changes(PRODUCT, mine)
    assert (change.group, change.before, change.after) == ("Substances 1c", "Crack", OWN)


def test_it_says_which_it_is() -> None:
    assert "product’s own short names" in PRODUCT.words
    assert Wording("version 2", {}, True).words.endswith(
        "version 2 of this service’s own wording, verified."
    )
    assert "not yet verified" in Wording("version 2").words


# Two people


@pytest.fixture
def world(db: None) -> World:
    world = build_world(localdate())
    review_the_town(world)
    return world


def propose(world: World, **more: object) -> Proposal:
    given = {
        "service": world.service,
        "typed": {"crack_days": OWN},
        "status": "verified",
        "reason": "We hold the licence",
        "effective_from": world.on,
        "by": world.manager,
        "on": world.on,
    } | more
    return top_wording_changes.propose(**given)  # type: ignore[arg-type]


def test_it_holds_when_a_second_person_has_agreed_and_from_its_day(world: World) -> None:
    proposal = propose(world)
    assert top_wording.in_force(world.service.pk, world.on) == PRODUCT
    with pytest.raises(ValidationError, match="A second person agrees"):
        two_people.agree(proposal=proposal, subject=SUBJECT, by=world.manager, on=world.on)
    two_people.agree(proposal=proposal, subject=SUBJECT, by=world.prescriber, on=world.on)
    mine = top_wording.in_force(world.service.pk, world.on)
    assert (mine.version, mine.is_verified) == ("version 1", True)
    assert mine.of(BY_FIELD["crack_days"]) == OWN
    assert top_wording.in_force(world.service.pk, world.day(1)) == PRODUCT
    assert top_wording.in_force(world.other_service.pk, world.on) == PRODUCT
    told = Notice.objects.filter(user=world.manager, text__contains="wording of TOP")
    assert told.count() == 1


def test_what_changes_nothing_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="Nothing is changed"):
        propose(world, typed={"crack_days": "Crack"}, status="unverified")


def test_one_of_intervals_waits_beside_it(world: World) -> None:
    propose(world)
    with pytest.raises(ValidationError, match="waits for an answer"):
        propose(world, typed={"crack_days": "Other words"})
    assert not Proposal.objects.filter(service=world.service, kind="schedule").exists()


def test_by_its_pages_from_proposal_to_the_forms(world: World) -> None:
    manager, prescriber = signed_in(world.manager), signed_in(world.prescriber)
    page = manager.get(reverse("reviews:propose_wording"))
    typed = {name: field.value() or "" for name, field in _boxes(page.context["form"])}
    typed |= {"crack_days": OWN, "reason": "We hold the licence", "status": "verified"}
    typed |= three_boxes("effective_from", world.on)
    answer = manager.post(reverse("reviews:propose_wording"), typed, follow=True)
    assert "It waits for a second person" in answer.content.decode()
    proposal = Proposal.objects.get(service=world.service, kind=top_wording.KIND)
    assert proposal.values == {"crack_days": OWN}

    address = reverse("reviews:wording_proposal", args=[proposal.pk])
    shown = prescriber.get(address).content.decode()
    assert OWN in shown and "Substances 1c" in shown and "overdue" not in shown
    assert "A change of the wording of TOP" in shown
    said = prescriber.post(address, {"answer": "agree", "words": ""}, follow=True)
    assert "Version 1 holds from" in said.content.decode() and OWN in said.content.decode()

    keyworker = signed_in(world.keyworker)
    named = "version 1 of this service’s own wording, verified"
    top = TopRecord.objects.current().filter(review__isnull=False).first()
    assert top is not None
    for address in (
        reverse("reviews:log_top", args=[world.gareth.pk]),
        reverse("reviews:correct_top", args=[top.patient_id, top.pk]),
        reverse("reviews:top", args=[top.patient_id]),
        reverse("reviews:review", args=[top.patient_id, top.review_id]),
    ):
        text = keyworker.get(address).content.decode()
        assert named in text and OWN in text, address
    refused = keyworker.post(
        reverse("reviews:log_top", args=[world.gareth.pk]), {"crack_days_w4": "9"}
    ).content.decode()
    assert f"{OWN}, week 4: enter a whole number from 0 to 7" in refused


def test_only_who_may_proposes_and_a_withdrawn_one_stays_readable(world: World) -> None:
    assert signed_in(world.keyworker).get(reverse("reviews:propose_wording")).status_code == 403
    assert signed_in(world.keyworker).get(reverse("reviews:top_wording")).status_code == 200
    proposal = propose(world)
    manager = signed_in(world.manager)
    said = manager.post(
        reverse("reviews:withdraw_wording", args=[proposal.pk]), follow=True
    ).content.decode()
    assert "Withdrawn" in said and "We hold the licence" in said
    other = reverse("reviews:interval_proposal", args=[proposal.pk])
    assert manager.get(other).status_code == 404
    assert not Configuration.objects.filter(kind=top_wording.KIND).exists()


def _boxes(form: object) -> list[tuple[str, object]]:
    return [(box.name, box) for box in form if box.name in BY_FIELD]  # type: ignore[attr-defined]
