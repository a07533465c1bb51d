"""Who stands on the worklist, where, in which words, and with which one thing to do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import configuration
from accounts.models import User
from patients import actions as patients
from patients import drafts
from patients.models import Patient
from prescribing.models import MissedDoses
from reviews import keeping, worklist
from reviews.models import Review, ReviewCredit
from reviews.order import Group
from reviews.worklist import Entry, Treatment, Whose, Worklist
from reviews.worklist_reader import tasks_of
from reviews.worklist_rows import Row, Rows
from tests.world import World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def listed(
    world: World,
    user: User | None = None,
    whose: Whose = Whose.MINE,
    treatment: Treatment = Treatment.ALL,
) -> Worklist:
    return worklist.worklist(world.access(user or world.keyworker), world.on, whose, treatment)


def entry(found: Worklist, patient: Patient) -> Entry:
    return next(one for one in found.shown if one.person.id == patient.pk)


def row(world: World, patient: Patient, user: User | None = None) -> Row:
    user = user or world.keyworker
    found = listed(world, user)
    access = world.access(user)
    return Rows(access, world.on, found.schedule).row(entry(found, patient))


def names(world: World, found: Worklist) -> set[str]:
    by_id = {patient.pk: name for name, patient in world.people.items()}
    return {by_id[one.person.id] for one in found.shown}


NORTH = {"gareth", "leanne", "tomos", "leon", "carl", "aoife", "mina", "ray", "josie", "dan"}


def test_a_keyworker_sees_their_own_people_and_whoever_just_left(world: World) -> None:
    assert names(world, listed(world)) == NORTH


def test_somebody_handed_over_leaves_the_list(world: World) -> None:
    patients.assign(
        episode=world.episode(world.ray),
        duty="keyworker",
        staff=world.south_keyworker,
        from_on=world.on,
        by=world.keyworker,
    )
    assert "ray" not in names(world, listed(world))


def test_whoever_came_back_to_somebody_else_is_no_longer_aftercare_here(world: World) -> None:
    patients.start_episode(patient=world.dan, started_on=world.day(2), by=world.south_keyworker)
    assert "dan" not in names(world, listed(world))


@pytest.mark.parametrize(
    ("user", "whose", "expected"),
    [
        ("south_keyworker", Whose.MINE, {"llinos"}),
        ("keyworker", Whose.TEAMS, NORTH),
        ("prescriber", Whose.TEAMS, NORTH | {"llinos"}),
        ("manager", Whose.SERVICE, NORTH | {"llinos"}),
        ("other_keyworker", Whose.MINE, {"bo"}),
        ("second_prescriber", Whose.MINE, set()),
    ],
)
def test_each_scope_holds_its_own_people(
    world: World, user: str, whose: Whose, expected: set[str]
) -> None:
    assert names(world, listed(world, getattr(world, user), whose)) == expected


def test_a_manager_is_offered_the_service_and_a_keyworker_is_not(world: World) -> None:
    assert worklist.scopes(world.access(world.manager)) == (Whose.STAFF, Whose.SERVICE)
    assert worklist.scopes(world.access(world.keyworker)) == (Whose.MINE, Whose.TEAMS)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("carl", Group.SAFETY),
        ("aoife", Group.SCRIPT_ENDING),
        ("tomos", Group.FIRST_WEEKS),
        ("gareth", Group.LONG_OVERDUE),
        ("ray", Group.LONG_OVERDUE),
        ("leon", Group.PAUSED),
    ],
)
def test_each_situation_stands_in_its_group(world: World, name: str, group: Group) -> None:
    assert entry(listed(world), world.people[name]).place.group is group


def test_each_person_stands_once(world: World) -> None:
    found = listed(world)
    ids = [one.person.id for group in found.by_group.values() for one in group]
    assert len(ids) == len(set(ids)) == len(found.shown)


def test_within_a_group_the_oldest_day_comes_first(world: World) -> None:
    for group in listed(world).by_group.values():
        days = [one.place.since_on for one in group]
        assert days == sorted(days)


def test_a_filter_says_whom_it_hides_and_hides_nobody_silently(world: World) -> None:
    everyone, only_ost = listed(world), listed(world, treatment=Treatment.OST)
    assert {one.person.id for one in only_ost.hidden} == {world.dan.pk}
    assert only_ost.total == everyone.total == len(only_ost.shown) + len(only_ost.hidden)
    assert only_ost.hidden_overdue == sum(one.is_overdue for one in only_ost.hidden)


def test_a_hidden_safety_event_is_counted(world: World) -> None:
    prescription = world.prescription(world.carl)
    prescription.state_changes.create(
        service=world.service, patient=world.carl, state="suspended", on=world.day(2)
    )
    assert listed(world, treatment=Treatment.OST).hidden_safety == 1


def test_the_queries_are_the_same_for_one_person_and_for_ten(world: World) -> None:
    def counts() -> list[int]:
        found = []
        for user in (world.south_keyworker, world.keyworker):
            access = world.access(user)
            with CaptureQueriesContext(connection) as asked:
                worklist.worklist(access, world.on, Whose.MINE)
            found.append(len(asked))
        return found

    assert counts() == [6, 6]
    keeping.keep(world.service.pk, world.on)
    assert counts() == [5, 5]


def test_a_changed_interval_holds_at_once(world: World) -> None:
    before = worklist.dues_on(world.service.pk, world.on, [world.leanne.pk])[world.leanne.pk]
    configuration.change(
        service=world.service,
        kind="schedule",
        values={"types": {"keywork": {"interval_days": 5, "steps": [], "grace_days": 0}}},
        reason="A trial of weekly keywork",
        effective_from=world.on,
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )
    after = worklist.dues_on(world.service.pk, world.on, [world.leanne.pk])[world.leanne.pk]
    is_overdue = [
        [due.is_overdue for due in dues if due.type == "keywork"] for dues in (before, after)
    ]
    assert is_overdue == [[False], [True]]


def test_missed_doses_stand_in_safety_until_a_prescriber_decides(world: World) -> None:
    MissedDoses.objects.filter(patient=world.carl).update(decided_on=world.on)
    assert entry(listed(world), world.carl).place.group is not Group.SAFETY


def test_a_depot_that_has_run_out_stands_in_safety(world: World) -> None:
    ahead = world.on + timedelta(days=14)
    found = worklist.worklist(world.access(world.keyworker), ahead, Whose.MINE)
    mina = entry(found, world.mina)
    assert mina.place.group is Group.SAFETY
    assert "No next injection is recorded" in mina.place.words


def test_a_depot_long_gone_says_nothing_about_today(world: World) -> None:
    ahead = world.on + timedelta(days=60)
    found = worklist.worklist(world.access(world.keyworker), ahead, Whose.MINE)
    assert entry(found, world.mina).place.group is not Group.SAFETY


def test_the_bar_counts_the_people_who_need_somebody_today(world: World) -> None:
    assert tasks_of(world.access(world.keyworker), world.on) == 1
    assert tasks_of(world.access(world.prescriber), world.on) == 1
    assert tasks_of(world.access(world.south_keyworker), world.on) == 0
    assert tasks_of(world.access(world.keyworker), world.on + timedelta(days=14)) == 2


def test_the_row_of_missed_doses_says_what_happened_and_what_follows(world: World) -> None:
    found = row(world, world.carl)
    assert found.strong == "3 missed doses in a row."
    assert found.why == (
        "29 September to 1 October 2026. Tolerance may be lost:"
        " a prescriber decides before the next dose."
    )
    assert found.tried.startswith("Quay Pharmacy told us.")
    assert (found.chip.kind, found.chip.text) == ("today", "Today")


def test_the_row_of_a_script_that_ends_says_when(world: World) -> None:
    found = row(world, world.aoife)
    assert f"{found.strong} {found.why}" == (
        "Prescription ends in 2 days, Saturday 3 October 2026, and no next one is recorded."
    )
    assert found.tried.startswith("Medical review was due")
    assert found.chip.has_clock


def test_a_row_says_what_is_overdue_since_when_and_what_else_is(world: World) -> None:
    found = row(world, world.ray)
    assert found.chip.kind == "long_overdue"
    assert found.chip.text.endswith("days overdue")
    assert found.chip.date.startswith("Due ")
    assert "Also overdue:" in found.why


def test_time_in_treatment_is_in_no_row(world: World) -> None:
    for name in NORTH - {"leon", "dan"}:
        found = row(world, world.people[name])
        said = f"{found.strong} {found.why} {found.tried}".lower()
        assert " years" not in said and "weeks in treatment" not in said


@pytest.mark.parametrize(
    ("ago", "staff", "words"),
    [
        (0, "keyworker", "Today, 11am"),
        (0, "prescriber", "Today, 11am, Dr Osei"),
        (-7, "keyworker", "Booked 8 October"),
        (-7, "prescriber", "Sees Dr Osei 8 October"),
        (-120, "keyworker", "Booked 29 January 2027"),
    ],
)
def test_the_next_meeting_stands_in_the_row(world: World, ago: int, staff: str, words: str) -> None:
    patients.book_appointment(
        patient=world.gareth,
        at=world.moment(ago),
        staff=getattr(world, staff),
        by=world.keyworker,
    )
    assert row(world, world.gareth).booked == words


def test_nothing_booked_is_said(world: World) -> None:
    assert row(world, world.gareth).booked == "Nothing booked"


def test_missed_meetings_are_counted_and_suggest_outreach(world: World) -> None:
    for ago in (6, 3):
        patients.record_contact(
            patient=world.gareth,
            on=world.day(ago),
            kind="in_person",
            outcome="did_not_attend",
            with_role="keyworker",
            by=world.keyworker,
        )
    assert row(world, world.gareth).tried == (
        "2 meetings missed, the last on 28 September 2026: consider outreach."
    )


def reviewed(world: World, patient: Patient, *kinds: str, awaits: str = "") -> None:
    """A review held five days ago that credits these, or waits for a signature to do so."""
    review = Review.objects.create(
        service=world.service,
        patient=patient,
        held_on=world.day(5),
        seen="in_person",
        held_by=world.keyworker,
        held_by_role="keyworker",
    )
    for kind in kinds:
        ReviewCredit.objects.create(
            service=world.service,
            patient=patient,
            review=review,
            type=kind,
            held_on=review.held_on,
            is_valid=not awaits,
            awaits=awaits,
        )


@pytest.mark.parametrize(
    ("name", "user", "words"),
    [
        ("carl", "keyworker", "Record contact"),
        ("carl", "prescriber", "Decide"),
        ("aoife", "keyworker", "Book meeting"),
        ("aoife", "prescriber", "Open prescription"),
        ("dan", "keyworker", "Log review"),
    ],
)
def test_the_action_is_what_this_member_can_do(
    world: World, name: str, user: str, words: str
) -> None:
    assert row(world, world.people[name], getattr(world, user)).action.words == words


def test_who_may_only_look_is_offered_the_record(world: World) -> None:
    found = listed(world, world.manager, Whose.SERVICE)
    rows = Rows(world.access(world.manager), world.on, found.schedule)
    assert {rows.row(one).action.words for one in found.shown} == {"Open record"}


def test_what_waits_for_the_prescriber_says_so_and_is_signed_by_the_prescriber(
    world: World,
) -> None:
    reviewed(world, world.ray, "care_plan", "medical", "risk", "top", "keywork")
    reviewed(world, world.ray, "strategic", awaits="prescriber")
    mine, theirs = row(world, world.ray), row(world, world.ray, world.prescriber)
    assert f"{mine.strong} {mine.why}" == (
        "Strategic review. Waits for the prescriber. The other part was done on 26 September 2026."
    )
    assert (mine.action.words, theirs.action.words) == ("Book meeting", "Sign")


def test_a_strategic_review_alone_opens_its_own_page(world: World) -> None:
    reviewed(world, world.ray, "care_plan", "medical", "risk", "top", "keywork")
    action = row(world, world.ray).action
    assert (action.words, action.is_log) == ("Log review", True)
    assert action.url == reverse("reviews:strategic", args=[world.ray.pk])


def test_a_draft_is_offered_to_its_author_only(world: World) -> None:
    drafts.save(
        patient=world.gareth,
        form="review",
        by=world.keyworker,
        typed={"own_words": ["Half a sentence"]},
        at=timezone.now(),
    )
    assert row(world, world.gareth).action.words == "Finish draft"
    assert "Half a sentence" not in row(world, world.gareth).why
    assert row(world, world.gareth, world.prescriber).action.words != "Finish draft"


def _red(world: World, patient: Patient, duty: str = "prescriber") -> object:
    return patients.open_task(
        patient=patient,
        kind="qtc",
        text="QTc 512 ms: act on it",
        duty=duty,
        due_on=world.on,
        by=world.keyworker,
        is_red=True,
    )


def test_a_red_task_stands_first_and_on_every_page_until_it_is_done(world: World) -> None:
    task = _red(world, world.leanne)
    found = entry(listed(world), world.leanne)
    assert found.place.group is Group.SAFETY
    shown = row(world, world.leanne, world.prescriber)
    assert shown.strong == "QTc 512 ms: act on it."
    assert shown.action.url == reverse("patients:task", args=[world.leanne.pk, task.pk])
    for user in (world.keyworker, world.prescriber):
        assert tasks_of(world.access(user), world.on) == listed(world, user).tasks == 2
    patients.complete_task(task=task, version=1, outcome="Dose lowered", on=world.on, by=None)
    assert tasks_of(world.access(world.prescriber), world.on) == 1


def test_a_red_task_that_nobody_has_stands_with_the_whole_team(world: World) -> None:
    assert tasks_of(world.access(world.second_prescriber), world.on) == 0
    _red(world, world.leanne)
    assert tasks_of(world.access(world.second_prescriber), world.on) == 0
    world.episode(world.leanne).assignments.filter(duty="prescriber").delete()
    found = listed(world, world.second_prescriber)
    assert names(world, found) == {"leanne"}
    assert tasks_of(world.access(world.second_prescriber), world.on) == found.tasks == 1


def test_a_red_task_about_somebody_who_left_is_not_lost(world: World) -> None:
    _red(world, world.dan)
    found = listed(world, world.prescriber)
    assert entry(found, world.dan).place.group is Group.SAFETY
    assert tasks_of(world.access(world.prescriber), world.on) == found.tasks
