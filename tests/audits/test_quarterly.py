"""After each quarter the clock asks for one audit a service: once, in order, whatever was away."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts import configuration
from accounts.models import Notice, Proposal
from audits import quarterly, run
from audits.models import Audit
from audits.period import last_quarter_end, quarter_after
from jobs.models import Job
from reviews import nightly
from tests.town import LONDON, World, signed_in, three_boxes
from tests.world import build_world

pytestmark = pytest.mark.django_db


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(at(2027, 4, 2), tick=True):
        yield


@pytest.fixture
def world() -> World:
    """Its clock has run since 20 September; the other service's never has."""
    found = build_world()
    nightly.request(found.service, date(2026, 9, 20))
    return found


def made(world: World) -> list[date]:
    world.open()
    runs = Audit.objects.exclude(quarter_end_on=None).filter(service=world.service)
    return [one.on for one in runs.order_by("number")]


def look(*moments: datetime) -> None:
    for moment in moments:
        quarterly.ensure_requested(moment)


def switched(world: World, is_on: bool, on: date) -> None:
    configuration.change(
        service=world.service,
        kind=quarterly.KIND,
        values={"quarterly": is_on},
        reason="We choose the day ourselves.",
        effective_from=on,
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )


@pytest.mark.parametrize(
    ("day", "end", "following"),
    [
        (date(2026, 9, 30), date(2026, 6, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 9, 30), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 9, 30), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2026, 12, 31), date(2027, 3, 31)),
        (date(2028, 3, 31), date(2027, 12, 31), date(2028, 3, 31)),
    ],
)
def test_the_quarter_before_a_day(day: date, end: date, following: date) -> None:
    assert last_quarter_end(day) == end
    assert quarter_after(end) == following


def test_it_is_asked_for_on_the_first_day_after_4am_and_never_twice(world: World) -> None:
    look(at(2026, 9, 30), at(2026, 10, 1, 3, 59))
    assert made(world) == []
    look(at(2026, 10, 1, 4), at(2026, 10, 1, 4), at(2026, 11, 5), at(2026, 12, 31, 23))
    assert made(world) == [date(2026, 9, 30)]
    jobs = Job.objects.filter(kind="run_audit")
    assert [(job.state, job.requested_by, job.service) for job in jobs] == [
        ("queued", None, world.service)
    ]


def test_quarters_that_were_missed_are_caught_up_in_order(world: World) -> None:
    look(at(2027, 4, 2))
    assert made(world) == [date(2026, 9, 30)]
    look(*[at(2027, 4, 2)] * 4)
    assert made(world) == [date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31)]


def test_one_that_stopped_is_not_asked_for_again_by_the_clock(world: World) -> None:
    look(at(2026, 10, 1))
    Job.objects.filter(kind="run_audit").update(state="failed", reason="The disk is full.")
    look(at(2026, 10, 2))
    assert Job.objects.filter(kind="run_audit").count() == 1


def test_a_service_that_never_met_the_clock_is_asked_for_nothing(world: World) -> None:
    look(at(2026, 10, 1))
    world.open()
    assert not Audit.objects.filter(service=world.other_service).exists()


def test_switched_off_it_is_passed_over_and_not_caught_up(world: World) -> None:
    switched(world, False, date(2026, 12, 1))
    look(*[at(2026, 10, 1), at(2027, 1, 1), at(2027, 1, 1)])
    assert made(world) == [date(2026, 9, 30)]
    assert quarterly.next_made_on(world.service.pk, at(2026, 12, 15)) is None
    switched(world, True, date(2027, 2, 1))
    look(*[at(2027, 4, 1)] * 2)
    assert made(world) == [date(2026, 9, 30), date(2027, 3, 31)]


def test_whoever_may_start_one_is_told_when_it_is_made(world: World) -> None:
    look(at(2026, 10, 1))
    run.run_job(Job.objects.get(kind="run_audit"), lambda percent, words: None)
    run.run_job(Job.objects.get(kind="run_audit"), lambda percent, words: None)
    told = Notice.objects.filter(key__startswith="quarterly audit")
    assert [(notice.user, notice.text) for notice in told] == [
        (world.manager, "The audit of the quarter to 30 September 2026 is made: run 1.")
    ]


def test_the_page_says_when_the_next_one_is_made(world: World) -> None:
    look(at(2026, 10, 1))
    page = signed_in(world.manager).get("/audits/").content.decode()
    assert "The next one is made on 1 July 2027." in page
    assert "The clock, for the quarter" in page
    switched(world, False, date(2027, 4, 1))
    page = signed_in(world.manager).get("/audits/").content.decode()
    assert "it is switched off" in page
    assert f'href="{reverse("audits:quarterly")}"' in page


def test_two_people_switch_it_off_and_on_by_its_pages(world: World) -> None:
    manager, prescriber = signed_in(world.manager), signed_in(world.prescriber)
    propose, what_holds = reverse("audits:propose_quarterly"), reverse("audits:quarterly")
    for is_on, words in ((False, "off"), (True, "on")):
        assert f"Propose to switch it {words}" in manager.get(what_holds).content.decode()
        refused = manager.post(propose, {"reason": "Ours"}).content.decode()
        assert "Ours" in refused
        typed = {"reason": "We choose the day.", **three_boxes("effective_from", date(2027, 4, 2))}
        assert (
            "waits for a second person"
            in manager.post(propose, typed, follow=True).content.decode()
        )
        proposal = Proposal.objects.get(kind=quarterly.KIND, state="waiting")
        answer = reverse("audits:quarterly_proposal", args=[proposal.pk])
        assert "Made by itself" in prescriber.get(answer).content.decode()
        assert quarterly.is_on(world.service.pk, date(2027, 4, 2)) is not is_on
        prescriber.post(answer, {"answer": "agree", "words": ""})
        assert quarterly.is_on(world.service.pk, date(2027, 4, 2)) is is_on
        late = {"answer": "decline", "words": "Too soon for us"}
        said = prescriber.post(answer, late, follow=True).content.decode()
        assert "Your answer was not saved. You had written: “Too soon for us”" in said
    shown = manager.get(what_holds).content.decode()
    assert "Version 2" in shown and "Not yet verified" not in shown
    assert "The next one is made on 1 July 2027" in shown


def test_staff_read_whether_it_is_made_and_an_administrator_may_propose(world: World) -> None:
    pages = [reverse("audits:quarterly"), reverse("audits:propose_quarterly")]
    for user, codes in ((world.keyworker, [200, 403]), (world.administrator, [200, 200])):
        client = signed_in(user)
        assert [client.get(page).status_code for page in pages] == codes
