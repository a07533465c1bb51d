"""One timeline: everything once, newest first, in pages, and what was corrected beside it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patients import actions as patients
from patients.models import Contact, Patient
from reviews import case_course, case_rows, timeline
from tests.town import World
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def page_of(world: World, patient: Patient, **asked: object) -> timeline.Page:
    course = case_course.course_of(case_rows.read(patient, world.on), world.on)
    return timeline.read(patient, world.on, course, **asked)  # type: ignore[arg-type]


def everything(world: World, patient: Patient) -> list[timeline.Entry]:
    first = page_of(world, patient)
    rest = [page_of(world, patient, number=n).entries for n in range(2, first.pages + 1)]
    return [*first.entries, *(entry for page in rest for entry in page)]


def said(entries: list[timeline.Entry]) -> list[str]:
    return [f"{entry.title} {entry.text}".strip() for entry in entries]


def seen(world: World, patient: Patient, ago: int, **more: object) -> Contact:
    return patients.record_contact(
        patient=patient,
        on=world.day(ago),
        kind="phone",
        outcome="attended",
        with_role="keyworker",
        with_staff=world.keyworker,
        by=world.keyworker,
        **more,  # type: ignore[arg-type]
    )


def test_whom_they_met_is_named_by_role_where_nobody_is(world: World) -> None:
    for ago, role in ((1, "research"), (2, "keyworker")):
        patients.record_contact(
            patient=world.leon,
            on=world.day(ago),
            kind="in_person",
            outcome="attended",
            with_role=role,
            summary="Trial visit",
            by=world.keyworker,
        )
    words = said(everything(world, world.leon))
    assert "Seen in person with research staff. Trial visit" in words
    assert "Seen in person with a keyworker. Trial visit" in words


def test_everything_stands_once_newest_first(world: World) -> None:
    entries = everything(world, world.gareth)
    assert [entry.day for entry in entries] == sorted((e.day for e in entries), reverse=True)
    assert len({(e.source, e.id, e.day) for e in entries}) == len(entries)
    assert said(entries) == [
        "Seen in person with Dee Marsh (keyworker). Weekends are hardest when Maya is away.",
        "Test. Methadone and cocaine found; opiates not found.",
        "Dose 50mg to 55mg (55ml of 1mg/ml). Not holding past teatime. They agreed. Dr Osei.",
        "Methadone now active. Dr Osei.",
        "Methadone started, 50mg (50ml of 1mg/ml) once a day. Supervised every day. Dr Osei.",
        "Treatment started here.",
    ]


def test_a_kind_shows_only_its_own(world: World) -> None:
    shown = page_of(world, world.gareth, show="tests")
    assert {entry.source for entry in shown.entries} == {"test"}
    assert shown.showing == "Showing tests."
    assert page_of(world, world.gareth, show="nonsense").show == ""
    links = {key: many for key, _, many in page_of(world, world.gareth).links}
    none = {"reviews": 0, "health": 0, "support": 0}
    assert links == none | {"prescription": 3, "contacts": 2, "tests": 1}


def test_pages_hold_everything_between_them(world: World) -> None:
    for ago in range(1, 31):
        seen(world, world.leanne, ago)
    first = page_of(world, world.leanne)
    assert len(first.entries) == timeline.A_PAGE
    assert first.earlier_words.startswith(f"Earlier: {first.total - timeline.A_PAGE} entries")
    assert len(everything(world, world.leanne)) == first.total
    beyond = page_of(world, world.leanne, number="9999")
    assert beyond.number == first.pages and not beyond.has_earlier
    assert page_of(world, world.leanne, number="-1").number == 1
    assert page_of(world, world.leanne, number="two").number == 1


def test_a_late_entry_says_so(world: World) -> None:
    contact = seen(world, world.leanne, 3)
    entered_on = datetime.now().date()
    entry = next(e for e in everything(world, world.leanne) if e.id == contact.pk)
    assert bool(entry.entered) == (entered_on > world.day(3))


def test_a_correction_shows_what_was_first_recorded(world: World) -> None:
    first = seen(world, world.leanne, 3, summary="Rang about the flat.")
    second = patients.correct_contact(
        contact=first, by=world.prescriber, amend_reason="Wrong flat", summary="Rang about work."
    )
    patients.correct_contact(
        contact=second, by=world.keyworker, amend_reason="Wrong day", on=world.day(4)
    )
    entry = next(e for e in everything(world, world.leanne) if e.day == world.day(4))
    assert "Rang about work." in entry.text
    assert "by Dee Marsh: Wrong day. First recorded as:" in entry.correction
    assert "Phone contact with Dee Marsh (keyworker)." in entry.correction
    assert entry.entered == ""


def test_what_was_taken_back_is_gone(world: World) -> None:
    contact = seen(world, world.leanne, 3)
    patients.correct_contact(
        contact=contact, by=world.keyworker, amend_reason="Somebody else", is_withdrawn=True
    )
    assert contact.pk not in {entry.id for entry in everything(world, world.leanne)}
    assert world.day(3) not in {entry.day for entry in everything(world, world.leanne)}


def test_a_dose_that_ends_because_the_next_begins_is_no_correction(world: World) -> None:
    doses = page_of(world, world.gareth, show="prescription").entries
    assert [entry.correction for entry in doses] == ["", "", ""]


def test_missed_doses_carry_their_days_and_what_was_decided(world: World) -> None:
    (run,) = [e for e in everything(world, world.carl) if e.source == "missed_doses"]
    assert run.kind == "safety"
    assert run.when_words == "29 September to 1 October 2026"
    assert run.title == "3 missed doses in a row."
    assert run.text == "Told by Quay Pharmacy. A prescriber has not decided yet."


def test_a_pause_and_the_return_are_both_there(world: World) -> None:
    (paused,) = [e for e in everything(world, world.leon) if e.source == "pause"]
    assert paused.title == "Reviews paused: in custody."
    assert "Agreed by Dee Marsh." in paused.text


def test_what_lies_ahead_is_left_out(world: World) -> None:
    seen(world, world.leanne, -5)
    assert max(entry.day for entry in everything(world, world.leanne)) <= world.on


def test_injections_are_entries(world: World) -> None:
    entries = page_of(world, world.mina, show="prescription").entries
    last = world.day(117) + timedelta(days=112)
    assert entries[0].day == last
    assert entries[0].title.startswith("Injection given, 16mg, covers to ")


def test_two_rounds_whatever_there_is(world: World) -> None:
    course = case_course.course_of(case_rows.read(world.ray, world.on), world.on)
    empty = case_course.course_of(case_rows.read(world.bo, world.on), world.on)
    for patient, known in ((world.ray, course), (world.bo, empty)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            timeline.read(patient, world.on, known)
        assert len(asked) == 2


def test_the_state_change_of_a_stop_says_why(world: World) -> None:
    words = " ".join(said(everything(world, world.dan)))
    assert "Methadone stopped: completed detoxification." in words
    assert "Treatment here ended. Treatment completed: drug-free." in words
