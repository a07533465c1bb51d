"""Each edge case of domain/reviews.md §9 by its name, through the actions and pages people use.

The same cases as plain values, with every awkward day, stand in `test_schedule_edges`.
"""

import re
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from patients import actions as patients
from patients import drafts
from patients.models import Assignment, Patient
from prescribing import actions as prescribing
from prescribing.actions.health import correct_health, record_health
from prescribing.models import RiskFactor, State
from reviews import actions, facts_reader, schedules
from reviews.answers import Answered
from reviews.credits import Said, Wanted
from reviews.inherited import record_inherited
from reviews.logged import Logged
from reviews.models import Review, ReviewCredit
from reviews.questions import CARE_PLAN_NEEDS
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import Due, due
from rodt.ids import new_id
from tests.town import LONDON, World, medicine, signed_in, three_boxes
from tests.world import build_world

pytestmark = pytest.mark.django_db

CARE_PLAN = ReviewType.CARE_PLAN


@pytest.fixture
def world() -> World:
    return build_world()


def logged(world: World, patient: Patient, held_on: date, *, seen: str = "in_person") -> Review:
    """A care plan review with every answer it needs."""
    return actions.log_review(
        patient=patient,
        by=world.keyworker,
        role=ReviewerRole.KEYWORKER,
        logged=Logged(
            held_on=held_on,
            seen=seen,
            wanted=(Wanted(CARE_PLAN),),
            answers={question: Answered("yes", Said.ASKED) for question in CARE_PLAN_NEEDS},
        ),
        schedule=schedules.in_force(patient.service_id, held_on),
    )


def dues(world: World, patient: Patient, kind: ReviewType, on: date | None = None) -> list[Due]:
    on = on or world.on
    facts = facts_reader.read(on=on, patient_ids=[patient.pk])[patient.pk]
    schedule = schedules.in_force(patient.service_id, on)
    return [item for item in due(facts, on, schedule) if item.type is kind]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def page(world: World, name: str, *args: object, who: object = None, whole: bool = False) -> str:
    with time_machine.travel(datetime.combine(world.on, time(9), LONDON), tick=False):
        answer = signed_in(who or world.keyworker).get(reverse(name, args=args))  # type: ignore[arg-type]
    assert answer.status_code == 200
    html = answer.content.decode()
    return text_of(html if whole else html[html.index("<main") : html.index("</main>")])


def post(
    world: World, name: str, *args: object, who: object = None, data: dict[str, object]
) -> str:
    with time_machine.travel(datetime.combine(world.on, time(9), LONDON), tick=False):
        client = signed_in(who or world.keyworker)  # type: ignore[arg-type]
        answer = client.post(reverse(name, args=args), data, follow=True)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


# Two reviews same day


def test_two_reviews_on_the_same_day_are_both_kept_and_count_once(world: World) -> None:
    first = logged(world, world.gareth, world.day(3))
    second = logged(world, world.gareth, world.day(3))
    assert first.pk != second.pk
    (item,) = dues(world, world.gareth, CARE_PLAN)
    assert item.due_on == world.day(3) + timedelta(days=84)
    text = page(world, "reviews:list", world.gareth.pk)
    assert "2 reviews on record" in text


def test_of_two_reviews_on_the_same_day_the_second_was_not_late(world: World) -> None:
    first = logged(world, world.gareth, world.day(3))
    second = logged(world, world.gareth, world.day(3))
    late = [review.credits.current().get().days_late for review in (first, second)]
    assert late[0] is not None
    assert late[0] > 0
    assert late[1] == 0


# Review dated before episode start


def test_a_review_dated_before_the_episode_start_counts_for_nothing(world: World) -> None:
    before = world.episode(world.tomos).started_on - timedelta(days=3)
    review = logged(world, world.tomos, before)
    (item,) = dues(world, world.tomos, CARE_PLAN)
    assert item.is_first
    assert review.credits.current().get().days_late is None


def test_the_form_refuses_a_day_long_before_the_episode_start(world: World) -> None:
    long_before = world.episode(world.tomos).started_on - timedelta(days=29)
    text = post(
        world,
        "reviews:log",
        world.tomos.pk,
        data={"seen": "in_person", "entry_id": str(new_id())} | three_boxes("held_on", long_before),
    )
    assert "Nothing is lost" in text
    assert not Review.objects.filter(patient=world.tomos).exists()


# Late-entered review


