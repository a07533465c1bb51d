"""For 30 seconds a save can be undone; afterwards it is corrected."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from careplans.actions import open_plan
from patients import actions, facts, undo_offer, undoing
from patients.models import Assignment, Contact, Patient, Pause, Task, Transfer
from prescribing.actions import change_state
from prescribing.models import DoseStep, StateChange
from rodt import row_security
from rodt.ids import new_id
from tests.house.addresses import every
from tests.world import World, build_world, signed_in, three_boxes


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build_world(timezone.localdate())


def saved(world: World, person: Patient, act: Callable[[], Any]) -> str:
    with row_security.scope([world.service.pk]):
        act()
        return undoing.offer(patient=person, by=world.keyworker)


def undo(world: World, token: str, person: Patient, by: Any = None) -> None:
    with row_security.scope([world.service.pk]):
        undoing.undo(token, patient=person, by=by or world.keyworker)


def end(world: World, person: Patient) -> Callable[[], Any]:
    episode = world.episode(person)
    return lambda: actions.end_episode(
        episode=episode,
        version=episode.version,
        ended_on=world.on,
        reason="died",
        by=world.keyworker,
    )


def test_an_ended_episode_goes_on_with_all_that_ended_with_it(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person = world.gareth
        before = set(Assignment.objects.filter(patient=person, to_on=None).values_list("pk"))
        version = person.version
        act = end(world, person)
    token = saved(world, person, act)
    undo(world, token, person)
    with row_security.scope([world.service.pk]):
        assert person.episodes.filter(ended_on=None, end_reason="").exists()
        after = set(Assignment.objects.filter(patient=person, to_on=None).values_list("pk"))
        assert after == before
        now = Patient.objects.get(pk=person.pk)
        assert now.died_on is None
        assert now.version > version


def test_a_new_pause_is_taken_back_and_a_changed_one_says_what_it_said(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person = world.gareth

    def pause() -> None:
        actions.pause_reviews(
            patient=person,
            reason="hospital",
            started_on=world.day(3),
            expected_end_on=world.day(-10),
            by=world.keyworker,
        )

    undo(world, saved(world, person, pause), person)
    with row_security.scope([world.service.pk]):
        assert not Pause.objects.current().filter(patient=person).exists()
    saved(world, person, pause)
    with row_security.scope([world.service.pk]):
        standing = Pause.objects.current().get(patient=person)

    def back() -> None:
        actions.resume_reviews(pause=standing, ended_on=world.on, by=world.keyworker)

    undo(world, saved(world, person, back), person)
    with row_security.scope([world.service.pk]):
        now = Pause.objects.current().get(patient=person)
        assert (now.ended_on, now.amend_reason) == (None, undoing.REASON)


def test_after_30_seconds_it_says_to_correct(world: World, monkeypatch: Any) -> None:
    with row_security.scope([world.service.pk]):
        person, act = world.gareth, end(world, world.gareth)
    token = saved(world, person, act)
    later = timezone.now() + timedelta(seconds=undoing.SECONDS + 1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    with pytest.raises(ValidationError, match="Correct the entry instead"):
        undo(world, token, person)


def test_what_was_written_on_top_is_not_undone(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person = world.gareth
        contact = Contact.objects.current().get(patient=person)

    def correct() -> None:
        facts.amend(contact, by=world.keyworker, reason="Wrong day", on=world.day(2))

    token = saved(world, person, correct)
    with row_security.scope([world.service.pk]):
        standing = Contact.objects.current().get(patient=person)
        facts.amend(standing, by=world.prescriber, reason="No", on=world.day(1))
    with pytest.raises(ValidationError, match="Something else was saved since"):
        undo(world, token, person)


def test_a_token_is_of_one_person_and_one_member_of_staff(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person, other, act = world.gareth, world.mina, end(world, world.gareth)
    token = saved(world, person, act)
    for whom, by, said in (
        (other, world.keyworker, token),
        (person, world.prescriber, token),
        (person, world.keyworker, token[:-2] + "xx"),
        (person, world.keyworker, ""),
    ):
        with pytest.raises(ValidationError, match="cannot be undone"):
            undo(world, said, whom, by)


def test_the_page_after_a_save_offers_undo_once_and_a_post_takes_it_back(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person = world.gareth
    client = signed_in(world.keyworker)
    typed = {"entry_id": str(new_id()), "reason": "hospital", "agreed_by": "Dr Osei"}
    typed |= three_boxes("started_on", world.on) | three_boxes("expected_end_on", world.day(-7))
    text = client.post(reverse("patients:pause", args=[person.pk]), typed, follow=True).content
    found = re.search(r'name="token" value="([^"]+)"', text.decode())
    assert found is not None
    case = reverse("reviews:case", args=[person.pk])
    assert 'name="token"' not in client.get(case).content.decode()
    undo_page = reverse("patients:undo", args=[person.pk])
    text = client.post(undo_page, {"token": found[1]}, follow=True).content
    assert "Undone. All is as it was before." in text.decode()
    with row_security.scope([world.service.pk]):
        assert not Pause.objects.current().filter(patient=person).exists()


def test_treatment_opened_again_is_as_if_it_had_not_been(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person = world.dan
        before = list(person.episodes.values_list("pk", "ended_on", "end_reason"))

    def open_again() -> None:
        actions.reopen_episode(patient=person, on=world.on, by=world.keyworker)

    undo(world, saved(world, person, open_again), person)
    with row_security.scope([world.service.pk]):
        assert list(person.episodes.values_list("pk", "ended_on", "end_reason")) == before
        assert not Assignment.objects.filter(patient=person, to_on=None).exists()
        assert not Task.objects.filter(patient=person, done_on=None).exists()
        kept = apps.get_model("patients", "EpisodeEvent").objects.filter(patient=person)
        assert kept.filter(pgh_label="delete").count() == 1, "the history keeps it"
        actions.reopen_episode(patient=person, on=world.on, by=world.keyworker)


def test_treatment_that_something_was_written_about_since_stays(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person = world.dan

    def open_again() -> None:
        actions.reopen_episode(patient=person, on=world.on, by=world.keyworker)

    token = saved(world, person, open_again)
    with row_security.scope([world.service.pk]):
        episode = person.episodes.get(ended_on=None)
        open_plan(episode=episode, started_on=world.on, by=world.keyworker)
    with pytest.raises(ValidationError, match="Something else was saved since"):
        undo(world, token, person)
    with row_security.scope([world.service.pk]):
        assert person.episodes.filter(ended_on=None).exists()


def test_a_transfer_asked_for_is_called_off_and_one_that_was_accepted_waits_again(
    world: World,
) -> None:
    with row_security.scope([world.service.pk]):
        person, episode = world.gareth, world.episode(world.gareth)

    def ask() -> None:
        actions.ask_transfer(
            episode=episode,
            direction="out",
            other_service="Quay Road",
            asked_on=world.on,
            by=world.keyworker,
        )

    undo(world, saved(world, person, ask), person)
    with row_security.scope([world.service.pk]):
        called_off = Transfer.objects.get(patient=person)
        assert called_off.cancelled_on == world.on
        assert undoing.REASON in called_off.note
        assert not Task.objects.filter(patient=person, done_on=None).exists()
    saved(world, person, ask)
    with row_security.scope([world.service.pk]):
        asked = Transfer.objects.get(patient=person, cancelled_on=None)

    def accept() -> None:
        actions.accept_transfer(
            transfer=asked,
            version=asked.version,
            accepted_on=world.on,
            accepted_by="R. Hale",
            by=world.keyworker,
        )

    undo(world, saved(world, person, accept), person)
    with row_security.scope([world.service.pk]):
        asked.refresh_from_db()
        assert (asked.accepted_on, asked.accepted_by) == (None, "")


def test_a_prescription_that_was_stopped_runs_again_with_its_doses(world: World) -> None:
    with row_security.scope([world.service.pk]):
        person, rx = world.gareth, world.prescription(world.gareth)

        def steps() -> list[Any]:
            rows = DoseStep.objects.current().filter(prescription=rx).order_by("from_on")
            return list(rows.values_list("daily_dose_mg", "from_on", "to_on"))

        before = steps()

    def stop() -> None:
        change_state(
            prescription=rx,
            version=rx.version,
            state="stopped",
            on=world.on,
            stop_reason="patient_choice",
            why="Their wish",
            by=world.keyworker,
        )

    undo(world, saved(world, person, stop), person)
    with row_security.scope([world.service.pk]):
        rx.refresh_from_db()
        assert rx.ended_on is None
        assert steps() == before
        assert not StateChange.objects.current().filter(prescription=rx, state="stopped").exists()


def test_each_save_offers_undo_or_says_what_to_do_instead() -> None:
    names = {address.name for address in every()}
    assert names >= undo_offer.AFTER | set(undo_offer.NO_WAY_BACK)
    assert not undo_offer.AFTER & set(undo_offer.NO_WAY_BACK)
