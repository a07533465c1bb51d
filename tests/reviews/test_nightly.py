"""The nightly check: written once, caught up in order, told in counts."""

import re
import threading
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Notice, Service, Trail
from jobs.models import Job
from jobs.run import run
from patients import actions as patients
from patients.models import Patient
from reviews import nightly, worklist
from reviews.models import Transition
from reviews.overdue import flag_overdue
from rodt import row_security
from rodt.dates import add_days
from rodt.words import count
from tests.world import LONDON, TODAY, World, build_world, staff_the_services

OVERDUE, CLEARED = Transition.Kind.OVERDUE, Transition.Kind.CLEARED


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def written(**which: object) -> set[tuple[object, ...]]:
    rows = Transition.objects.filter(**which)
    return set(
        rows.values_list("patient_id", "type", "milestone", "due_on", "kind", "effective_on")
    )


def overdue_on(service: Service, on: date) -> set[tuple[object, ...]]:
    return {
        (patient_id, due.type.value, due.milestone, due.due_on)
        for patient_id, dues in worklist.dues_on(service.pk, on).items()
        for due in dues
        if due.is_overdue
    }


def still_open(service: Service) -> set[tuple[object, ...]]:
    """By the transitions alone: opened and not cleared since. Slow and obvious."""
    found: set[tuple[object, ...]] = set()
    for row in Transition.objects.filter(service=service).order_by("effective_on", "id"):
        key = (row.patient_id, row.type, row.milestone, row.due_on)
        (found.add if row.kind == OVERDUE else found.discard)(key)
    return found


def leave(world: World, patient: Patient, on: date) -> None:
    episode = world.episode(patient)
    patients.end_episode(
        episode=episode,
        version=episode.version,
        ended_on=on,
        reason="left",
        by=world.keyworker,
    )


def test_what_is_overdue_on_the_list_is_what_was_written(world: World) -> None:
    result = flag_overdue(world.service, world.on)
    found = overdue_on(world.service, world.on)
    assert found
    assert still_open(world.service) == found
    assert result.became_overdue == len(found)


@pytest.mark.parametrize("days", [0, 30])
def test_it_looks_at_the_people_who_stand_on_the_list_and_at_no_others(
    world: World, days: int
) -> None:
    """So that My people and the line about last night print the same number."""
    on = add_days(world.on, days)
    result = flag_overdue(world.service, on)
    for user in (world.keyworker, world.south_keyworker, world.prescriber):
        mine = worklist.worklist(world.access(user), on, worklist.Whose.MINE)
        assert result.by_staff[user.pk].examined == mine.total
    everybody = worklist.worklist(world.access(world.manager), on, worklist.Whose.SERVICE)
    assert result.examined == everybody.total


def test_a_transition_takes_effect_the_day_after_grace_ended(world: World) -> None:
    flag_overdue(world.service, world.on)
    (due,) = (
        due
        for due in worklist.dues_on(world.service.pk, world.on)[world.ray.pk]
        if due.type == "care_plan"
    )
    row = Transition.objects.get(patient=world.ray, type="care_plan")
    assert (row.kind, row.due_on, row.effective_on) == (OVERDUE, due.due_on, due.overdue_from)


def test_a_second_check_changes_nothing_more(world: World) -> None:
    flag_overdue(world.service, world.on)
    before, notices = written(), Notice.objects.count()
    again = flag_overdue(world.service, world.on)
    assert (again.became_overdue, again.cleared) == (0, 0)
    assert (written(), Notice.objects.count()) == (before, notices)


@pytest.mark.parametrize("days", [1, 3, 28, 120])
def test_each_later_check_writes_only_what_moved_since(world: World, days: int) -> None:
    flag_overdue(world.service, world.on)
    before = written()
    later = add_days(world.on, days)
    flag_overdue(world.service, later)
    assert before <= written()
    assert still_open(world.service) == overdue_on(world.service, later)


