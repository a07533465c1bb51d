"""Where a reduction to zero begins and ends, and what must stand beside it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Trail
from prescribing import actions
from prescribing.coming_off import Course, Turn, counts_from, courses
from prescribing.models import ComingOffPart
from tests.world import World, build_world

D = date(2026, 3, 1)


def day(number: int) -> date:
    return D + timedelta(days=number)


def test_a_reduction_to_zero_ends_with_the_next_turn() -> None:
    turns = [Turn(D, "active"), Turn(day(10), "reducing", "to_zero"), Turn(day(40), "stopped")]
    (course,) = courses(turns)
    assert course == Course(day(10), day(40), "stopped")
    assert course.last_dose_on == day(39)
    assert courses(turns[:2]) == [Course(day(10))]


def test_one_that_is_turned_round_has_no_last_dose() -> None:
    turns = [Turn(D, "reducing", "to_zero"), Turn(day(9), "active"), Turn(day(20), "stopped")]
    (course,) = courses(turns)
    assert (course.became, course.last_dose_on) == ("active", None)


def test_a_reduction_to_a_lower_dose_is_not_coming_off() -> None:
    assert courses([Turn(D, "reducing", "to_lower")]) == []


@pytest.mark.parametrize(
    ("earlier", "since"),
    [
        ([], D),
        ([Course(day(5))], D),
        ([Course(day(5), day(30), "active")], day(30)),
        ([Course(day(5), day(30), "switched")], D),
        ([Course(day(5), day(90), "active")], D),
    ],
)
def test_what_went_with_an_earlier_reduction_was_for_that(
    earlier: list[Course], since: date
) -> None:
    assert counts_from(D, earlier, day(60)) == since


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def reduce(world: World, **said: object) -> object:
    rx = world.prescription(world.gareth)
    known = {
        "prescription": rx,
        "version": rx.version,
        "state": "reducing",
        "intent": "to_zero",
        "on": world.on,
        "by": world.prescriber,
        "patient_agreed": "yes",
        "their_words": "I want to be off it by summer.",
    }
    return actions.change_state(**(known | said))  # type: ignore[arg-type]


def test_a_reduction_to_zero_waits_for_support_and_a_way_back(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        reduce(world)
    assert set(refused.value.error_dict) == {"support", "way_back"}
    assert not ComingOffPart.objects.exists()


def test_what_is_said_with_it_becomes_parts_of_it(world: World) -> None:
    reduce(world, support="Relapse group, weekly", support_on=world.day(-3), way_back="Ring Dee")
    said = dict(ComingOffPart.objects.values_list("kind", "words"))
    assert said == {"sessions": "Relapse group, weekly", "way_back": "Ring Dee"}
    assert ComingOffPart.objects.get(kind="sessions").first_on == world.day(-3)


def test_what_is_on_record_need_not_be_said_again(world: World) -> None:
    for kind in ("sessions", "way_back"):
        actions.record_part(
            patient=world.gareth, kind=kind, on=world.day(7), words="Agreed", by=world.keyworker
        )
    change = reduce(world)
    assert change.why_without == ""  # type: ignore[attr-defined]


def test_parts_of_an_earlier_reduction_do_not_count_for_the_next(world: World) -> None:
    reduce(world, on=world.day(20), support="Group", way_back="Ring Dee")
    rx = world.prescription(world.gareth)
    known = {"prescription": rx, "by": world.prescriber}
    actions.change_state(version=rx.version, state="active", on=world.day(10), **known)
    with pytest.raises(ValidationError) as refused:
        reduce(world)
    assert set(refused.value.error_dict) == {"support", "way_back"}


def test_a_clinician_may_go_ahead_and_says_why(world: World) -> None:
    change = reduce(
        world,
        patient_agreed="not_asked",
        their_words="",
        why_without="QTc 530 ms; asked again on Monday",
        is_for_safety=True,
    )
    assert change.is_for_safety and change.why_without.startswith("QTc")  # type: ignore[attr-defined]
    noted = Trail.objects.filter(verb="reduces to zero without its parts")
    assert noted.get().user == world.prescriber


def test_the_reason_is_not_kept_of_another_change(world: World) -> None:
    change = reduce(world, intent="to_lower", why_without="Typed in passing", is_for_safety=True)
    assert (change.why_without, change.is_for_safety) == ("", False)  # type: ignore[attr-defined]