def test_a_review_entered_late_keeps_both_days_and_counts_from_the_day_it_was_held(
    world: World,
) -> None:
    held_on = world.day(20)
    review = logged(world, world.gareth, held_on)
    review.refresh_from_db()
    assert review.held_on == held_on
    assert review.recorded_at.date() > held_on
    (item,) = dues(world, world.gareth, CARE_PLAN)
    assert item.due_on == held_on + timedelta(days=84)
    assert "Entered" in page(world, "reviews:review", world.gareth.pk, review.pk)


def test_days_late_are_those_of_the_day_it_was_held_not_of_its_entry(world: World) -> None:
    (before,) = dues(world, world.gareth, CARE_PLAN, world.day(20))
    review = logged(world, world.gareth, world.day(20))
    credit = review.credits.current().get()
    assert credit.due_on == before.due_on
    assert credit.days_late == before.days_overdue > 0


def test_days_late_are_shown_with_the_review_in_the_list_and_on_the_timeline(
    world: World,
) -> None:
    review = logged(world, world.gareth, world.day(3))
    words = review.credits.current().get().late_words
    assert words.startswith("Held ")
    for name, args in (("review", [review.pk]), ("list", []), ("case", [])):
        assert words in page(world, f"reviews:{name}", world.gareth.pk, *args), name


def test_days_late_stay_when_the_intervals_or_other_reviews_change(world: World) -> None:
    review = logged(world, world.gareth, world.day(3))
    late = review.credits.current().get().days_late
    logged(world, world.gareth, world.day(40))
    kept = ReviewCredit.objects.current().get(review=review)
    assert (kept.days_late, kept.rule_version) == (late, "0")


# Case discussed without the person; booked


def test_a_case_discussion_without_the_person_resets_no_clock(world: World) -> None:
    before = dues(world, world.gareth, CARE_PLAN)
    review = logged(world, world.gareth, world.on, seen="not_seen")
    assert dues(world, world.gareth, CARE_PLAN) == before
    assert "Held " not in page(world, "reviews:list", world.gareth.pk).split("Counts for")[1]
    assert not review.credits.current().get().is_valid


def test_a_booked_meeting_is_shown_and_clears_nothing(world: World) -> None:
    (before,) = dues(world, world.gareth, CARE_PLAN)
    patients.book_appointment(
        patient=world.gareth,
        at=world.moment(-4),
        staff=world.keyworker,
        review_types=[CARE_PLAN.value],
        by=world.keyworker,
    )
    (after,) = dues(world, world.gareth, CARE_PLAN)
    assert after.booked_on == world.day(-4)
    assert (after.state, after.due_on) == (before.state, before.due_on)
    assert "Booked" in page(world, "reviews:why_due", world.gareth.pk)


# Pauses: an end date and who agreed


def test_a_pause_is_asked_who_agreed_and_says_so(world: World) -> None:
    given: dict[str, object] = {"reason": "hospital", "entry_id": str(new_id())}
    given |= three_boxes("started_on", world.day(1)) | three_boxes(
        "expected_end_on", world.day(-10)
    )
    text = post(world, "patients:pause", world.gareth.pk, data=given)
    assert "Enter who agreed that reviews wait" in text
    post(world, "patients:pause", world.gareth.pk, data=given | {"agreed_by": "Gareth himself"})
    assert "Agreed by Gareth himself." in page(world, "reviews:case", world.gareth.pk)
    (item,) = dues(world, world.gareth, CARE_PLAN)
    assert item.pause is not None
    assert item.pause.ends_on == world.day(-10)


# Transferred-in person with inherited dates


def test_a_person_transferred_in_keeps_the_dates_brought_along(world: World) -> None:
    held_on = world.episode(world.tomos).started_on - timedelta(days=30)
    (review,) = record_inherited(
        patient=world.tomos,
        held={CARE_PLAN.value: held_on},
        where="Quay Road",
        by=world.keyworker,
        entry_id=new_id(),
    )
    (item,) = dues(world, world.tomos, CARE_PLAN)
    assert item.due_on == held_on + timedelta(days=84)
    assert "at another service" in item.why
    assert review.credits.current().get().days_late is None


# Person on naltrexone only


