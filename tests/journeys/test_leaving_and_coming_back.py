"""Journeys 6 (the way back) and 7 (custody), the first day, and a meeting that was missed."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from careplans.models import ExitVision, Goal
from patients import actions as patients
from patients.models import Appointment, Contact, Episode, Patient, Pause, Task
from reviews.worklist import dues_on
from rodt.ids import new_id
from tests.world import World, build_world, signed_in, three_boxes


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


def address(name: str, person: Patient, *more: object) -> str:
    return reverse(name, args=[person.pk, *more])


def test_somebody_who_left_as_planned_comes_back(world: World) -> None:
    """Three clicks from the search: find, open again, confirm. Nobody approves it."""
    dee = signed_in(world.keyworker)
    found = dee.post(reverse("patients:find"), {"words": "Dan Okafor"}).content.decode()
    assert address("patients:reopen", world.dan) in found
    typed = {"entry_id": str(new_id())} | three_boxes("on", world.on)
    for _ in range(2):
        answer = dee.post(address("patients:reopen", world.dan), typed)
    assert answer.url == address("patients:first_meeting", world.dan)
    assert "Proposed for" in dee.get(answer.url).content.decode()
    world.open()
    episode = Episode.objects.get(patient=world.dan, ended_on=None)
    assert (episode.started_on, episode.contacted_on) == (world.on, world.on)
    assert {task.kind for task in Task.objects.filter(patient=world.dan)} == {
        "first_appointment",
        "tolerance",
    }
    text = dee.get(address("reviews:case", world.dan)).content.decode()
    assert "Tolerance may be lost" in text and "First meeting after coming back" in text
    dee.post(
        address("patients:add_contact", world.dan),
        {
            "entry_id": str(new_id()),
            "kind": "in_person",
            "outcome": "attended",
            "with_role": "keyworker",
            **three_boxes("on", world.on),
        },
    )
    world.open()
    assert Task.objects.get(patient=world.dan, kind="first_appointment").done_on == world.on


def test_the_earlier_plan_and_a_good_ending_are_joined(world: World) -> None:
    episode = world.episode(world.gareth)
    patients.end_episode(
        episode=episode, version=1, ended_on=world.on, reason="left", by=world.keyworker
    )
    patients.reopen_episode(patient=world.gareth, on=world.on, by=world.keyworker)
    text = signed_in(world.keyworker).get(address("reviews:case", world.gareth)).content.decode()
    for words in Goal.objects.filter(patient=world.gareth).values_list("words", flat=True):
        assert words in text
    assert ExitVision.objects.get(patient=world.gareth).words[:20] in text


def test_custody_of_ten_weeks_then_release(world: World) -> None:
    dee, osei = signed_in(world.keyworker), signed_in(world.prescriber)
    patients.pause_reviews(
        patient=world.leanne,
        reason="custody",
        started_on=world.day(70),
        expected_end_on=world.day(0),
        by=world.keyworker,
    )
    typed = {"what": "back"} | three_boxes("ended_on", world.on)
    assert dee.post(address("patients:pause", world.leanne), typed).status_code == 302
    world.open()
    assert Pause.objects.current().get(patient=world.leanne).ended_on == world.on
    text = dee.get(address("reviews:case", world.leanne)).content.decode()
    assert "Left prison on" in text and "Tolerance may be lost" in text
    due = dues_on(world.service.pk, world.on, [world.leanne.pk])[world.leanne.pk]
    assert any(one.type == "event" and one.due_on for one in due)
    task = Task.objects.get(patient=world.leanne, done_on=None)
    assert task.is_red and task.duty == "prescriber"
    done = {"version": "1", "outcome": "Start again low, seen daily for a week"}
    assert osei.post(address("patients:task", world.leanne, task.pk), done).status_code == 302
    text = dee.get(address("reviews:case", world.leanne)).content.decode()
    assert "Tolerance may be lost" not in text


def start_form(world: World, **typed: str) -> dict[str, str]:
    return {
        "entry_id": str(new_id()),
        "given_name": "Wren",
        "family_name": "Halloran",
        "sex": "X",
        "children_at_home": "not_asked",
        "has_injected": "not_asked",
        "team": str(world.north.pk),
        "keyworker": str(world.keyworker.pk),
        **three_boxes("date_of_birth", date(1991, 1, 1)),
        **three_boxes("started_on", world.on),
    } | typed


def test_the_first_day_ends_when_everything_is_done(world: World) -> None:
    dee = signed_in(world.keyworker)
    answer = dee.post(reverse("patients:start"), start_form(world))
    world.open()
    wren = Patient.objects.get(family_name="Halloran")
    assert answer.url == address("reviews:day_zero", wren)
    assert "6 things are still to do" in dee.get(answer.url).content.decode()
    assert "consent, start TOP" in dee.get(address("reviews:case", wren)).content.decode()
    assert "Starting well" in dee.get(reverse("reviews:my_people")).content.decode()
    typed = {
        "entry_id": str(new_id()),
        "version": "1",
        "consent": "yes",
        "naloxone": "declined",
        "children_at_home": "no",
        "advised": ["driving"],
    }
    for _ in range(2):
        assert dee.post(answer.url, typed).status_code == 302
    text = dee.get(answer.url).content.decode()
    assert "2 things are still to do" in text and "log it" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"nhs_number": "999 000 0019"}, "does not pass its check"),
        ({"date_of_birth_year": "0202"}, "Wren"),
        ({"started_on_year": "0202"}, "Wren"),
        ({"tomorrow": "date_of_birth"}, "must be in the past"),
    ],
    ids=["a wrong check digit", "born in 0202", "started in 0202", "a birthday tomorrow"],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(
    world: World, typed: dict[str, str], said: str
) -> None:
    if field := typed.pop("tomorrow", ""):
        typed |= three_boxes(field, world.day(-1))
    answer = signed_in(world.keyworker).post(reverse("patients:start"), start_form(world, **typed))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    world.open()
    assert not Patient.objects.filter(family_name="Halloran").exists()


@pytest.mark.parametrize("state", ["did_not_attend", "cancelled", "held"])
def test_what_became_of_a_meeting_never_ends_treatment(world: World, state: str) -> None:
    meeting = patients.book_appointment(
        patient=world.leanne, at=world.moment(1), staff=world.keyworker, by=world.keyworker
    )
    dee = signed_in(world.keyworker)
    text = dee.get(address("patients:contacts", world.leanne)).content.decode()
    assert "Missing a meeting never ends treatment." in text
    settle = address("patients:settle_appointment", world.leanne, meeting.pk)
    for _ in range(2):
        assert dee.post(settle, {"state": state, "version": "1"}).status_code == 302
    world.open()
    assert Appointment.objects.get(pk=meeting.pk).state == state
    assert Appointment.objects.get(pk=meeting.pk).version == 2
    episode = world.episode(world.leanne)
    assert episode.ended_on is None
    assert episode.assignments.filter(to_on=None).count() == 2
    assert world.prescription(world.leanne).ended_on is None


def test_a_call_is_written_down_in_two_answers(world: World) -> None:
    osei = signed_in(world.prescriber)
    typed = {"entry_id": str(new_id()), "kind": "phone", "summary": "Their sister rang\x00"}
    for _ in range(2):
        assert osei.post(address("patients:add_note", world.leon), typed).status_code == 302
    world.open()
    note = Contact.objects.get(patient=world.leon)
    assert (note.summary, note.with_role, note.on) == ("Their sister rang", "prescriber", world.on)