def test_checks_out_of_order_end_in_the_same_place(world: World) -> None:
    """A night that stopped and was asked for again after the next one had run."""
    nights = [add_days(world.on, -n) for n in (2, 0, 1)]
    for night in nights:
        flag_overdue(world.service, night)
    assert still_open(world.service) == overdue_on(world.service, world.on)
    before = written()
    flag_overdue(world.service, world.on)
    assert written() == before


def test_somebody_who_leaves_is_no_longer_overdue_and_stays_cleared(world: World) -> None:
    flag_overdue(world.service, world.on)
    leave(world, world.ray, world.on)
    tomorrow = add_days(world.on, 1)
    flag_overdue(world.service, tomorrow)
    opened = Transition.objects.filter(patient=world.ray, kind=OVERDUE)
    cleared = Transition.objects.filter(patient=world.ray, kind=CLEARED)
    assert opened.count() == cleared.count() > 0
    assert set(cleared.values_list("effective_on", flat=True)) == {tomorrow}
    flag_overdue(world.service, add_days(world.on, 2))
    assert opened.count() == cleared.count()


def test_each_keyworker_hears_how_many_and_no_name(world: World) -> None:
    result = flag_overdue(world.service, world.on)
    notice = Notice.objects.get(user=world.keyworker)
    mine = result.by_staff[world.keyworker.pk]
    assert f"{mine.became_overdue} reviews became overdue" in notice.text
    assert "1 October 2026" in notice.text
    assert not any(
        word in notice.text
        for patient in Patient.objects.all()
        for word in (patient.given_name, patient.family_name)
    )
    assert not Notice.objects.filter(user=world.other_keyworker).exists()
    assert not Notice.objects.filter(user=world.administrator).exists()


def test_the_check_of_one_service_writes_nothing_about_another(world: World) -> None:
    flag_overdue(world.service, world.on)
    assert not Transition.objects.filter(service=world.other_service).exists()
    assert not Transition.objects.filter(patient=world.bo).exists()


def test_the_check_is_noted_in_the_trail_with_counts(world: World) -> None:
    result = flag_overdue(world.service, world.on)
    note = Trail.objects.get(verb="checked what is due")
    assert note.service == world.service
    assert note.facts == {
        "examined": result.examined,
        "became_overdue": result.became_overdue,
        "cleared": 0,
    }


