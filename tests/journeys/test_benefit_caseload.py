"""Benefit across the caseload: every number opens its people, and lists say what is to do."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.step import met, not_met
from patients.models import Patient
from prescribing.models import MissedDoses
from reviews.benefit_domains import DOMAINS
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.models import TopRecord
from reviews.plan_actions import write_plan
from reviews.review_types import ReviewerRole
from reviews.strategic import StrategicPart
from reviews.strategic_actions import record_strategic
from rodt.words import nhs_date
from tests.audits.finished import finished_run
from tests.journeys.test_cohorts import links, names
from tests.world import TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db
PAGE = reverse("audits:benefit_caseload")
DOUBTED = StrategicPart(
    ratings={domain.key.value: "same" for domain in DOMAINS},
    judgement=4,
    options=("stay",),
    decision="continue",
    conclusion="partial",
    no_plan_because="Waits for the ward round",
)
PLANNED = replace(
    DOUBTED, no_plan_because="", plan="Raise the dose", follow_up_on=TODAY + timedelta(days=28)
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def concluded(world: World, patient: Patient, part: StrategicPart, held_on: date = TODAY) -> None:
    for role, by in (
        (ReviewerRole.KEYWORKER, world.keyworker),
        (ReviewerRole.PRESCRIBER, world.prescriber),
    ):
        record_strategic(
            patient=patient,
            by=by,
            role=role,
            held_on=held_on,
            seen="in_person",
            part=part,
            schedule=DEFAULT_SCHEDULE,
            on=TODAY,
            next_review_on=TODAY + timedelta(days=90),
        )


def test_of_several_plans_the_list_names_the_first_as_the_table_does(world: World) -> None:
    concluded(world, world.gareth, PLANNED, world.day(20))
    write_plan(
        patient=world.gareth,
        by=world.prescriber,
        on=TODAY,
        actions="Change the medicine",
        follow_up_on=TODAY + timedelta(days=28),
    )
    context = signed_in(world.manager).get(PAGE).context
    (row,) = [one for one in context["doubt"] if one.patient_id == world.gareth.pk]
    first = nhs_date(world.day(20))
    assert row.planned == f"{first}, the last of 2 on {nhs_date(TODAY)}"
    lines = context["shown"].conclusions
    partial = next(one for one in lines if one.people.line == "Partial benefit")
    assert f"Plan written {first}." in partial.answers[0].why(world.gareth.pk)


def test_people_stand_by_family_name_as_in_an_audit(world: World) -> None:
    audited(world)
    context = signed_in(world.manager).get(PAGE).context
    names = list(context["shown"].found.names)
    family = [str(row.family_name) for row in map(Patient.objects.in_bulk(names).get, names)]
    assert family == sorted(family)
    assert "last 365 days only" in context["shown"].beside_audit


def used(world: World, patient: Patient, days: int | None) -> None:
    TopRecord.objects.create(
        service=world.service,
        patient=patient,
        on=world.day(10),
        stage="review",
        opiates_days=days,
        crack_days=0,
        is_complete=True,
        recorded_by=world.keyworker,
    )


def audited(world: World) -> None:
    finished_run(
        world.service,
        world.manager,
        world.day(1),
        {
            world.gareth: {"5.4": not_met("No strategic review since May.", "Nobody looked")},
            world.llinos: {"5.4": met("Fewer than 2 signs.", "Fewer")},
            world.dan: {"5.5": not_met("Ended in week 6.", "Too soon")},
        },
    )


def test_every_number_opens_as_many_people_each_with_a_reason(world: World) -> None:
    concluded(world, world.gareth, DOUBTED)
    used(world, world.josie, 4)
    audited(world)
    client = signed_in(world.manager)
    found = links(client, PAGE)
    assert len(found) > 10
    for url, numbers in found.items():
        page = client.get(PAGE + url)
        assert {page.context["page"].paginator.count} == numbers, url
        rows = page.context["page"].object_list
        assert all(row["why"] for row in rows), url


def test_conclusions_and_reviews_count_everybody_on_treatment_once(world: World) -> None:
    concluded(world, world.gareth, DOUBTED)
    context = signed_in(world.manager).get(PAGE).context
    shown, on_ost = context["shown"], context["on_ost"]
    assert on_ost > 3
    assert sum(line.people.value for line in shown.conclusions) == on_ost
    assert sum(figure.value for figure in shown.in_date) == on_ost
    assert sum(line.people.value for line in shown.supervision) == on_ost
    rows = [row for group in shown.use.groups for row in group.rows]
    assert sum(row.people.value for row in rows) == on_ost
    assert all(
        row.used.value + row.not_used.value + row.unknown.value == row.people.value for row in rows
    )


def test_doubt_is_a_work_list_until_it_is_answered(world: World) -> None:
    client = signed_in(world.keyworker)
    concluded(world, world.gareth, DOUBTED, world.day(40))
    page = client.get(PAGE)
    [row] = page.context["doubt"]
    assert (row.name, row.to_do, row.by, row.is_past) == (
        world.gareth.name,
        "Write the plan",
        world.day(12),
        True,
    )
    said = page.content.decode()
    assert "Waits for the ward round" in said
    assert reverse("reviews:write_plan", args=[world.gareth.pk]) in said
    partial = next(x for x in page.context["shown"].conclusions if x.people.line.startswith("Part"))
    assert [figure.value for figure in partial.answers] == [0, 0, 0, 0, 1]
    concluded(world, world.gareth, PLANNED)
    [row] = client.get(PAGE).context["doubt"]
    assert (row.to_do, row.by, row.is_past) == ("Follow up", PLANNED.follow_up_on, False)


def test_whoever_was_not_asked_about_use_stands_apart(world: World) -> None:
    used(world, world.gareth, 4)
    used(world, world.josie, 0)
    used(world, world.llinos, None)
    client = signed_in(world.manager)
    rows = [row for g in client.get(PAGE).context["shown"].use.groups for row in g.rows]
    behind = {
        column: {who for row in rows for who in getattr(row, column).people}
        for column in ("used", "not_used", "unknown")
    }
    assert world.gareth.pk in behind["used"]
    assert world.josie.pk in behind["not_used"]
    assert world.llinos.pk in behind["unknown"]
    assert "Not a target" in client.get(PAGE).content.decode()


def test_missed_doses_stand_by_how_doses_are_taken(world: World) -> None:
    MissedDoses.objects.create(
        service=world.service,
        patient=world.josie,
        prescription=world.prescription(world.josie),
        from_on=world.day(5),
        to_on=world.day(3),
        needs_decision=True,
        recorded_by=world.keyworker,
    )
    lines = signed_in(world.manager).get(PAGE).context["shown"].supervision
    missed = [figure for line in lines for figure in line.missed if world.josie.pk in figure.people]
    assert len(missed) == 3
    assert missed[0].why(world.josie.pk).startswith("3 missed doses, ")


def test_both_watches_are_those_of_the_last_audit_and_say_so(world: World) -> None:
    client = signed_in(world.manager)
    assert "once an audit of the service has been run" in client.get(PAGE).content.decode()
    audited(world)
    page = client.get(PAGE)
    drift, early = page.context["shown"].watches.pair
    assert (drift["number"], early["number"]) == (1, 1)
    assert (drift["of"], drift["unknown"], drift["unknown_url"]) == ("2 people", "0 unknown", "")
    assert len(names(client, f"{PAGE}{drift['of_url']}")) == 2
    assert "for at least 52 weeks" in page.content.decode()
    assert "No strategic review since May." in page.content.decode()
    assert "Run 1, as things stood on" in page.content.decode()
    assert names(client, f"{PAGE}?people=early-ending-watch_shows-the-signs") == [world.dan.name]


def test_a_team_sees_its_own_people_and_a_manager_chooses(world: World) -> None:
    audited(world)
    concluded(world, world.gareth, DOUBTED)
    everybody = signed_in(world.manager).get(PAGE).context
    team = str(world.gareth.team_id)
    theirs = signed_in(world.manager).get(PAGE, {"whose": team}).context
    own = signed_in(world.keyworker).get(PAGE).context
    assert 0 < theirs["on_ost"] < everybody["on_ost"]
    assert theirs["on_ost"] == own["on_ost"]
    assert own["shown"].watches.pair[0]["of_short"] == "of 1"
    mine = signed_in(world.keyworker).get(PAGE, {"whose": "mine"}).context
    assert mine["on_ost"] <= own["on_ost"]
    unknown = signed_in(world.manager).get(PAGE, {"whose": "nonsense"}).context
    assert unknown["on_ost"] == everybody["on_ost"]
    south = signed_in(world.south_keyworker).get(PAGE, {"whose": team}).content.decode()
    assert world.gareth.name not in south


def test_the_file_prints_the_numbers_of_the_page(world: World) -> None:
    client = signed_in(world.manager)
    rows = list(csv.DictReader(io.StringIO(client.get(PAGE, {"as": "csv"}).content.decode())))
    shown = client.get(PAGE).context["shown"]
    printed = {(row["line"], row["column"]): int(row["people"]) for row in rows}
    for line in shown.conclusions:
        assert printed[(line.people.line, "")] == line.people.value
    assert world.gareth.name not in str(rows)


def test_a_number_that_is_not_there_is_not_found(world: World) -> None:
    client = signed_in(world.manager)
    for asked in ("", "conclusions_partial", "nobody"):
        assert client.get(PAGE, {"people": asked}).status_code == 404


def test_the_number_of_queries_is_the_same_for_few_and_many(world: World) -> None:
    def asked() -> int:
        client = signed_in(world.manager)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    audited(world)
    before = asked()
    for person in (world.gareth, world.josie, world.llinos):
        concluded(world, person, DOUBTED, world.day(30))
        used(world, person, 3)
    assert asked() == before
