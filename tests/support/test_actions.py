"""What changes the record of support, and the rules its tables hold."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Trail
from patients import facts
from patients.actions.corrections import correct_entry
from rodt.ids import new_id
from rodt.versions import StaleSave
from rodt.words import nhs_date
from support import actions, place_actions, querysets
from support.models import Circumstances, Offer, OfferStep, Place


def offer(world, kind="housing", ago=10, **more):
    more = {"on": world.day(ago), "by": world.keyworker} | more
    return actions.add_offer(patient=world.gareth, kind=kind, **more)


def step(world, of, state, ago=5, **more):
    return actions.record_step(offer=of, on=world.day(ago), state=state, by=world.keyworker, **more)


def a_place(world, name="Bike workshop", kind="work_project", **more):
    typed = {"about": "", "address": "", "times": "", "contact": ""} | more
    return place_actions.add_place(
        service=world.service, on=world.day(3), by=world.keyworker, name=name, kind=kind, **typed
    )


def test_an_offer_goes_from_offered_to_ended_and_nothing_is_overwritten(world):
    made = offer(world)
    step(world, made, "referred", 8)
    step(world, made, "started", 6, with_outside="Council housing team", helped="yes", words="Yes!")
    row = querysets.read(world.gareth).rows[0]
    assert (row.is_going_on, row.state_words) == (True, "Taken up")
    assert (row.given_by, row.helps.words) == ("Council housing team", "Yes!")
    step(world, made, "ended", 1)
    sheet = querysets.read(world.gareth)
    assert [len(sheet.going_on), len(sheet.over), len(sheet.rows[0].steps)] == [0, 1, 3]


def test_declining_is_a_full_answer_and_closes_it(world):
    made = offer(world, "depot", state="declined")
    sheet = querysets.read(world.gareth)
    assert [row.offer for row in sheet.over] == [made]
    assert sheet.over[0].state_words == "Not for them"


def test_the_same_form_posted_twice_makes_one_offer_and_one_step(world):
    entry_id = new_id()
    for _ in range(2):
        offer(world, entry_id=entry_id, state="started")
    assert OfferStep.objects.filter(offer_id=entry_id).count() == 1
    step_id = new_id()
    for _ in range(2):
        step(world, Offer.objects.get(pk=entry_id), "ended", entry_id=step_id)
    assert OfferStep.objects.filter(offer_id=entry_id).count() == 2


def test_what_is_not_available_waits_for_nobodys_answer(world):
    with pytest.raises(ValidationError, match="not available here"):
        offer(world, how="not_available", state="started")
    offer(world, "residential", how="not_available", words="A few months away")
    sheet = querysets.read(world.gareth)
    assert (len(sheet.not_available), len(sheet.open)) == (1, 0)


def test_another_kind_says_what_it_is(world):
    with pytest.raises(ValidationError, match="Say what it is"):
        offer(world, "recovery_other", other_words=" ")
    assert offer(world, "recovery_other", other_words="Choir").called == "Other support: Choir"
    assert offer(world, "housing", other_words="left from before").other_words == ""


def test_nothing_comes_of_an_offer_before_it_was_made(world):
    made = offer(world, ago=3)
    with pytest.raises(ValidationError, match="before it was offered"):
        step(world, made, "started", 4)


def test_support_is_given_by_one_of_us_or_by_somebody_outside(world):
    made = offer(world)
    with pytest.raises(ValidationError, match="not both"):
        step(world, made, "started", with_staff=world.keyworker, with_outside="Council")


def test_an_offer_is_corrected_with_a_reason_and_its_history_stays(world):
    made = offer(world)
    step(world, made, "started", 5)
    saved = {"on": made.on, "kind": "employment", "how": "asked"}
    by = {"by": world.keyworker, "amend_reason": "It was about work"}
    with pytest.raises(ValidationError, match="Say why"):
        actions.correct_offer(offer=made, version=1, **saved | by | {"amend_reason": ""})
    with pytest.raises(ValidationError, match="Something came of it before"):
        actions.correct_offer(offer=made, version=1, **saved | by | {"on": world.day(2)})
    now = actions.correct_offer(offer=made, version=1, **saved, **by)
    assert (now.kind, now.how, now.version) == ("employment", "asked", 2)
    with pytest.raises(StaleSave):
        actions.correct_offer(offer=made, version=1, **saved, **by)
    history = Offer.pgh_event_model.objects.filter(pgh_obj_id=made.pk).order_by("pgh_id")
    assert [event.kind for event in history] == ["housing", "employment"]
    assert history.last().pgh_context["reason"] == "It was about work"


def test_an_offer_that_is_taken_back_leaves_with_what_came_of_it(world):
    made = offer(world)
    step(world, made, "started")
    actions.correct_offer(
        offer=made,
        version=1,
        on=made.on,
        kind=made.kind,
        how=made.how,
        is_withdrawn=True,
        amend_reason="It was somebody else",
        by=world.keyworker,
    )
    assert querysets.read(world.gareth).rows == ()


def test_home_and_work_are_kept_as_said_and_an_empty_answer_is_refused(world):
    with pytest.raises(ValidationError, match="at least one"):
        actions.record_circumstances(patient=world.gareth, on=world.on, by=world.keyworker)
    for ago, housing in ((90, "1"), (2, "3")):
        actions.record_circumstances(
            patient=world.gareth, on=world.day(ago), housing=housing, by=world.keyworker
        )
    sheet = querysets.read(world.gareth)
    assert [said.housing for said in sheet.said] == ["3", "1"]
    assert sheet.now.employment == ""


def test_a_place_is_checked_changed_and_leaves_the_list(world):
    place = a_place(world)
    with pytest.raises(ValidationError, match="in the list already"):
        a_place(world)
    a_place(world, kind="volunteering")
    now = place_actions.check_place(place=place, on=world.on, by=world.manager)
    assert (now.checked_on, now.checked_by, now.version) == (world.on, world.manager, 2)
    typed = {name: getattr(now, name) for name in place_actions.FIELDS}
    changed = {"place": now, "on": world.on, "by": world.keyworker}
    with pytest.raises(StaleSave):
        place_actions.change_place(version=1, **changed, **typed)
    place_actions.change_place(version=2, is_closed=True, **changed, **typed)
    assert [p.kind for p in querysets.places_of(world.service.pk)] == ["volunteering"]
    assert Trail.objects.filter(about=f"place {place.pk}").count() == 3


def test_a_place_of_another_service_is_refused(world):
    place = a_place(world)
    Place.objects.filter(pk=place.pk).update(service=world.other_service)
    place.refresh_from_db()
    with pytest.raises(ValidationError, match="your service’s list"):
        offer(world, place=place)


def broken(world, model, **values):
    return facts.add(model, patient=world.gareth, by=None, on=world.on, **values)


BROKEN = {
    "support_of_another_kind_says_what_it_is": lambda w: broken(w, Offer, kind="step_other"),
    "an_answer_about_home_or_work_says_something": lambda w: broken(w, Circumstances),
    "support_is_given_by_staff_or_by_somebody_outside": lambda w: broken(
        w,
        OfferStep,
        offer=offer(w),
        state="started",
        with_staff=w.keyworker,
        with_outside="Council",
    ),
    "a_place_stands_once_in_the_list_of_a_kind": lambda w: Place.objects.create(
        service=w.service, name=a_place(w).name, kind="work_project", checked_on=w.on
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_the_table_refuses(world, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        BROKEN[rule](world)


def test_nothing_of_support_is_after_the_day_of_the_death(world):
    made = offer(world, ago=40)
    said = step(world, made, "referred", 35)
    world.gareth.died_on = world.day(30)
    world.gareth.save()
    words = f"after they died, {nhs_date(world.day(30))}"
    home = {"patient": world.gareth, "housing": "1", "by": world.keyworker}
    late = {"on": world.day(29), "by": world.keyworker, "amend_reason": "The day was wrong"}
    for act in (
        lambda: offer(world, ago=29),
        lambda: step(world, made, "started", 29),
        lambda: actions.record_circumstances(on=world.day(29), **home),
        lambda: actions.correct_offer(offer=made, version=1, kind="peer", how="asked", **late),
        lambda: correct_entry(entry=OfferStep.objects.get(pk=said.pk), state="started", **late),
    ):
        with pytest.raises(ValidationError, match=words):
            act()
    assert actions.record_circumstances(on=world.day(30), **home)
