"""Changing the review intervals of a service: the values, the pages, and what they act on."""

import re
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Configuration, Notice, Proposal, User
from reviews import interval_changes, schedules, two_people, worklist
from reviews.interval_changes import SUBJECT
from reviews.interval_values import (
    EDITABLES,
    changed,
    changes,
    nonsense,
    read_days,
    value_of,
    values_of,
    words,
)
from reviews.intervals import DEFAULT_SCHEDULE, Schedule
from reviews.intervals_form import IntervalsForm, field_name
from reviews.review_types import ReviewType
from tests.town import LONDON, World, signed_in, three_boxes
from tests.world import build_world

BY_KEY = {value.key: value for value in EDITABLES}


# The values: pure


def test_every_value_reads_back_as_it_was_put_in() -> None:
    typed = values_of(DEFAULT_SCHEDULE)
    typed |= {"care_plan.interval_days": 56, "keywork.steps.1": 10, "due_soon_days": 7}
    typed["aftercare.milestones"] = (7, 30)
    after = changed(DEFAULT_SCHEDULE, typed, is_verified=True)
    assert values_of(after) == typed
    stored = Schedule.from_values(after.to_values(), version="version 1")
    assert values_of(stored) == typed


def test_a_type_says_who_set_its_values_and_whether_they_are_verified() -> None:
    typed = {"care_plan.interval_days": 56}
    for is_verified, said in ((False, "not yet verified"), (True, "verified")):
        after = changed(DEFAULT_SCHEDULE, typed, is_verified=is_verified)
        assert after.rule(ReviewType.CARE_PLAN).status == f"set by this service, {said}"
        assert after.rule(ReviewType.RISK).status == "product default, not verified"
    back = changed(after, {"care_plan.interval_days": 84}, is_verified=False)
    assert back.rule(ReviewType.CARE_PLAN).status == "product default, not verified"


def test_a_service_allows_a_longer_interval_once_treatment_is_stable() -> None:
    key = "medical.stable_interval_days"
    assert value_of(DEFAULT_SCHEDULE, BY_KEY[key]) == 0
    after = changed(DEFAULT_SCHEDULE, {key: 182}, is_verified=False)
    rule = after.rule(ReviewType.MEDICAL)
    assert rule.allows_stable_interval and rule.stable_interval_days == 182
    (change,) = changes(DEFAULT_SCHEDULE, after)
    assert (change.before, change.after) == ("not allowed", "182 days (26 weeks)")
    back = changed(after, {key: 0}, is_verified=False).rule(ReviewType.MEDICAL)
    assert not back.allows_stable_interval
    assert nonsense({key: 30, "medical.interval_days": 84}) == {
        key: "Once stable the next review cannot be earlier than 84 days"
    }


def test_a_change_is_told_in_words() -> None:
    after = changed(DEFAULT_SCHEDULE, {"care_plan.interval_days": 56}, is_verified=False)
    (change,) = changes(DEFAULT_SCHEDULE, after)
    assert (change.group, change.label) == ("Care plan review", "Then every")
    assert (change.before, change.after) == ("84 days (12 weeks)", "56 days (8 weeks)")
    assert words(BY_KEY["event_working_days"], 1) == "1 working day"
    assert words(BY_KEY["induction.milestones"], (3, 7, 14)) == "days 3, 7 and 14"


def test_the_product_s_own_values_are_no_nonsense() -> None:
    assert nonsense(values_of(DEFAULT_SCHEDULE)) == {}
    for value in EDITABLES:
        now = value_of(DEFAULT_SCHEDULE, value)
        for amount in now if isinstance(now, tuple) else (now,):
            assert value.lowest <= amount <= value.highest, value.key


@pytest.mark.parametrize(
    ("typed", "key", "said"),
    [
        ({"care_plan.interval_days": 10}, "care_plan.grace_days", "longer than the 10 days"),
        ({"induction.milestones": (3, 4)}, "induction.grace_days", ""),
        ({"first12.milestones": (28, 30)}, "first12.grace_days", "longer than the 2 days"),
        (
            {"strategic.short_interval_days": 400},
            "strategic.short_interval_days",
            "cannot be later than 365 days",
        ),
        ({"keywork.steps.1": 60}, "keywork.steps.1", "Cannot be longer than what follows it"),
    ],
)
def test_values_that_make_no_sense_beside_each_other_are_refused_in_a_sentence(
    typed: dict[str, object], key: str, said: str
) -> None:
    found = nonsense(values_of(DEFAULT_SCHEDULE) | typed)  # type: ignore[operator]
    assert (said in found.get(key, "")) if said else key not in found


