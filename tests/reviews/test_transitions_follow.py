"""Two records are made one: what became overdue goes along; finished audits stay as they were."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audits.models import AuditResult
from audits.step import Finding, Outcome
from patients import actions
from patients.actions.moves import merge_records, undo_move
from patients.models import Patient
from reviews.models import Transition
from reviews.overdue import flag_overdue
from rodt.dates import add_days
from tests.audits.finished import finished_run
from tests.world import World, build_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


@pytest.fixture
def twin(world: World) -> Patient:
    """A second record of Gareth, in which something was overdue while treatment ran there."""
    patient = actions.register_patient(
        team=world.north,
        given_name="Gary",
        family_name="Penrhos",
        date_of_birth=world.gareth.date_of_birth,
        reference="OLD7",
        by=world.keyworker,
    )
    episode = actions.start_episode(patient=patient, started_on=world.day(1900), by=world.keyworker)
    flag_overdue(world.service, world.day(1400))
    actions.end_episode(
        episode=episode, version=1, ended_on=world.day(1300), reason="left", by=world.keyworker
    )
    assert Transition.objects.filter(patient=patient).exists()
    return patient


def written(patient: Patient) -> set[int]:
    return set(Transition.objects.filter(patient=patient).values_list("pk", flat=True))


def test_they_follow_the_person_and_go_back(world: World, twin: Patient) -> None:
    flag_overdue(world.service, add_days(world.on, -1))
    theirs, before = written(twin), written(world.gareth)
    move = merge_records(kept=world.gareth, other=twin, reason="One man", by=world.keyworker)
    assert not written(twin)
    assert theirs | before <= written(world.gareth)
    assert flag_overdue(world.service, world.on).examined
    night = written(world.gareth)
    flag_overdue(world.service, world.on)
    assert written(world.gareth) == night, "the nightly check finds nothing left to write"
    undo_move(move=move, by=world.keyworker)
    assert theirs <= written(twin)
    assert not theirs & written(world.gareth)
    assert before <= written(world.gareth)


def test_the_same_one_in_both_is_written_once(world: World, twin: Patient) -> None:
    one = Transition.objects.filter(patient=twin).first()
    assert one is not None
    same = {name: getattr(one, name) for name in ("type", "milestone", "due_on", "kind")}
    Transition.objects.create(
        service=world.service, patient=world.gareth, effective_on=one.effective_on, **same
    )
    merge_records(kept=world.gareth, other=twin, reason="One man", by=world.keyworker)
    assert written(twin) == {one.pk}


def test_a_finished_audit_stays_as_it_was_and_leads_to_the_kept_record(
    world: World, twin: Patient
) -> None:
    found = {twin: {"5.1": Finding(Outcome.MET, "In date")}}
    run = finished_run(world.service, world.manager, world.on, found)
    result = AuditResult.objects.get(audit=run, patient=twin)
    address = reverse(
        "audits:people", kwargs={"audit_id": run.pk, "code": "5.1", "figure": "counted"}
    )
    client = signed_in(world.manager)
    theirs = reverse("reviews:case", args=[twin.pk])
    assert theirs in client.get(address).content.decode()
    merge_records(kept=world.gareth, other=twin, reason="One man", by=world.keyworker)
    result.refresh_from_db()
    assert result.patient_id == twin.pk
    assert theirs in client.get(address).content.decode(), "who was counted then, stays"
    shown = client.get(theirs).content.decode()
    assert reverse("reviews:case", args=[world.gareth.pk]) in shown
