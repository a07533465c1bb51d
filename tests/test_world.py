"""The town itself: everybody is there, in the situation their name says."""

from decimal import Decimal

import pytest

from patients.models import Patient
from patients.nhs_number import is_synthetic
from prescribing.models import MissedDoses
from reviews import worklist
from reviews.models import ReviewCredit
from reviews.review_types import ReviewType
from tests.reviewed_town import review_the_town
from tests.world import build_world

pytestmark = pytest.mark.django_db


def test_the_town_has_twelve_people_in_two_services():
    world = build_world()
    assert len(world.people) == 12
    assert Patient.objects.filter(service=world.service).count() == 11
    assert world.bo.service == world.other_service


def test_every_nhs_number_is_of_the_range_never_given_to_anybody():
    world = build_world()
    numbers = [person.nhs_number for person in world.people.values() if person.nhs_number]
    assert all(is_synthetic(number) for number in numbers)
    assert len(set(numbers)) == len(numbers) == 11


def test_days_are_counted_from_the_day_that_is_given():
    world = build_world()
    missed = MissedDoses.objects.get(patient=world.carl)
    assert (missed.days, missed.to_on, missed.needs_decision) == (3, world.on, True)
    steps = world.prescription(world.gareth).dose_steps.current().order_by("from_on")
    assert [step.daily_dose_mg for step in steps] == [Decimal(50), Decimal(55)]
    assert world.episode(world.dan).end_reason == "completed_drug_free"


def test_once_reviews_are_logged_each_situation_is_as_its_name_says():
    world = build_world()
    review_the_town(world)
    dues = worklist.dues_on(world.service.pk, world.on)

    def overdue(person):
        return {(due.type, due.days_overdue) for due in dues[person.pk] if due.is_overdue}

    assert overdue(world.leanne) == set()
    assert overdue(world.gareth) == {(ReviewType.CARE_PLAN, 21)}
    assert overdue(world.ray) > {(ReviewType.CARE_PLAN, 3300 - 28)}
    waiting = ReviewCredit.objects.current().get(patient=world.josie, type="strategic")
    assert (waiting.awaits, waiting.is_valid) == ("prescriber", False)
