"""What was worked out on one day, read on later ones, against working it out afresh on each."""

import json
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews import facts_reader
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.worked_out import from_values, holds_to, to_values, work_out
from rodt.dates import add_days
from tests.reviews.random_records import Writer
from tests.world import World, staff_the_services

pytestmark = pytest.mark.django_db
PEOPLE = 6
DAYS = 75


@pytest.fixture
def world() -> World:
    world = staff_the_services()
    world.open()
    return world


class Undo(Exception):
    """Ends a random world: everything written for it is undone."""


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), ago=st.sampled_from((0, 0, 40, 200, 400)))
def test_it_says_on_each_day_up_to_its_last_what_that_day_says(
    world: World, seed: int, ago: int
) -> None:
    on = world.on - timedelta(days=ago)
    with pytest.raises(Undo), transaction.atomic():
        people = [patient.pk for patient in Writer(world, Random(seed)).people(PEOPLE)]
        facts, ahead = facts_reader.read_ahead(on=on, patient_ids=people)
        kept = {}
        for one in people:
            worked = work_out(facts[one], on, DEFAULT_SCHEDULE) if one in facts else None
            last = (
                holds_to(facts[one], worked, on, DEFAULT_SCHEDULE)
                if worked
                else add_days(ahead[one], -1)
                if one in ahead
                else None
            )
            assert last is None or last >= on
            kept[one] = json.dumps(worked and to_values(worked)), last
        for later in range(DAYS):
            day = add_days(on, later)
            fresh = facts_reader.read(on=day, patient_ids=people)
            for one, (stored, last) in kept.items():
                if last is None or day <= last:
                    known = fresh.get(one)
                    expected = known and work_out(known, day, DEFAULT_SCHEDULE)
                    values = json.loads(stored)
                    found = values and from_values(values, day, DEFAULT_SCHEDULE)
                    assert found == expected
        raise Undo


def test_it_holds_for_weeks_where_nothing_is_ahead(world: World) -> None:
    """So that keeping it is worth while; somebody new has milestones ahead instead."""
    patients = Writer(world, Random(1)).people(40)
    facts = facts_reader.read(on=world.on, patient_ids=[patient.pk for patient in patients])
    days = sorted(
        (
            holds_to(known, work_out(known, world.on, DEFAULT_SCHEDULE), world.on, DEFAULT_SCHEDULE)
            - world.on
        ).days
        for known in facts.values()
    )
    assert len(days) > 20 and days[len(days) // 2] >= 14
