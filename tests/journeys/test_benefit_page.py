"""Benefit of one prescription: each mark opens its record, a period is looked at closer, the table
leaves as a file, and the command says what the page says."""

import csv
import io
import re

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Trail
from patients import actions as patients
from patients.models import Pause
from prescribing import actions as prescribing
from prescribing.models import DrugTest
from reviews.models import Review, ReviewCredit, StrategicReview, TopRecord
from tests.world import TODAY, World, build_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    world = build_world()
    _a_course(world)
    return world


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.prescriber)


def _a_course(world: World) -> None:
    """Gareth, since 540 days: two TOPs, a test, missed doses, an overdose, time in custody, a
    strategic review."""
    about = {"service": world.service, "patient": world.gareth}
    for ago, stage, days in ((538, "start", 28), (200, "review", 4), (90, "review", 9)):
        TopRecord.objects.create(
            **about, on=world.day(ago), stage=stage, is_complete=True, opiates_days=days
        )
    DrugTest.objects.create(**about, on=world.day(88), found=["opiates"], not_found=["cocaine"])
    prescribing.record_missed_doses(
        prescription=world.prescription(world.gareth),
        from_on=world.day(30),
        to_on=world.day(29),
        reported_by="Quay Pharmacy",
        by=world.keyworker,
    )
    patients.record_event(
        patient=world.gareth, kind="overdose", on=world.day(300), by=world.keyworker
    )
    Pause.objects.create(
        **about,
        reason=Pause.Reason.CUSTODY,
        started_on=world.day(260),
        expected_end_on=world.day(240),
        ended_on=world.day(245),
    )
    for ago, ladder in ((400, {"1": {"status": "done"}}), (100, {"3": {"status": "discuss"}})):
        held = {**about, "held_on": world.day(ago)}
        review = Review.objects.create(**held, seen="in_person", held_by_role="keyworker")
        ReviewCredit.objects.create(**held, review=review, type="strategic", is_valid=True)
        StrategicReview.objects.create(
            **about,
            review=review,
            conclusion="partial",
            decision="continue",
            judgement=7,
            judgement_words="It keeps me off it in the week.",
            without_it_patient="I would be back on it.",
            ladder=ladder,
        )


def address(world: World, name: str = "benefit") -> str:
    return reverse(f"reviews:{name}", args=[world.gareth.pk])


def links(page: str) -> set[str]:
    """What the picture and its table open."""
    course = page[page.index('id="course"') : page.index('id="grid"')]
    return set(re.findall(r'href="(/patients/[^"?#]+/(?:entries|reviews)/[^"]+)"', course))


def test_every_mark_and_every_line_opens_a_record_that_is_there(
    world: World, client: Client
) -> None:
    page = client.get(address(world)).content.decode()
    found = links(page)
    kinds = {url.split("/")[4] for url in found if "/entries/" in url}
    assert {"dosestep", "supervisionstep", "toprecord", "drugtest"} <= kinds
    assert {"misseddoses", "significantevent", "pause"} <= kinds
    assert any("/reviews/" in url for url in found)
    for url in found:
        assert client.get(url).status_code == 200, url
    assert 'aria-label="Strategic review' in page


def test_the_page_says_what_they_say_what_was_tried_and_what_is_next(
    world: World, client: Client
) -> None:
    said = client.get(address(world)).content.decode()
    for words in (
        "overdose",
        "In custody",
        "4 days,",
        "7 of 10",
        "It keeps me off it in the week.",
        "I would be back on it.",
        "Talk and check",
        "Dose right for them",
        "Not looked at yet: ",
        "<strong>continue</strong>",
        "In treatment here since",
        "not verified",
    ):
        assert words in said, words


def test_a_period_shows_its_own_days_by_plain_links(world: World, client: Client) -> None:
    whole = client.get(address(world))
    rows = whole.context["course"].rows
    page = client.get(address(world) + "?period=12-weeks")
    shown = page.context["course"]
    assert f"Shows {shown.shown.words} only." in page.content.decode()
    assert 0 < len(shown.rows) < len(rows)
    assert "Dose" in {row.kind for row in shown.rows}, "the dose that ran is shown"
    assert "Heroin use are not recorded" not in page.content.decode()
    assert address(world) + shown.shown.earlier.replace("&", "&amp;") in page.content.decode()
    assert client.get(address(world) + "?period=x&to=y").context["course"].shown.is_all


def test_the_table_leaves_as_a_file_and_that_is_noted(world: World, client: Client) -> None:
    page = client.get(address(world, "course_file"))
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in page["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(page.content.decode())))
    rows = client.get(address(world)).context["course"].rows
    assert [(line["from"], line["recorded"]) for line in lines] == [
        (row.on.isoformat(), row.words) for row in rows
    ]
    assert world.gareth.name not in page.content.decode()
    assert Trail.objects.filter(verb="downloaded a chart's table", patient_id=world.gareth.pk)
    part = client.get(address(world, "course_file") + "?period=12-weeks").content.decode()
    assert 1 < len(part.splitlines()) < len(lines)


def test_more_on_record_asks_no_more_queries(world: World, client: Client) -> None:
    client.get(address(world))
    with CaptureQueriesContext(connection) as before:
        client.get(address(world))
    about = {"service": world.service, "patient": world.gareth}
    for ago in range(10, 80, 10):
        TopRecord.objects.create(
            **about, on=world.day(ago), stage="review", is_complete=False, opiates_days=2
        )
        DrugTest.objects.create(**about, on=world.day(ago), found=["opiates"])
        patients.record_event(
            patient=world.gareth, kind="bereavement", on=world.day(ago), by=world.keyworker
        )
    with CaptureQueriesContext(connection) as after:
        client.get(address(world))
    assert len(after) == len(before)


def test_the_command_says_what_the_page_says(world: World, client: Client) -> None:
    out, beside = io.StringIO(), io.StringIO()
    call_command(
        "benefit",
        "--person",
        world.gareth.reference,
        "--on",
        TODAY.isoformat(),
        stdout=out,
        stderr=beside,
    )
    lines = list(csv.DictReader(io.StringIO(out.getvalue())))
    context = client.get(address(world)).context
    rows = [item["row"] for group in context["groups"] for item in group["rows"]]
    assert len(lines) == len(rows) == 11
    for line, row in zip(lines, rows, strict=True):
        assert (line["domain"], line["start"], line["best"], line["last_review"], line["now"]) == (
            row.domain.title,
            row.start,
            row.best,
            row.last,
            row.now,
        )
        assert (line["also"], line["since_start"], line["noise"]) == (
            row.also,
            row.change,
            row.status,
        )
    assert context["suggestion"].words in beside.getvalue()
    assert context["page"].staying in beside.getvalue()
    assert Trail.objects.filter(verb="exported benefit", patient_id=world.gareth.pk).exists()


def test_the_command_names_whom_it_does_not_find(world: World) -> None:
    with pytest.raises(CommandError, match="Nobody with the reference"):
        call_command("benefit", "--person", "NOBODY", "--on", TODAY.isoformat())
