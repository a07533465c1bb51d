"""What is due, kept: never read where the record, the rules or the day are others since."""

import re
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

import grimp
import pytest
from django.db import connection, transaction

from accounts import configuration
from accounts.models import Configuration
from patients.models import Contact
from reviews import due_days, facts_reader, facts_sql, keeping, schedules
from reviews.models import ChangedRecord, DueDays
from reviews.overdue import flag_overdue
from reviews.worked_out import WorkedOut, work_out
from tests.reviews.random_records import Writer
from tests.world import LONDON, World, build_world, staff_the_services

pytestmark = pytest.mark.django_db

# Read to leave people out or to find out more, and noted by triggers of their own (the person), or
# the same for everybody (medicines).
OTHERS = {"patients_patient", "prescribing_medicine"}
# Imported by the rules for words, statements and rows alone: nothing there decides a due day.
NO_RULES = (
    "patients.",
    "accounts.",
    "reviews.questions",
    "prescribing.safety",
    "rodt.statements",
    "rodt.words",
)


def read_afresh(world: World, on: date, people: list[UUID]) -> dict[UUID, WorkedOut]:
    schedule = schedules.in_force(world.service.pk, on)
    facts = facts_reader.read(on=on, service_id=world.service.pk, patient_ids=people)
    return {one: work_out(known, on, schedule) for one, known in facts.items()}


def read(world: World, on: date, people: list[UUID]) -> dict[UUID, WorkedOut]:
    return due_days.read(world.service.pk, on, people, schedules.in_force(world.service.pk, on))


def meet(world: World) -> None:
    Contact.objects.create(
        service=world.service,
        patient=world.leanne,
        on=world.on,
        kind="in_person",
        outcome="attended",
        with_role="keyworker",
    )


def is_kept(world: World, patient_id: UUID) -> bool:
    """Whether a list would read what is kept of a person."""
    noted = ChangedRecord.objects.filter(patient_id=patient_id).exists()
    return DueDays.objects.filter(patient_id=patient_id).exists() and not noted


def fact_tables() -> list[str]:
    statements = "".join(getattr(facts_sql, name) for name in (*facts_reader.ASKED, "AHEAD"))
    return sorted(set(re.findall(r"(?:FROM|JOIN)\s+(\w+_\w+)", statements)) - OTHERS)


@pytest.fixture
def random_world() -> World:
    world = staff_the_services()
    world.open()
    Writer(world, Random(7)).people(30)
    return world


@pytest.mark.parametrize("ahead", [0, 1, 13, 60])
def test_a_list_reads_the_same_with_it_and_without(random_world: World, ahead: int) -> None:
    world, on = random_world, random_world.on
    keeping.keep(world.service.pk, on)
    people = list(DueDays.objects.values_list("patient_id", flat=True))
    assert len(people) == 30
    day = on + timedelta(days=ahead)
    assert read(world, day, people) == read_afresh(world, day, people)


@pytest.mark.parametrize("table", fact_tables())
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET service_id = service_id WHERE id = %s",
        "DELETE FROM {table} WHERE id = %s",
    ],
)
def test_whatever_is_written_in_a_table_that_is_read_is_noted(
    random_world: World, table: str, statement: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, patient_id FROM {table} ORDER BY id LIMIT 1")
        row_id, patient_id = cursor.fetchone()
        assert ChangedRecord.objects.filter(patient_id=patient_id).exists(), "writing it was noted"
        keeping.keep(random_world.service.pk, random_world.on)
        assert is_kept(random_world, patient_id)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement.format(table=table), [row_id])
        assert not is_kept(random_world, patient_id)
    transaction.set_rollback(True)  # other rows lead to the one that was deleted


def test_a_birth_or_a_death_is_noted_and_a_new_telephone_number_is_not() -> None:
    world = build_world()
    keeping.keep(world.service.pk, world.on)
    patient = world.carl
    patient.phone = "01632 960 001"
    patient.save(update_fields=["phone"])
    assert is_kept(world, patient.pk)
    patient.died_on = world.on
    patient.save(update_fields=["died_on"])
    assert not is_kept(world, patient.pk)


def test_what_is_written_stands_on_the_list_at_once() -> None:
    world = build_world()
    keeping.keep(world.service.pk, world.on)
    people = [world.leanne.pk]
    before = read(world, world.on, people)
    meet(world)
    after = read(world, world.on, people)
    assert after != before and after == read_afresh(world, world.on, people)


def test_other_intervals_are_never_read_from_what_was_kept() -> None:
    world = build_world()
    keeping.keep(world.service.pk, world.on)
    configuration.change(
        service=world.service,
        kind="schedule",
        values={"types": {"keywork": {"interval_days": 5, "steps": [], "grace_days": 0}}},
        reason="A trial of weekly keywork",
        effective_from=world.on,
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )
    people = [patient.pk for patient in world.people.values()]
    assert read(world, world.on, people) == read_afresh(world, world.on, people)
    keeping.keep(world.service.pk, world.on)
    assert set(DueDays.objects.values_list("rules", flat=True)) == {
        due_days.rules_of(schedules.in_force(world.service.pk, world.on))
    }


def test_what_other_rules_worked_out_is_worked_out_again() -> None:
    world = build_world()
    keeping.keep(world.service.pk, world.on)
    people = [patient.pk for patient in world.people.values()]
    expected = read(world, world.on, people)
    DueDays.objects.update(rules="an older release", known=None)
    assert read(world, world.on, people) == expected
    keeping.keep(world.service.pk, world.on)
    assert not DueDays.objects.filter(rules="an older release").exists()
    assert read(world, world.on, people) == expected


def test_the_rules_name_every_module_that_decides() -> None:
    graph = grimp.build_graph("reviews", "prescribing", "rodt", "patients", "accounts", "jobs")
    needed = set(due_days.RULES)
    for name in due_days.RULES:
        needed |= graph.find_modules_directly_imported_by(name)
    left_out = {one for one in needed if not one.startswith(NO_RULES)} - set(due_days.RULES)
    assert left_out == set()


def test_a_day_before_is_worked_out_and_then_today_again(random_world: World) -> None:
    world, on = random_world, random_world.on
    keeping.keep(world.service.pk, on)
    keeping.keep(world.service.pk, on - timedelta(days=90))
    people = list(DueDays.objects.values_list("patient_id", flat=True))
    assert read(world, on, people) == read_afresh(world, on, people)
    then = on - timedelta(days=90)
    assert read(world, then, people) == read_afresh(world, then, people)


def test_transitions_that_were_thrown_away_are_written_again_the_same_night() -> None:
    world = build_world()
    first = flag_overdue(world.service, world.on)
    assert first.became_overdue
    assert flag_overdue(world.service, world.on).became_overdue == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_transition")
    assert flag_overdue(world.service, world.on).became_overdue == first.became_overdue


def test_the_clock_keeps_every_service_and_one_that_fails_holds_up_no_other(
    world_with_bad_intervals: World,
) -> None:
    """Intervals of one service that cannot be read, as an older release may have left them."""
    world = world_with_bad_intervals
    at = datetime.combine(world.on, time(10), LONDON)
    assert keeping.ensure_kept(at) > 0
    world.open()
    kept = set(DueDays.objects.values_list("service_id", flat=True))
    assert kept == {world.other_service.pk}
    assert keeping.ensure_kept(at) == 0


@pytest.fixture
def world_with_bad_intervals() -> World:
    world = build_world()
    Configuration.objects.create(
        service=world.service,
        kind="schedule",
        version=1,
        values={"types": {"keywork": {"interval_days": "often"}}},
        reason="Written by hand",
        effective_from=world.on,
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )
    return world
