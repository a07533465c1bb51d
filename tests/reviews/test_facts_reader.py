"""What the schedule is told about people, read from the tables."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patients import actions as patients
from patients import facts as corrections
from patients.models import Patient
from prescribing.models import MissedDoses
from reviews import facts_reader
from reviews.models import Review, ReviewCredit, TopRecord
from reviews.review_facts import ReviewFacts
from reviews.review_types import EventKind, ReviewType
from rodt import row_security
from tests import townspeople
from tests.world import World, staff_the_services

pytestmark = pytest.mark.django_db
SITUATIONS = {
    "gareth": townspeople.gareth_is_overdue_for_his_care_plan,
    "mina": townspeople.mina_has_a_depot,
    "ray": townspeople.ray_is_long_overdue,
    "dan": townspeople.dan_has_left_as_planned,
    "carl": townspeople.carl_has_missed_three_doses,
    "leon": townspeople.leon_is_in_custody,
    "bo": townspeople.bo_is_in_another_service,
}


def settle(world: World, *names: str) -> None:
    """Let these people of the town live here: the whole of it takes longer than it tells."""
    for name in names:
        world.people[name] = SITUATIONS[name](world, len(world.people))


@pytest.fixture
def world() -> World:
    """Staff, and Gareth."""
    world = staff_the_services()
    world.open()
    settle(world, "gareth")
    return world


def facts(world: World, patient: Patient) -> ReviewFacts:
    return facts_reader.read(on=world.on, patient_ids=[patient.pk])[patient.pk]


def reviewed(world: World, patient: Patient, ago: int, *kinds: str, **more: object) -> ReviewCredit:
    """A review held so many days ago, and what it credits; the last of its credits."""
    values = {"seen": "in_person", "held_by_role": "keyworker"} | more
    review = Review.objects.create(
        service=world.service, patient=patient, held_on=world.day(ago), **values
    )
    for kind in kinds:
        credit = ReviewCredit.objects.create(
            service=world.service,
            patient=patient,
            review=review,
            type=kind,
            held_on=review.held_on,
            is_valid=True,
        )
    return credit


def held(found: ReviewFacts, kind: ReviewType) -> list[date]:
    return [credit.held_on for credit in found.credits if credit.type is kind]


def test_neither_a_service_nor_people_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="Name a service, or people"):
        facts_reader.read(on=world.on)


def test_nobody_is_asked_about_and_nobody_is_told_of(world: World) -> None:
    assert facts_reader.read(on=world.on, patient_ids=[]) == {}


def test_somebody_unknown_has_no_facts(world: World) -> None:
    assert facts_reader.read(on=world.on, patient_ids=[uuid4()]) == {}


def test_the_wall_holds_for_these_statements_too(world: World) -> None:
    row_security.set_services([world.other_service.pk])
    assert facts_reader.read(on=world.on, service_id=world.service.pk) == {}
    assert facts_reader.read(on=world.on, patient_ids=[world.gareth.pk]) == {}


def test_another_service_is_not_read(world: World) -> None:
    settle(world, "bo")
    found = facts_reader.read(on=world.on, service_id=world.service.pk)
    assert world.bo.pk not in found
    assert world.gareth.pk in found


def test_of_many_people_the_same_is_read_as_of_few(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(world, "mina")
    ids = [world.gareth.pk, world.mina.pk]
    few = facts_reader.read(on=world.on, service_id=world.service.pk, patient_ids=ids)
    monkeypatch.setattr(facts_reader, "MANY", 1)
    assert facts_reader.read(on=world.on, service_id=world.service.pk, patient_ids=ids) == few
    assert few.keys() == set(ids)


def test_the_statements_are_one_however_many_people(world: World) -> None:
    settle(world, "mina")
    for ids in ([world.gareth.pk], [patient.pk for patient in world.people.values()]):
        with CaptureQueriesContext(connection) as asked:
            facts_reader.read(on=world.on, patient_ids=ids)
        assert len(asked) == 1


def test_treatment_that_has_not_started_has_no_facts(world: World) -> None:
    before = world.day(541)
    assert facts_reader.read(on=before, patient_ids=[world.gareth.pk]) == {}


def test_whoever_left_stays_for_a_year(world: World) -> None:
    settle(world, "dan")
    ended_on = world.episode(world.dan).ended_on
    assert ended_on is not None
    year = timedelta(days=facts_reader.AFTER_THE_END_DAYS)
    assert world.dan.pk in facts_reader.read(on=ended_on + year, patient_ids=[world.dan.pk])
    late = ended_on + year + timedelta(days=1)
    assert facts_reader.read(on=late, patient_ids=[world.dan.pk]) == {}


def test_a_planned_exit_is_told_from_another(world: World) -> None:
    settle(world, "ray", "dan")
    assert facts(world, world.dan).exit_was_planned
    episode = world.episode(world.ray)
    patients.end_episode(
        episode=episode,
        version=episode.version,
        ended_on=world.on,
        reason="left",
        by=world.keyworker,
    )
    assert not facts(world, world.ray).exit_was_planned


def test_whoever_came_back_is_asked_about_in_the_new_episode(world: World) -> None:
    settle(world, "dan")
    patients.reopen_episode(patient=world.dan, on=world.day(1), by=world.keyworker)
    found = facts(world, world.dan)
    assert (found.episode_started_on, found.episode_ended_on) == (world.day(1), None)


def test_a_prescription_started_on_the_day_is_substitution_treatment(world: World) -> None:
    found = facts(world, world.gareth)
    assert found.ost_started_on == world.day(540)
    assert found.on_ost(world.on)


def test_a_depot_covers_to_the_end_of_its_window(world: World) -> None:
    settle(world, "mina")
    assert facts(world, world.mina).on_ost(world.on)


def test_the_last_review_of_a_type_is_enough(world: World) -> None:
    reviewed(world, world.gareth, 200, "care_plan")
    reviewed(world, world.gareth, 100, "care_plan", "risk")
    found = facts(world, world.gareth)
    assert held(found, ReviewType.CARE_PLAN) == [world.day(100)]
    assert held(found, ReviewType.RISK) == [world.day(100)]


def test_every_milestone_is_told(world: World) -> None:
    for ago in (80, 50, 20):
        reviewed(world, world.gareth, ago, "first12")
    assert held(facts(world, world.gareth), ReviewType.FIRST12) == [
        world.day(80),
        world.day(50),
        world.day(20),
    ]


def test_what_was_brought_along_is_told_beside_a_later_one(world: World) -> None:
    reviewed(world, world.gareth, 600, "medical", is_inherited=True)
    reviewed(world, world.gareth, 550, "medical")
    found = facts(world, world.gareth)
    assert held(found, ReviewType.MEDICAL) == [world.day(600), world.day(550)]
    assert [credit.is_inherited for credit in found.credits if credit.type == "medical"] == [
        True,
        False,
    ]


def test_a_review_after_the_day_is_not_known_on_it(world: World) -> None:
    reviewed(world, world.gareth, 10, "care_plan")
    found = facts_reader.read(on=world.day(11), patient_ids=[world.gareth.pk])[world.gareth.pk]
    assert held(found, ReviewType.CARE_PLAN) == []


@pytest.mark.parametrize(
    "changes",
    [{"is_valid": False}, {"is_valid": False, "awaits": "prescriber"}],
    ids=["not valid", "not signed"],
)
def test_a_review_that_does_not_count_is_left_out(world: World, changes: dict[str, object]) -> None:
    credit = reviewed(world, world.gareth, 10, "strategic")
    corrections.amend(credit, by=world.keyworker, reason="Put right", **changes)
    assert held(facts(world, world.gareth), ReviewType.STRATEGIC) == []


def test_a_corrected_day_counts_and_the_first_one_does_not(world: World) -> None:
    credit = reviewed(world, world.gareth, 10, "care_plan")
    corrections.amend(credit, by=world.keyworker, reason="Wrong day", held_on=world.day(30))
    assert held(facts(world, world.gareth), ReviewType.CARE_PLAN) == [world.day(30)]


def test_the_day_agreed_goes_with_the_review(world: World) -> None:
    reviewed(world, world.gareth, 10, "care_plan", next_review_on=world.day(-20))
    (credit,) = (c for c in facts(world, world.gareth).credits if c.type == "care_plan")
    assert credit.next_review_on == world.day(-20)


def test_the_day_agreed_with_a_care_plan_review_does_not_bring_the_strategic_one_forward(
    world: World,
) -> None:
    reviewed(world, world.gareth, 10, "care_plan", "strategic", next_review_on=world.day(-74))
    agreed = {c.type: c.next_review_on for c in facts(world, world.gareth).credits}
    assert agreed[ReviewType.CARE_PLAN] == world.day(-74)
    assert agreed[ReviewType.STRATEGIC] is None


def test_the_day_agreed_at_a_strategic_review_alone_counts(world: World) -> None:
    reviewed(world, world.gareth, 10, "strategic", next_review_on=world.day(-100))
    agreed = {c.type: c.next_review_on for c in facts(world, world.gareth).credits}
    assert agreed[ReviewType.STRATEGIC] == world.day(-100)


def test_top_and_keywork_credit_from_their_own_tables(world: World) -> None:
    for ago, stage in ((530, "start"), (300, "review"), (40, "review")):
        TopRecord.objects.create(
            service=world.service,
            patient=world.gareth,
            on=world.day(ago),
            stage=stage,
            is_complete=True,
        )
    found = facts(world, world.gareth)
    assert sorted(set(held(found, ReviewType.TOP))) == [world.day(530), world.day(40)]
    assert held(found, ReviewType.KEYWORK) == [world.day(14)]


@pytest.mark.parametrize("stage", ["start", "review"])
def test_a_top_answered_in_part_restarts_no_clock(world: World, stage: str) -> None:
    about = {"service": world.service, "patient": world.gareth}
    TopRecord.objects.create(**about, on=world.day(530), stage="review", is_complete=True)
    TopRecord.objects.create(
        **about, on=world.day(1), stage=stage, is_complete=False, opiates_days=0
    )
    assert held(facts(world, world.gareth), ReviewType.TOP) == [world.day(530)]


@pytest.mark.parametrize(
    ("kind", "content", "counts"),
    [
        ("phone", ["health"], True),
        ("in_person", [], True),
        ("in_person", ["collection", "social"], True),
        ("in_person", ["collection"], False),
        ("phone", ["administrative", "collection"], False),
        ("message", ["health"], False),
    ],
)
def test_what_is_keywork(world: World, kind: str, content: list[str], counts: bool) -> None:
    settle(world, "ray")
    patients.record_contact(
        patient=world.ray,
        on=world.day(3),
        kind=kind,
        outcome="attended",
        with_role="keyworker",
        content=content,
        by=world.keyworker,
    )
    assert held(facts(world, world.ray), ReviewType.KEYWORK) == ([world.day(3)] if counts else [])


def test_a_missed_meeting_written_twice_is_one_attempt(world: World) -> None:
    day = world.day(6)
    booked = patients.book_appointment(
        patient=world.gareth, at=world.moment(6), staff=world.keyworker, by=world.keyworker
    )
    patients.settle_appointment(
        appointment=booked, version=booked.version, state="did_not_attend", by=world.keyworker
    )
    patients.record_contact(
        patient=world.gareth,
        on=day,
        kind="in_person",
        outcome="did_not_attend",
        with_role="keyworker",
        by=world.keyworker,
    )
    assert [attempt.on for attempt in facts(world, world.gareth).attempts] == [day]


def test_a_booking_just_after_midnight_stands_on_its_london_day(world: World) -> None:
    patients.book_appointment(
        patient=world.gareth,
        at=world.moment(-1, 0),
        staff=world.keyworker,
        about="care plan",
        by=world.keyworker,
    )
    assert [meeting.on for meeting in facts(world, world.gareth).appointments] == [world.day(-1)]


def test_three_missed_doses_that_were_put_to_a_prescriber_ask_for_a_review(world: World) -> None:
    settle(world, "carl")
    assert len(facts(world, world.carl).missed_doses) == 1


def test_a_gap_that_was_only_imported_asks_for_nothing(world: World) -> None:
    MissedDoses.objects.create(
        service=world.service,
        patient=world.gareth,
        prescription=world.prescription(world.gareth),
        from_on=world.day(9),
        to_on=world.day(2),
    )
    assert facts(world, world.gareth).missed_doses == ()


def test_an_agreed_reduction_to_zero_is_an_event(world: World) -> None:
    prescription = world.prescription(world.gareth)
    prescription.state_changes.create(
        service=world.service,
        patient=world.gareth,
        state="reducing",
        intent="to_zero",
        on=world.day(4),
    )
    kinds = {event.kind: event.on for event in facts(world, world.gareth).events}
    assert kinds == {EventKind.REDUCE_TO_ZERO: world.day(4)}


def test_a_pause_is_told_with_the_day_it_is_looked_at_again(world: World) -> None:
    settle(world, "leon")
    (pause,) = facts(world, world.leon).pauses
    assert (pause.started_on, pause.ends_on) == (world.day(30), world.day(-19))


def judged(world: World, ago: int, state: str = "asked", **said: str) -> Review:
    """A medical review so many days ago in which a prescriber judged these."""
    answers = {key: {"value": value, "state": state, "note": ""} for key, value in said.items()}
    credit = reviewed(
        world, world.gareth, ago, "medical", answers=answers, held_by_role="prescriber"
    )
    return credit.review


def test_treatment_is_stable_since_the_first_of_the_reviews_that_all_said_so(world: World) -> None:
    assert facts(world, world.gareth).stable_since_on is None
    judged(world, 500, treatment_stable="yes")
    judged(world, 400, treatment_stable="no")
    assert facts(world, world.gareth).stable_since_on is None
    judged(world, 300, treatment_stable="yes")
    judged(world, 200)
    judged(world, 150, state="carried", treatment_stable="no")
    judged(world, 100, treatment_stable="yes", state="confirmed")
    assert facts(world, world.gareth).stable_since_on == world.day(300)
    judged(world, 10, treatment_stable="no")
    assert facts(world, world.gareth).stable_since_on is None


def test_other_illness_is_what_the_last_review_that_asked_said(world: World) -> None:
    assert facts(world, world.gareth).has_comorbidity is None
    judged(world, 200, other_illness="yes")
    judged(world, 100, other_illness="yes", state="not_asked")
    assert facts(world, world.gareth).has_comorbidity is True
    judged(world, 50, other_illness="no").refresh_from_db()
    assert facts(world, world.gareth).has_comorbidity is False
    Review.objects.filter(held_on=world.day(50), patient=world.gareth).update(is_withdrawn=True)
    assert facts(world, world.gareth).has_comorbidity is True
