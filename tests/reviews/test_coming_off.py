"""The page about coming off, and aftercare once somebody has left."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from patients import actions as patients
from patients.models import AftercareAnswer
from prescribing import actions as prescribing
from prescribing.coming_off import Course
from prescribing.models import ComingOffPart, NaloxoneSupply
from reviews import aftercare_page, coming_off_page
from reviews.aftercare import asked, stopped_on, windows
from reviews.coming_off import Known, Part, State, Supply, states
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.review_types import ReviewType
from reviews.worklist import dues_on
from rodt.ids import new_id
from rodt.words import nhs_date
from tests.world import World, build_world, signed_in, three_boxes

D = date(2026, 6, 1)


def day(number: int) -> date:
    return D + timedelta(days=number)


STOPPED = Course(D, day(60), "stopped")
SUPPLY = Supply(D, expires_on=day(400))


@pytest.mark.parametrize(
    ("known", "on", "part", "state"),
    [
        (Known(), D, Part.AGREED, State.LATER),
        (Known(Course(D)), D, Part.AGREED, State.MISSING),
        (Known(Course(D), is_refused=True), D, Part.AGREED, State.REFUSED),
        (Known(Course(D), is_agreed=True), D, Part.AGREED, State.DONE),
        (Known(parts=frozenset({"sessions"})), D, Part.SESSIONS, State.DONE),
        (Known(), D, Part.WAY_BACK, State.MISSING),
        (Known(), D, Part.NALOXONE, State.MISSING),
        (Known(supplies=[SUPPLY]), D, Part.NALOXONE, State.DONE),
        (Known(supplies=[SUPPLY]), day(400), Part.NALOXONE, State.DONE),
        (Known(supplies=[SUPPLY]), day(401), Part.NALOXONE, State.MISSING),
        (Known(STOPPED, supplies=[SUPPLY]), day(500), Part.NALOXONE, State.DONE),
        (Known(supplies=[SUPPLY, Supply(day(9), True)]), D, Part.NALOXONE, State.DECLINED),
        (Known(Course(D)), day(90), Part.CONTACT, State.LATER),
        (Known(STOPPED), day(66), Part.CONTACT, State.LATER),
        (Known(STOPPED), day(67), Part.CONTACT, State.MISSING),
        (Known(STOPPED, met_on=[day(66)]), day(67), Part.CONTACT, State.DONE),
        (Known(STOPPED, met_on=[day(67)]), day(67), Part.CONTACT, State.MISSING),
        (Known(STOPPED, met_on=[day(59)]), day(67), Part.CONTACT, State.MISSING),
        (Known(STOPPED, met_on=[day(60)]), day(60), Part.CONTACT, State.DONE),
        (Known(Course(D, day(60), "active")), day(90), Part.CONTACT, State.LATER),
    ],
)
def test_how_each_part_stands(known: Known, on: date, part: Part, state: State) -> None:
    assert states(known, on)[part] is state


def test_contacts_are_asked_for_around_their_days_and_never_on_the_day_of_leaving() -> None:
    found = windows(D, DEFAULT_SCHEDULE)
    assert [one.name for one in found] == ["week 1", "week 4", "week 12", "week 26"]
    assert (found[0].from_on, found[0].to_on) == (day(1), day(14))
    assert found[1].met_on([day(20), day(35), day(36)]) == day(35)
    assert found[1].met_on([day(20), day(36)]) is None


def test_whoever_came_back_died_or_said_no_is_not_asked_after_it() -> None:
    found = windows(D, DEFAULT_SCHEDULE)
    assert stopped_on(D, [None, day(-3), day(50), day(40)]) == day(40)
    assert [one.name for one in asked(found, day(36))] == ["week 1", "week 4"]
    assert [one.name for one in asked(found, day(35))] == ["week 1"]
    assert asked(found, None) == found


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


def test_the_page_goes_from_empty_to_whole(world: World) -> None:
    dee, osei = signed_in(world.keyworker), signed_in(world.prescriber)
    address = reverse("reviews:coming_off", args=[world.gareth.pk])
    text = dee.get(address).content.decode()
    assert "No reduction to zero is recorded" in text
    assert "Not written yet: whom to ring" in text
    for kind in ComingOffPart.Kind.values:
        typed = {"entry_id": str(new_id()), "words": f"Our {kind}", **three_boxes("on", world.on)}
        typed |= three_boxes("first_on", world.day(-4))
        url = reverse("reviews:coming_off_part", args=[world.gareth.pk, kind])
        assert dee.get(url).status_code == 200
        assert dee.post(url, typed).status_code == 302
        assert dee.post(url, {**typed, "words": " ", "entry_id": str(new_id())}).status_code == 200
    world.open()
    assert ComingOffPart.objects.filter(patient=world.gareth).count() == 3
    rx = world.prescription(world.gareth)
    typed = {
        "entry_id": str(new_id()),
        "version": str(rx.version),
        "state": "reducing",
        "intent": "to_zero",
        "patient_agreed": "yes",
        "their_words": "Off it by summer, slowly.",
        **three_boxes("on", world.on),
    }
    url = reverse("prescribing:change_state", args=[world.gareth.pk, rx.pk])
    assert osei.post(url, typed).status_code == 302
    world.open()
    page = coming_off_page.read(world.gareth, world.on, 7)
    assert [line.part for line in page.open_lines] == [Part.NALOXONE]
    text = osei.get(address).content.decode()
    assert "Off it by summer, slowly." in text
    assert "1 of 6 parts are missing" not in text and "1 of 6 parts is missing" in text


def test_the_page_asks_the_same_of_the_database_for_a_long_record(
    world: World, django_assert_max_num_queries: object
) -> None:
    for ago in range(30):
        prescribing.record_part(
            patient=world.gareth,
            kind="way_back",
            on=world.day(ago),
            words="Ring Dee",
            by=world.keyworker,
        )
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        coming_off_page.read(world.gareth, world.on, 7)


def test_going_ahead_without_is_shown_with_its_reason(world: World) -> None:
    rx = world.prescription(world.gareth)
    prescribing.change_state(
        prescription=rx,
        version=rx.version,
        state="reducing",
        intent="to_zero",
        on=world.on,
        by=world.prescriber,
        why_without="QTc 530 ms; asked again on Monday",
        is_for_safety=True,
    )
    dee = signed_in(world.keyworker)
    for name in ("reviews:coming_off", "prescribing:prescription"):
        text = dee.get(reverse(name, args=[world.gareth.pk])).content.decode()
        assert "QTc 530 ms; asked again on Monday" in text
        assert "Going on was found unsafe." in text


def aftercare_dues(world: World) -> list[str]:
    found = dues_on(world.service.pk, world.on, [world.dan.pk])[world.dan.pk]
    return [one.milestone for one in found if one.type is ReviewType.AFTERCARE and one.due_on]


def test_a_contact_after_a_planned_exit_is_aftercare(world: World) -> None:
    left_on = world.episode(world.dan).ended_on
    assert left_on is not None
    before = aftercare_dues(world)
    assert before
    for outcome, with_role in (("no_answer", "keyworker"), ("reached", "nurse")):
        patients.record_contact(
            patient=world.dan,
            on=world.on,
            kind="phone",
            outcome=outcome,
            with_role=with_role,
            by=world.keyworker,
        )
    assert aftercare_dues(world) == before, "nobody was reached by who may complete it"
    patients.record_contact(
        patient=world.dan,
        on=world.on,
        kind="phone",
        outcome="reached",
        with_role="keyworker",
        by=world.keyworker,
    )
    after = aftercare_dues(world)
    assert set(after) < set(before)


def test_a_no_takes_them_off_and_a_later_yes_brings_them_back(world: World) -> None:
    dee = signed_in(world.keyworker)
    address = reverse("reviews:aftercare", args=[world.dan.pk])
    assert "Not asked yet" in dee.get(address).content.decode()
    before = aftercare_dues(world)

    def say(answer: str) -> None:
        typed = {"entry_id": str(new_id()), "answer": answer, **three_boxes("on", world.on)}
        assert dee.post(address, typed).status_code == 302
        world.open()

    say("no")
    assert aftercare_dues(world) == []
    assert "want no contact" in dee.get(address).content.decode()
    say("yes")
    assert aftercare_dues(world) == before
    assert AftercareAnswer.objects.count() == 2, "what they said before stays"


def test_the_page_of_aftercare_stops_where_they_came_back_or_died(world: World) -> None:
    patients.record_death(
        patient=world.dan, died_on=world.on, told_on=world.on, told_by="A friend", by=None
    )
    world.dan.refresh_from_db()
    page = aftercare_page.read(world.dan, world.on, DEFAULT_SCHEDULE)
    assert page.stopped.startswith("They died on")
    assert {row.state for row in page.rows} <= {"Not asked for", "No contact on record", "Done"}
    assert aftercare_dues(world) == []


def test_naloxone_is_told_as_the_health_page_tells_it(world: World) -> None:
    NaloxoneSupply.objects.create(
        service=world.service, patient=world.gareth, on=world.day(3), is_declined=True
    )
    page = coming_off_page.read(world.gareth, world.on, 7)
    (line,) = [one for one in page.lines if one.part is Part.NALOXONE]
    assert (line.state, line.words) == (State.DECLINED, "Offered and declined.")


def test_a_no_is_shown_as_a_no(world: World) -> None:
    rx = world.prescription(world.gareth)
    prescribing.change_state(
        prescription=rx,
        version=rx.version,
        state="reducing",
        intent="to_zero",
        on=world.on,
        by=world.prescriber,
        patient_agreed="no",
        their_words="I want to stay on it.",
        why_without="QTc 530 ms",
        is_for_safety=True,
    )
    page = coming_off_page.read(world.gareth, world.on, 7)
    assert (page.lines[0].state, page.lines[0].words) == (State.REFUSED, "I want to stay on it.")
    assert "They do not agree. 5 of 6 parts are missing." in coming_off_page.opening(page, world.on)


def test_a_stop_without_a_reduction_is_said(world: World) -> None:
    rx = world.prescription(world.gareth)
    prescribing.change_state(
        prescription=rx,
        version=rx.version,
        state="stopped",
        stop_reason="patient_choice",
        why="Her choice",
        on=world.on,
        by=world.prescriber,
    )
    page = coming_off_page.read(world.gareth, world.on, 7)
    said = coming_off_page.opening(page, world.on)
    assert said == f"Methadone stopped on {nhs_date(world.on)} without a reduction to zero."


def test_after_a_death_nothing_is_left_to_do(world: World) -> None:
    died_on = world.day(2)
    patients.record_death(
        patient=world.gareth, died_on=died_on, told_on=world.on, told_by="A friend", by=None
    )
    world.gareth.refresh_from_db()
    page = coming_off_page.read(world.gareth, world.on, 7)
    assert coming_off_page.opening(page, world.on).startswith(f"They died on {nhs_date(died_on)}.")
    assert {line.state for line in page.lines} == {State.NOT_ASKED_FOR}
    address = reverse("reviews:coming_off", args=[world.gareth.pk])
    text = signed_in(world.keyworker).get(address).content.decode()
    assert "They died on" in text
    for words in ("Write it with them", "Missing", "Not written yet", "None yet"):
        assert words not in text


def test_its_days_lie_in_their_life(world: World) -> None:
    world.gareth.died_on = world.day(2)
    known = {"patient": world.gareth, "words": "Group", "kind": "sessions", "by": None}
    for days, field in (
        ({"on": world.on}, "on"),
        ({"on": world.day(9), "first_on": world.on}, "first_on"),
        ({"on": world.day(9), "first_on": date(1901, 1, 1)}, "first_on"),
    ):
        with pytest.raises(ValidationError) as refused:
            prescribing.record_part(**known, **days)  # type: ignore[arg-type]
        assert set(refused.value.error_dict) == {field}


def test_a_first_session_on_no_day_is_asked_for_once(world: World) -> None:
    url = reverse("reviews:coming_off_part", args=[world.gareth.pk, "sessions"])
    typed = {"entry_id": str(new_id()), "words": "Group", **three_boxes("on", world.on)}
    text = signed_in(world.keyworker).post(url, typed).content.decode()
    assert ">Give the day of the first session</a>" in text
