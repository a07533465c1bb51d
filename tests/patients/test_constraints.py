"""One test that breaks each constraint of the patients room."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from patients.models import Assignment, Contact, Draft, Episode, Patient, Pause

BORN = date(1990, 1, 1)


def person(town, **values):
    details = {
        "service": town.service,
        "team": town.north,
        "reference": "C1",
        "family_name": "Test",
        "date_of_birth": BORN,
    }
    return Patient.objects.create(**(details | values))


def episode(town, **values):
    details = {"service": town.service, "patient": town.gareth, "started_on": town.day(5)}
    return Episode.objects.create(**(details | values))


def assignment(town, **values):
    details = {
        "service": town.service,
        "patient": town.gareth,
        "episode": town.episode(town.gareth),
        "staff": town.keyworker,
        "duty": "keyworker",
        "from_on": town.day(5),
    }
    return Assignment.objects.create(**(details | values))


def pause(town, **values):
    details = {
        "service": town.service,
        "patient": town.leon,
        "reason": "hospital",
        "started_on": town.day(5),
        "expected_end_on": town.on,
    }
    return Pause.objects.create(**(details | values))


def draft(town, **values):
    details = {
        "service": town.service,
        "patient": town.gareth,
        "author": town.keyworker,
        "form": "contact",
        "sealed": b"",
        "saved_at": town.moment(0),
    }
    return Draft.objects.create(**(details | values))


BROKEN = {
    "a_reference_is_used_once_in_a_service": lambda t: person(t, reference=t.gareth.reference),
    "an_nhs_number_is_used_once_in_a_service": lambda t: person(t, nhs_number=t.gareth.nhs_number),
    "an_nhs_number_has_ten_digits": lambda t: person(t, nhs_number="99912"),
    "another_service_is_named_only_where_it_coordinates_the_top": lambda t: person(
        t, top_other_service="Elsewhere"
    ),
    "a_decile_is_one_of_ten": lambda t: person(t, deprivation_decile=11),
    "nobody_dies_before_birth": lambda t: person(t, died_on=BORN - timedelta(days=1)),
    "a_person_has_one_open_episode": lambda t: episode(t),
    "an_episode_ends_after_it_starts": lambda t: episode(
        t, patient=t.dan, ended_on=t.day(6), end_reason="left"
    ),
    "an_ended_episode_says_why": lambda t: episode(t, ended_on=t.on),
    "an_assignment_ends_after_it_starts": lambda t: assignment(t, staff=t.manager, to_on=t.day(6)),
    "one_person_holds_a_duty_once_at_a_time": lambda t: assignment(t),
    "a_pause_ends_after_it_starts": lambda t: pause(t, patient=t.gareth, ended_on=t.day(6)),
    "a_pause_is_looked_at_after_it_starts": lambda t: pause(
        t, patient=t.gareth, expected_end_on=t.day(6)
    ),
    "pauses_of_one_person_do_not_overlap": lambda t: pause(t),
    "one_draft_a_person_form_and_author": lambda t: (draft(t), draft(t)),
    "one_draft_about_nobody_a_form_and_author": lambda t: (
        draft(t, patient=None),
        draft(t, patient=None),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(town, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name](town)


def test_every_constraint_of_the_room_is_broken_here_or_is_about_amending():
    models = (Patient, Episode, Assignment, Pause, Contact, Draft)
    named = {c.name for model in models for c in model._meta.constraints}
    assert named == set(BROKEN)
