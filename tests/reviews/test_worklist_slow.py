"""The set-based worklist says the same as the slow, obvious version, on random records."""

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviews import caseloads, facts_reader, worklist
from reviews.schedule import due
from reviews.worklist import Treatment, Whose
from reviews.worklist_reader import tasks_of
from tests.reviews.random_records import Writer
from tests.reviews.slow_worklist import facts_of, slow_worklist
from tests.world import World, staff_the_services

pytestmark = pytest.mark.django_db
PEOPLE = 3


@pytest.fixture
def world() -> World:
    world = staff_the_services()
    world.open()
    return world


class Undo(Exception):
    """Ends a random world: everything written for it is undone."""


random_worlds = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@random_worlds
@given(seed=st.integers(0, 2**32), ahead=st.sampled_from((0, 0, 10, 45)))
@example(seed=93662, ahead=0)  # a start TOP on the first day of treatment, and none since
def test_the_same_is_due_as_one_person_at_a_time(world: World, seed: int, ahead: int) -> None:
    on = world.on + timedelta(days=ahead)
    with pytest.raises(Undo), transaction.atomic():
        patients = Writer(world, Random(seed)).people(PEOPLE)
        by_service = worklist.dues_on(world.service.pk, on)
        by_people = worklist.dues_on(world.service.pk, on, [patient.pk for patient in patients])
        assert by_people == by_service
        for patient in patients:
            facts = facts_of(patient, on)
            assert (facts is None) == (patient.pk not in by_service)
            if facts is not None:
                assert by_service[patient.pk] == due(facts, on)
        raise Undo


@random_worlds
@given(seed=st.integers(0, 2**32), whose=st.sampled_from(("me", "team", "service")))
@example(seed=163267, whose="me")  # a keyworker of somebody who is now another team's
def test_each_person_stands_where_the_slow_list_puts_them(
    world: World, seed: int, whose: str
) -> None:
    user = world.manager if whose == "service" else world.keyworker
    with pytest.raises(Undo), transaction.atomic():
        Writer(world, Random(seed)).people(PEOPLE)
        access = world.access(user)
        expected = slow_worklist(access, world.on, whose)
        everyone = worklist.worklist(access, world.on, Whose(whose))
        assert {entry.person.id for entry in everyone.shown} == expected.keys()
        for entry in everyone.shown:
            slow = expected[entry.person.id]
            assert entry.dues == slow.dues
            assert entry.is_on_ost == slow.is_on_ost
            assert (entry.place.group, entry.place.since_on) == (
                slow.place.group,
                slow.place.since_on,
            )
            assert (entry.place.lead, entry.place.also) == (slow.place.lead, slow.place.also)
        if whose == "me":
            assert everyone.tasks == tasks_of(access, world.on)
        if whose == "service":
            assert caseloads.cannot_wait(access, world.on).shown == everyone.only_urgent().shown
        only_ost = worklist.worklist(access, world.on, Whose(whose), Treatment.OST)
        assert only_ost.total == everyone.total == len(expected)
        assert {entry.person.id for entry in only_ost.hidden} == {
            patient_id for patient_id, slow in expected.items() if not slow.is_on_ost
        }
        raise Undo


@random_worlds
@given(seed=st.integers(0, 2**32))
def test_on_substitution_treatment_is_the_same_day_by_day(world: World, seed: int) -> None:
    with pytest.raises(Undo), transaction.atomic():
        patients = Writer(world, Random(seed)).people(2)
        for ago in (0, 1, 9, 30):
            on = world.on - timedelta(days=ago)
            read = facts_reader.read(on=on, patient_ids=[patient.pk for patient in patients])
            for patient in patients:
                facts = facts_of(patient, on)
                if facts is not None:
                    assert read[patient.pk].on_ost(on) == facts.on_ost(on)
        raise Undo