def test_the_number_of_queries_does_not_grow_with_the_people(
    world: World, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        flag_overdue(world.service, world.on)


# Nights and their jobs


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        (at(1, 59), TODAY - timedelta(days=1)),
        (at(2), TODAY),
        (at(23, 59), TODAY),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_night_is_due_at_2am_in_london_also_when_the_clock_changes(
    moment: datetime, night: date
) -> None:
    assert nightly.night_of(moment) == night


@pytest.fixture
def services(db: None) -> World:
    return staff_the_services()


def nights_of(service: Service) -> list[str]:
    jobs = Job.objects.filter(service=service).order_by("arguments__on")
    return [job.arguments["on"] for job in jobs]


def end(service: Service, state: str = "done") -> None:
    Job.objects.filter(service=service, state="queued").update(state=state)


def test_the_first_night_of_a_service_is_tonight(services: World) -> None:
    nightly.ensure_requested(at(9))
    nightly.ensure_requested(at(9, 1))
    assert nights_of(services.service) == ["2026-10-01"]
    assert nights_of(services.other_service) == ["2026-10-01"]


@pytest.mark.parametrize("state", ["done", "failed"])
def test_missed_nights_are_caught_up_in_order(services: World, state: str) -> None:
    nightly.request(services.service, date(2026, 9, 28))
    for _ in range(6):
        end(services.service, state)
        nightly.ensure_requested(at(9))
    assert nights_of(services.service) == [
        "2026-09-28",
        "2026-09-29",
        "2026-09-30",
        "2026-10-01",
    ]


def test_the_next_missed_night_waits_for_the_one_before(services: World) -> None:
    nightly.request(services.service, date(2026, 9, 28))
    nightly.ensure_requested(at(9))
    assert nights_of(services.service) == ["2026-09-28"]


def test_a_check_by_hand_of_an_old_day_asks_for_no_night_since(services: World) -> None:
    call_command("flag_overdue", on="2020-01-06", stdout=StringIO())
    nightly.ensure_requested(at(9))
    by_night = Job.objects.filter(service=services.service, key__contains=":night:")
    assert [job.arguments["on"] for job in by_night] == ["2026-10-01"]


def test_a_finished_night_asks_for_the_next_missing_one(
    world: World,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nightly.timezone, "now", lambda: at(9))
    job = nightly.request(world.service, add_days(world.on, -2))
    with django_capture_on_commit_callbacks(execute=True):
        assert run(job.pk)
    assert nights_of(world.service) == ["2026-09-29", "2026-09-30"]
    job.refresh_from_db()
    assert job.result["examined"] > 0
    assert job.words.startswith("Looked at ")


# How the last night went


def finish(world: World, night: date, finished_at: datetime) -> None:
    job = nightly.request(world.service, night)
    assert run(job.pk)
    world.open()
    Job.objects.filter(pk=job.pk).update(finished_at=finished_at)


def test_a_keyworker_reads_how_the_check_of_their_people_went(world: World) -> None:
    finish(world, world.on, at(2, 4))
    mine = nightly.last_night(world.service, world.on, world.keyworker)
    whole = nightly.last_night(world.service, world.on)
    assert mine.is_done
    assert mine.words == (
        f"Last night's check finished at 2:04am. It looked at all {mine.counts.examined}"
        f" of your people and moved {count(mine.moved, 'review')}."
    )
    assert 0 < mine.counts.examined < whole.counts.examined
    assert "2:04am" in whole.words


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "Last night's check has not finished."),
        (
            {"state": "failed", "reason": "The disk is full."},
            "Last night's check stopped. The disk is full.",
        ),
    ],
)
def test_a_night_that_did_not_finish_is_said_first(
    world: World, columns: dict[str, str], words: str
) -> None:
    finish(world, add_days(world.on, -1), at(2, 4, add_days(world.on, -1)))
    job = nightly.request(world.service, world.on)
    Job.objects.filter(pk=job.pk).update(**columns)
    last = nightly.last_night(world.service, world.on, world.keyworker)
    assert not last.is_done
    assert last.words.startswith(words)
    assert "The last check finished at 2:04am on 30 September 2026" in last.words
    assert last.words.endswith("This list is worked out now and is complete.")


def test_before_the_first_night_it_says_so(world: World) -> None:
    words = nightly.last_night(world.service, world.on).words
    assert "No nightly check has finished yet." in words


# The command


def test_the_command_checks_every_service_and_prints_a_line_each(world: World) -> None:
    out = StringIO()
    call_command("flag_overdue", on=world.on.isoformat(), stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == ["HARBOUR", "QUAY"]
    assert "became overdue" in lines[0]
    world.open()
    before = written()
    call_command("flag_overdue", on=world.on.isoformat(), stdout=StringIO())
    world.open()
    assert written() == before


def test_the_command_checks_one_service(world: World) -> None:
    out = StringIO()
    call_command("flag_overdue", on="2026-10-01", service="QUAY", stdout=out)
    assert out.getvalue().startswith("QUAY ")
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"on": "1 October"}, "“1 October” is not a date. Write it as 2026-10-01."),
        ({"on": "2026-02-30"}, "“2026-02-30” is not a date."),
        ({"on": "2026-10-01", "service": "NOWHERE"}, "There are: HARBOUR, QUAY."),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_done(
    services: World, arguments: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(words)):
        call_command("flag_overdue", **arguments)
    assert not Job.objects.exists()


def test_two_checks_at_the_same_moment_write_what_one_does(own_database: str) -> None:
    with transaction.atomic():
        world = build_world()
    service, start, found = world.service, threading.Barrier(3), []

    def check() -> None:
        start.wait()
        try:
            with row_security.scope([service.pk]):
                found.append(flag_overdue(service, world.on).became_overdue)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=check) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with row_security.scope([service.pk]):
        expected = len(overdue_on(service, world.on))
        assert sorted(found) == [0, 0, expected]
        assert Transition.objects.count() == expected
        assert Notice.objects.filter(user=world.keyworker).count() == 1
