"""What the nights of a year wrote can be thrown away and written again: the same transitions."""

from datetime import date
from random import Random

import pytest

from patients.models import Patient
from reviews.models import Transition
from reviews.overdue import flag_overdue
from rodt.dates import add_days
from tests.reviews.random_records import Writer
from tests.world import World, staff_the_services

pytestmark = pytest.mark.django_db
PEOPLE = 12


@pytest.fixture
def world() -> World:
    """A small service whose people come and go, pause, miss doses and are reviewed or not."""
    world = staff_the_services()
    world.open()
    Writer(world, Random(20261001)).people(PEOPLE)
    return world


def nights(world: World) -> list[date]:
    return [world.day(days) for days in range(365, -1, -1)]


def written() -> list[tuple[object, ...]]:
    return list(
        Transition.objects.order_by(
            "patient", "type", "milestone", "due_on", "effective_on", "kind"
        ).values_list("patient", "type", "milestone", "due_on", "effective_on", "kind")
    )


def test_the_same_transitions_when_the_year_is_run_again(world: World) -> None:
    for night in nights(world):
        flag_overdue(world.service, night)
    first = written()
    kinds = {row[-1] for row in first}
    assert kinds == {"overdue", "cleared"} and len(first) > Patient.objects.count()
    Transition.objects.all().delete()
    for night in nights(world):
        flag_overdue(world.service, night)
    assert written() == first


def test_a_night_run_twice_in_that_year_writes_nothing_more(world: World) -> None:
    for night in nights(world)[-60:]:
        flag_overdue(world.service, night)
    first = written()
    for days in (40, 20, 0):
        flag_overdue(world.service, add_days(world.on, -days))
    assert written() == first