@pytest.mark.parametrize("typed", ["", "3, seven", "14, 7", "7 7", "0, 7", "7, 301", "-3", "٣"])
def test_days_that_are_none_are_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="such as 3, 7, 14"):
        read_days(typed, BY_KEY["aftercare.milestones"])


def test_days_are_read_with_commas_or_spaces() -> None:
    assert read_days(" 3,7  14 ", BY_KEY["induction.milestones"]) == (3, 7, 14)


# From proposal to version


@pytest.fixture
def world() -> World:
    return build_world()


def proposed(world: World, **typed: int) -> Proposal:
    return interval_changes.propose(
        service=world.service,
        typed=values_of(DEFAULT_SCHEDULE) | {k.replace("__", "."): v for k, v in typed.items()},
        status="unverified",
        reason="Every 8 weeks, as our clinical lead asks",
        effective_from=world.on + timedelta(days=10),
        by=world.manager,
        on=world.on,
    )


pytestmark = pytest.mark.django_db


def test_a_proposal_that_changes_nothing_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="Nothing is changed"):
        proposed(world)


@pytest.mark.parametrize("days", [0, 731, 84000])
def test_a_value_beyond_its_limits_is_refused_also_without_the_form(
    world: World, days: int
) -> None:
    with pytest.raises(ValidationError, match="From 1 to 730"):
        proposed(world, care_plan__interval_days=days)


def test_agreed_it_acts_from_its_day_and_the_past_stays_as_it_was(world: World) -> None:
    starts = world.on + timedelta(days=10)
    past = world.on - timedelta(days=3)
    service = world.service.pk
    before_then = worklist.dues_on(service, past)
    day_before = worklist.dues_on(service, starts - timedelta(days=1))
    made = two_people.agree(
        subject=SUBJECT,
        proposal=proposed(world, care_plan__first_due_days=14),
        by=world.prescriber,
        on=world.on,
    )
    assert made.effective_from == starts
    assert worklist.dues_on(service, past) == before_then
    assert worklist.dues_on(service, starts - timedelta(days=1)) == day_before
    dues = worklist.dues_on(service, starts)[world.tomos.pk]
    (care_plan,) = [one for one in dues if one.type is ReviewType.CARE_PLAN]
    assert care_plan.due_on == world.episode(world.tomos).started_on + timedelta(days=14)
    assert care_plan.rule_version == "version 1"
    assert "Intervals: version 1." in care_plan.why_in_full


def test_a_change_starts_from_the_last_version(world: World) -> None:
    first = proposed(world, care_plan__interval_days=56)
    two_people.agree(subject=SUBJECT, proposal=first, by=world.prescriber, on=world.on)
    assert value_of(interval_changes.newest(world.service), BY_KEY["care_plan.interval_days"]) == 56


# The pages


