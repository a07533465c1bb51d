"""One test that breaks each constraint of the care plan."""

import pytest
from django.db import IntegrityError, transaction

from careplans.models import CarePlan, Goal, RecoveryCapital


def capital(town, **ratings):
    return RecoveryCapital.objects.create(
        service=town.service, patient=town.gareth, on=town.on, **ratings
    )


BROKEN = {
    "a_copy_was_taken_or_not_wanted": lambda t: CarePlan.objects.filter(patient=t.gareth).update(
        copy_given_on=t.on, copy_not_wanted_on=t.on
    ),
    "a_goal_closes_after_it_opens": lambda t: Goal.objects.create(
        service=t.service,
        patient=t.gareth,
        plan=CarePlan.objects.get(patient=t.gareth),
        words="A goal",
        opened_on=t.day(5),
        closed_on=t.day(6),
    ),
    "social_capital_is_0_to_10": lambda t: capital(t, social=11),
    "physical_capital_is_0_to_10": lambda t: capital(t, physical=11),
    "human_capital_is_0_to_10": lambda t: capital(t, human=11),
    "cultural_capital_is_0_to_10": lambda t: capital(t, cultural=11),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(town, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name](town)


def test_every_constraint_of_the_room_is_broken_here():
    models = (CarePlan, Goal, RecoveryCapital)
    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)
