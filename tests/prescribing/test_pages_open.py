"""Every page of the lower rooms opens, for the roles that may, in each situation of the town."""

import pytest
from django.urls import reverse

from prescribing.models import MissedDoses
from tests.world import signed_in

PERSON_PAGES = (
    "patients:edit",
    "patients:contacts",
    "patients:add_contact",
    "patients:add_event",
    "patients:add_appointment",
    "patients:pause",
    "reviews:end_episode",
    "reviews:record_death",
    "reviews:transfers",
    "patients:tasks",
    "patients:add_task",
    "patients:first_meeting",
    "patients:reopen",
    "patients:looked",
    "prescribing:prescription",
    "prescribing:new",
    "prescribing:missed_doses",
    "prescribing:add_test",
    "careplans:plan",
    "careplans:edit",
    "careplans:add_goal",
    "careplans:exit_vision",
)
PRESCRIPTION_PAGES = (
    "change_dose",
    "change_supervision",
    "script",
    "change_state",
    "add_depot",
)
PEOPLE = ("gareth", "leon", "carl", "mina", "dan", "ray", "llinos")


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_about_a_person_opens(world, who):
    person = getattr(world, who)
    client = signed_in(world.prescriber)
    for name in PERSON_PAGES:
        page = client.get(reverse(name, args=[person.pk]))
        assert page.status_code == 200, name
        assert person.family_name in page.content.decode(), name


@pytest.mark.parametrize("who", ["gareth", "mina", "dan"])
def test_every_page_about_a_prescription_opens(world, who):
    person = getattr(world, who)
    prescription = world.prescription(person)
    client = signed_in(world.prescriber)
    for name in PRESCRIPTION_PAGES:
        page = client.get(reverse(f"prescribing:{name}", args=[person.pk, prescription.pk]))
        assert page.status_code == 200, name


def test_the_pages_of_one_row_open(world):
    client = signed_in(world.prescriber)
    missed = MissedDoses.objects.get(patient=world.carl)
    goal = world.gareth.goals.first()
    for address in (
        reverse("prescribing:decide_missed", args=[world.carl.pk, missed.pk]),
        reverse("careplans:goal", args=[world.gareth.pk, goal.pk]),
        reverse("patients:start"),
        reverse("patients:find"),
    ):
        assert client.get(address).status_code == 200
