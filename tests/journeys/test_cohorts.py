"""First 12 weeks and Since the start: every number opens its people, and the command agrees."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prescribing import actions as prescribing
from prescribing.models import State
from reviews.first_weeks import Answer
from reviews.models import TopRecord
from reviews.since_start_table import HEADER
from tests.world import TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db
FIRST, SINCE = reverse("reviews:first_weeks"), reverse("reviews:since_start")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


def links(client: Client, address: str) -> dict[str, set[int]]:
    """Every link to people, with the numbers that stand in it; marks of a drawing say theirs."""
    html = client.get(address).content.decode()
    found: dict[str, set[int]] = {}
    for url, words in re.findall(r'<a href="(\?[^"]*people=[^"]+)"[^>]*>\s*([\d,]+)\s*</a>', html):
        found.setdefault(unescape(url), set()).add(int(words.replace(",", "")))
    for url, words in re.findall(r'<a href="(\?[^"]*people=[^"]+)" aria-label="([^"]+)"', html):
        number = re.search(r"Open the (\d+) p", words)
        if number:
            found.setdefault(unescape(url), set()).add(int(number[1]))
    return found


def names(client: Client, address: str) -> list[str]:
    return [row["name"] for row in client.get(address).context["page"]]


def command(*arguments: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("benefit", "--on", TODAY.isoformat(), *arguments, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


@pytest.mark.parametrize("address", [FIRST, f"{SINCE}?started=all"])
def test_every_number_opens_as_many_people_each_with_a_reason(world: World, address: str) -> None:
    client = signed_in(world.manager)
    found = links(client, address)
    assert len(found) > 10
    for url, numbers in sorted(found.items())[::3]:
        page = client.get(address.partition("?")[0] + url)
        assert {page.context["page"].paginator.count} == numbers, url
        rows = page.context["page"].object_list
        assert all(row["why"].startswith("Started on ") for row in rows)
        assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)


def test_a_keyworker_sees_the_people_of_their_team_and_a_manager_all(world: World) -> None:
    address = f"{SINCE}?started=all&people=all.0.started"
    mine, all_of_them = (
        names(signed_in(world.keyworker), address),
        names(signed_in(world.manager), address),
    )
    assert world.gareth.name in mine
    assert world.llinos.name not in mine
    assert {world.llinos.name, *mine} <= set(all_of_them)
    assert world.bo.name not in all_of_them


def test_a_number_that_is_not_there_is_not_found(world: World) -> None:
    client = signed_in(world.manager)
    for asked in ("", "all", "all.3.left", "all.x.left", "all.0.nonsense", "heroin.0.started"):
        assert client.get(SINCE, {"people": asked}).status_code == 404
        assert client.get(FIRST, {"people": asked}).status_code == 404


def test_a_gap_of_28_days_is_a_new_start_and_leaving_is_a_loss(world: World) -> None:
    client = signed_in(world.manager)
    behind = f"{SINCE}?started=all&people=methadone-oral-solution."
    assert world.dan.name in names(client, f"{behind}48.left")
    assert world.dan.name in names(client, f"{behind}40.in-treatment")
    page = client.get(f"{behind}48.left").content.decode()
    assert "Nothing prescribed since" in page


def test_the_file_of_the_page_and_the_command_print_the_same(world: World) -> None:
    page = signed_in(world.manager).get(f"{SINCE}?started=all&as=csv")
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    from_page = list(csv.DictReader(io.StringIO(page.content.decode())))
    assert tuple(from_page[0]) == HEADER
    code = world.service.code
    assert from_page == command("--started-since", "2000-01-01", "--service", code)


def test_who_started_and_is_in_treatment_is_who_the_command_says(world: World) -> None:
    """`benefit` prints a start in the last 12 weeks for the same people as the page."""
    since = TODAY - timedelta(days=84)
    printed = {
        row["reference"]: row
        for row in command("--service", world.service.code)
        if date.fromisoformat(row["ost_started_on"]) >= since
    }
    page = signed_in(world.manager).get(FIRST)
    assert {world.tomos.reference, world.mina.reference} == set(printed)
    shown = {line.name: line for line in page.context["page"]}
    assert set(shown) == {world.tomos.name, world.mina.name}


def test_services_are_counted_together_and_a_wrong_day_or_code_is_said(world: World) -> None:
    since = ("--started-since", "2000-01-01")
    codes = (world.service.code, world.other_service.code)
    named = [word for code in codes for word in ("--service", code)]
    assert command(*since) == command(*since, *named)
    with pytest.raises(CommandError, match="--started-since: the day must be from"):
        command("--started-since", "2999-01-01")
    with pytest.raises(CommandError, match="There is no service"):
        command("--service", "NOWHERE")


def test_what_should_have_happened_adds_up_and_answers_count(world: World) -> None:
    client = signed_in(world.manager)
    TopRecord.objects.create(
        service=world.service,
        patient=world.tomos,
        on=world.day(10),
        stage="start",
        is_complete=True,
        opiates_days=28,
        recorded_by=world.keyworker,
    )
    items = {item.title: item for item in client.get(FIRST).context["items"]}
    for item in items.values():
        assert item.done.value + item.missing.value + item.ahead.value + item.left.value == 2
    top = items["TOP at the start"]
    assert (top.done.value, top.missing.value) == (1, 1)
    assert names(client, f"{FIRST}?people=top-start.{Answer.DONE}") == [world.tomos.name]
    assert names(client, f"{FIRST}?people=all.0.answered") == [world.tomos.name]


def test_whoever_left_early_still_counts(world: World) -> None:
    prescription = world.prescription(world.tomos)
    prescribing.change_state(
        prescription=prescription,
        version=prescription.version,
        state=State.STOPPED,
        stop_reason="lost_contact",
        why="Not seen since",
        on=world.day(3),
        by=world.prescriber,
    )
    page = signed_in(world.manager).get(FIRST)
    assert page.context["opening"].startswith("2 people started in the last 12 weeks; 1 has left.")
    assert "Nothing prescribed since" in page.content.decode()


def test_nobody_started_is_said_plainly(world: World) -> None:
    client = signed_in(world.south_keyworker)
    assert "Nobody whom you may see has started" in client.get(FIRST).content.decode()


@pytest.mark.parametrize("address", [FIRST, SINCE])
def test_the_number_of_queries_is_the_same_for_few_and_many(world: World, address: str) -> None:
    def asked(on: date) -> int:
        with time_machine.travel(f"{on.isoformat()} 10:00+01:00", tick=False):
            client = signed_in(world.manager)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            return len(queries)

    one_newcomer, three = TODAY + timedelta(days=50), TODAY - timedelta(days=6)
    assert asked(one_newcomer) == asked(three)


def test_the_three_pages_lead_to_each_other(world: World) -> None:
    client = signed_in(world.prescriber)
    caseload = reverse("audits:benefit_caseload")
    for address in (caseload, FIRST, SINCE):
        page = client.get(address)
        assert [tab["url"] for tab in page.context["tabs"]] == [caseload, FIRST, SINCE]
        assert [tab["url"] for tab in page.context["tabs"] if tab["is_current"]] == [address]