def test_a_person_on_naltrexone_only_has_a_relapse_prevention_review(world: World) -> None:
    person = patients.register_patient(
        team=world.north,
        given_name="Efa",
        family_name="Probert",
        date_of_birth=date(1990, 5, 5),
        by=world.keyworker,
    )
    patients.start_episode(
        patient=person, started_on=world.day(30), by=world.keyworker, keyworker=world.keyworker
    )
    prescribing.start_prescription(
        patient=person,
        episode=world.episode(person),
        medicine=medicine("naltrexone-50mg"),
        started_on=world.day(30),
        dose_mg=50,
        supervision="daily",
        state=State.ACTIVE,
        by=world.prescriber,
        prescriber=world.prescriber,
    )
    (item,) = dues(world, person, ReviewType.STRATEGIC)
    assert item.title == "Relapse-prevention review"
    assert item.due_on == world.day(30) + timedelta(days=84)
    assert "Relapse-prevention review" in page(world, "reviews:why_due", person.pk)


# Pregnant


def test_a_pregnancy_asks_for_a_review_within_5_working_days(world: World) -> None:
    before = dues(world, world.gareth, CARE_PLAN)
    patients.record_event(
        patient=world.gareth, kind="pregnancy", on=world.day(1), by=world.keyworker
    )
    (item,) = dues(world, world.gareth, ReviewType.EVENT)
    assert item.title == "Review after a pregnancy was recorded"
    assert dues(world, world.gareth, CARE_PLAN) == before


# Events of §2 that are written down elsewhere than as an event


@pytest.mark.parametrize("kind", ["benzodiazepine", "gabapentinoid", "qt_medicine"])
def test_a_new_sedative_or_qt_medicine_asks_for_a_review_until_it_is_taken_back(
    world: World, kind: str
) -> None:
    found = record_health(
        model=RiskFactor,
        patient=world.gareth,
        today=world.on,
        by=world.keyworker,
        kind=kind,
        from_on=world.day(1),
    )
    (item,) = dues(world, world.gareth, ReviewType.EVENT)
    assert item.title == "Review after a new benzodiazepine, gabapentinoid or QT medicine"
    correct_health(
        fact=found,
        today=world.on,
        by=world.keyworker,
        amend_reason="Another person's",
        is_withdrawn=True,
    )
    (item,) = dues(world, world.gareth, ReviewType.EVENT)
    assert item.due_on is None


def test_another_condition_asks_for_no_review_of_its_own(world: World) -> None:
    record_health(
        model=RiskFactor,
        patient=world.gareth,
        today=world.on,
        by=world.keyworker,
        kind="liver",
        from_on=world.day(1),
    )
    (item,) = dues(world, world.gareth, ReviewType.EVENT)
    assert item.due_on is None


# 16 to 17 year-old in an adult service


def test_a_17_year_old_in_an_adult_service_is_started_and_marked_as_under_18(
    world: World,
) -> None:
    person = patients.start_someone(
        by=world.keyworker,
        entry_id=new_id(),
        started_on=world.day(10),
        keyworker=world.keyworker,
        team=world.north,
        given_name="Cai",
        family_name="Rees",
        date_of_birth=date(2009, 3, 1),
    )
    assert "(17, under 18)" in page(world, "reviews:case", person.pk, whole=True)
    assert "under 18" not in page(world, "reviews:case", world.gareth.pk, whole=True)
    (item,) = dues(world, person, CARE_PLAN)
    assert item.due_on == world.day(10) + timedelta(days=28)


# Person subject to a court order (DRR)


def test_a_court_order_is_on_the_record_and_changes_no_review(world: World) -> None:
    before = dues(world, world.gareth, CARE_PLAN)
    words = "Drug rehabilitation requirement, with Jo Pask of probation"
    patients.edit_patient(
        patient=world.gareth,
        version=world.gareth.version,
        by=world.keyworker,
        court_order=words,
        court_order_to_on=world.day(-100),
    )
    assert f"Court order: {words}, to 9 January 2027." in page(
        world, "reviews:case", world.gareth.pk
    )
    assert (
        words in page(world, "patients:edit", world.gareth.pk)
        or words
        in signed_in(world.keyworker)
        .get(reverse("patients:edit", args=[world.gareth.pk]))
        .content.decode()
    )
    assert dues(world, world.gareth, CARE_PLAN) == before


# Joint keyworkers


def test_joint_keyworkers_both_have_the_person_on_my_people(world: World) -> None:
    person, colleague = world.gareth, world.second_prescriber
    given: dict[str, object] = {"duty": "keyworker", "staff": str(colleague.pk), "is_joint": "yes"}
    given |= three_boxes("from_on", world.on)
    text = post(world, "patients:responsible", person.pk, data=given)
    assert "Dee Marsh, since" in text
    assert "Priya Nair, since" in text
    for who in (world.keyworker, colleague):
        assert person.name in page(world, "reviews:my_people", who=who)