def visit(
    world: World, who: User, name: str, *args: object, data: dict[str, object] | None = None
) -> str:
    with time_machine.travel(datetime.combine(world.on, time(9), LONDON), tick=False):
        client, path = signed_in(who), reverse(name, args=args)
        answer = client.get(path) if data is None else client.post(path, data, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def filled(world: World, **more: object) -> dict[str, object]:
    """The form as it opens, with a reason and a day, and what a manager changes."""
    form = IntervalsForm(base=interval_changes.newest(world.service), on=world.on)
    given: dict[str, object] = {
        field_name(value): form.fields[field_name(value)].initial for value in EDITABLES
    }
    given |= {"reason": "Every 8 weeks", "status": "unverified"}
    return given | three_boxes("effective_from", date(2026, 10, 11)) | more


def test_from_proposal_to_version_through_the_pages(world: World) -> None:
    said = visit(
        world,
        world.manager,
        "reviews:propose_intervals",
        data=filled(world, **{"care_plan-interval_days": "56"}),
    )
    assert "It waits for a second person, and changes nothing until then." in said
    proposal = Proposal.objects.get()
    assert "Ruth Calder proposes to change the review intervals from 11 October 2026." in visit(
        world, world.prescriber, "reviews:my_people"
    )
    own = visit(world, world.manager, "reviews:interval_proposal", proposal.pk)
    assert "Nobody agrees to a change of their own." in own
    assert "Do you agree?" not in own
    theirs = visit(world, world.prescriber, "reviews:interval_proposal", proposal.pk)
    assert "84 days (12 weeks) 56 days (8 weeks)" in theirs
    assert "are overdue; by these values it would be" in theirs
    said = visit(
        world,
        world.prescriber,
        "reviews:interval_proposal",
        proposal.pk,
        data={"answer": "agree", "words": "As in our policy"},
    )
    assert "Agreed. Version 1 holds from 11 October 2026." in said
    for text in (
        "Care plan review. Then every: 84 days (12 weeks) became 56 days (8 weeks)",
        "Every 8 weeks",
        "Dr Osei: As in our policy",
        "Proposed by Ruth Calder, agreed by Dr Osei on",
    ):
        assert text in visit(world, world.keyworker, "reviews:intervals"), text
    assert "Dr Osei agreed to your change of the review intervals." in visit(
        world, world.manager, "reviews:my_people"
    )
    assert not Notice.objects.filter(user=world.prescriber, read_at=None).exists()


def test_declined_it_stays_readable_with_the_words(world: World) -> None:
    proposal = proposed(world, care_plan__interval_days=56)
    args = (world.prescriber, "reviews:interval_proposal", proposal.pk)
    said = visit(world, *args, data={"answer": "decline", "words": ""})
    assert "Say why you decline" in said
    said = visit(world, *args, data={"answer": "decline", "words": "Not before spring"})
    assert "Declined. Nothing was changed, and Ruth Calder is told." in said
    assert "Not before spring" in visit(world, world.keyworker, "reviews:intervals")
    assert not Configuration.objects.exists()


def test_whoever_proposed_it_withdraws_it(world: World) -> None:
    proposal = proposed(world, care_plan__interval_days=56)
    said = visit(world, world.administrator, "reviews:withdraw_intervals", proposal.pk, data={})
    assert "Only who proposed a change can withdraw it." in said
    said = visit(world, world.manager, "reviews:withdraw_intervals", proposal.pk, data={})
    assert "Withdrawn. Nothing was changed." in said


def test_posting_an_agreement_to_ones_own_change_is_refused_in_words(world: World) -> None:
    proposal = proposed(world, care_plan__interval_days=56)
    visit(
        world,
        world.manager,
        "reviews:interval_proposal",
        proposal.pk,
        data={"answer": "agree", "words": ""},
    )
    assert not Configuration.objects.exists()


THEN_EVERY = "Enter days for “Care plan review, then every” from 1 to 730"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"care_plan-interval_days": "840"}, THEN_EVERY),
        ({"care_plan-interval_days": ""}, THEN_EVERY),
        ({"care_plan-interval_days": "10"}, "longer than the 10 days between two reviews"),
        ({"induction-milestones": "14, 7"}, "earliest first"),
        ({"reason": ""}, "Say why this is changed"),
        ({"effective_from_year": "2025"}, "First day cannot be in the past"),
        ({}, "Nothing is changed: change at least one value"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    world: World, more: dict[str, object], said: str
) -> None:
    text = visit(world, world.manager, "reviews:propose_intervals", data=filled(world, **more))
    assert said in text
    assert not Proposal.objects.exists()


def test_while_one_waits_another_cannot_be_proposed(world: World) -> None:
    proposed(world, care_plan__interval_days=56)
    text = visit(
        world,
        world.administrator,
        "reviews:propose_intervals",
        data=filled(world, **{"risk-interval_days": "70"}),
    )
    assert "A change proposed by Ruth Calder waits for an answer." in text
    assert Proposal.objects.count() == 1


def test_the_version_is_printed_where_a_due_day_is_explained(world: World) -> None:
    two_people.agree(
        subject=SUBJECT,
        proposal=proposed(world, care_plan__interval_days=56),
        by=world.prescriber,
        on=world.on,
    )
    with time_machine.travel(datetime.combine(date(2026, 10, 12), time(9), LONDON), tick=False):
        client = signed_in(world.keyworker)
        for name, args in (("why_due", [world.gareth.pk]), ("how_due", []), ("intervals", [])):
            html = client.get(reverse(f"reviews:{name}", args=args)).content.decode()
            assert "version 1 of the service’s own intervals, not yet verified" in html, name
    assert schedules.in_force(world.service.pk, world.on).version == "0"