def test_of_joint_keyworkers_one_stops_and_the_last_one_cannot(world: World) -> None:
    episode = world.episode(world.gareth)
    patients.assign(
        episode=episode,
        staff=world.second_prescriber,
        duty="keyworker",
        from_on=world.day(5),
        by=world.keyworker,
        is_joint=True,
    )
    first, second = episode.assignments.filter(duty="keyworker", to_on=None).order_by("from_on")
    text = post(world, "patients:responsible", world.gareth.pk, data={"stops": str(first.pk)})
    assert "Dee Marsh is responsible to the end of today." in text
    with pytest.raises(ValidationError, match="Choose who takes over"):
        patients.stop_responsible(assignment=second, to_on=world.on, by=world.keyworker)
    assert Assignment.objects.get(pk=second.pk).to_on is None


def test_somebody_takes_over_as_keyworker(world: World) -> None:
    given: dict[str, object] = {
        "duty": "keyworker",
        "staff": str(world.second_prescriber.pk),
        "is_joint": "no",
    } | three_boxes("from_on", world.on)
    post(world, "patients:responsible", world.gareth.pk, data=given)
    running = world.episode(world.gareth).assignments.filter(duty="keyworker", to_on=None)
    assert [one.staff for one in running] == [world.second_prescriber]


# Prescriber is a GP in shared care: external reviewer's name, evidence letter


def a_letter(world: World, **more: object) -> dict[str, object]:
    return (
        {
            "external_reviewer": "Dr Ann Price, Quay Surgery",
            "seen": "in_person",
            "entry_id": str(new_id()),
        }
        | three_boxes("held_on", world.day(6))
        | three_boxes("evidence_letter_on", world.day(4))
        | more
    )


def test_a_gp_in_shared_care_is_named_and_their_letter_counts_as_the_medical_review(
    world: World,
) -> None:
    (before,) = dues(world, world.gareth, ReviewType.MEDICAL)
    assert before.is_overdue
    text = post(world, "reviews:shared_care", world.gareth.pk, data=a_letter(world))
    assert "It counts as the letter says." in text
    (after,) = dues(world, world.gareth, ReviewType.MEDICAL)
    assert after.due_on == world.day(6) + timedelta(days=84)
    review = Review.objects.get(patient=world.gareth)
    assert (review.held_by, review.recorded_by) == (None, world.keyworker)
    text = page(world, "reviews:review", world.gareth.pk, review.pk)
    assert "Dr Ann Price, Quay Surgery (prescriber elsewhere)" in text
    assert "By letter 27 September 2026" in text
    assert "Written down here by Dee Marsh." in text
    assert "Not asked, so unknown" in text
    assert "Dr Ann Price, Quay Surgery" in page(world, "reviews:case", world.gareth.pk)


def test_a_letter_is_no_meeting_of_ours_and_no_draft_is_lost_by_it(world: World) -> None:
    drafts.save(
        patient=world.gareth,
        form=actions.LOG_FORM,
        by=world.keyworker,
        typed={"own_words": ["Half a sentence"]},
        at=world.moment(0),
    )
    post(world, "reviews:shared_care", world.gareth.pk, data=a_letter(world))
    assert drafts.find(patient=world.gareth, form=actions.LOG_FORM, by=world.keyworker)
    assert "Review held." not in page(world, "patients:contacts", world.gareth.pk)


def test_a_letter_cannot_be_older_than_the_review_it_tells_of(world: World) -> None:
    given = a_letter(world) | three_boxes("evidence_letter_on", world.day(8))
    text = post(world, "reviews:shared_care", world.gareth.pk, data=given)
    assert "Date of the letter cannot be before the review, 25 September 2026" in text
    assert not Review.objects.filter(patient=world.gareth).exists()


def test_the_same_letter_sent_twice_is_kept_once(world: World) -> None:
    given = a_letter(world)
    for _ in range(2):
        post(world, "reviews:shared_care", world.gareth.pk, data=given)
    assert Review.objects.filter(patient=world.gareth).count() == 1


def test_a_review_held_elsewhere_has_a_letter(world: World) -> None:
    with (
        pytest.raises(IntegrityError, match="a_review_held_elsewhere_has_a_letter"),
        transaction.atomic(),
    ):
        Review.objects.create(
            service=world.service,
            patient=world.gareth,
            held_on=world.on,
            seen="in_person",
            held_by_role="external_prescriber",
            external_reviewer="Dr Ann Price",
        )
