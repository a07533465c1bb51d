"""Counting months: as an audit of the day would, kept one by one, asked for by clock or manager."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from accounts.models import Service, Trail, User
from audits import (
    actions,
    monthly,
    monthly_actions,
    monthly_clock,
    monthly_count,
    monthly_reader,
    promises_reader,
    run,
)
from audits.models import Audit, MonthCount, PromisedAction
from audits.monthly_jobs import KIND
from audits.rules import DEFAULT_RULES
from audits.step import met, not_met
from audits.steps import BY_CODE
from jobs import lease
from jobs import run as jobs_run
from jobs.models import Job
from reviews import nightly
from reviews.flows import whole_months
from rodt.ids import new_id
from tests.audits.finished import finished_run
from tests.audits.life import page, promise
from tests.town import LONDON
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
SEPTEMBER = date(2026, 9, 1)
STEADY = [
    20,
    22,
    19,
    21,
    20,
    23,
    18,
    21,
    20,
    22,
    19,
    21,
    20,
    21,
    20,
    22,
    21,
    20,
    22,
    19,
    21,
    20,
    23,
]


def nothing(percent: int, words: str) -> None:
    """How far it is, to nobody."""


def row(service: Service, month: date = SEPTEMBER, **more: object) -> MonthCount:
    asked_at = datetime(2026, 10, 1, 9, tzinfo=LONDON)
    return MonthCount.objects.create(service=service, month=month, asked_at=asked_at, **more)


def kept(world: World, numbers: list[int], code: str = "5.1", **more: object) -> None:
    """So many met of 100 in each of the last whole months before the town's day."""
    for month, number in zip(whole_months(world.on, len(numbers)), numbers, strict=True):
        made_with = {name: DEFAULT_RULES.values()[name] for name in BY_CODE[code].numbers}
        counts = {"version": BY_CODE[code].version, "made_with": made_with | {"schedule": "0"}}
        counts |= {"met": number, "not_met": 100 - number, "set_apart": 0, "unknown": 3}
        known_at = datetime(2026, 10, 1, 9, tzinfo=LONDON)
        given = {"is_wanted": False, "known_at": known_at, "people_read": 103}
        row(world.service, month, counts={code: counts | more}, **given)


def test_a_month_is_counted_as_an_audit_of_its_last_day_counts(world: World) -> None:
    month = row(world.service)
    monthly_count.count(month, nothing)
    audit = actions.make_audit(service=world.service, on=date(2026, 9, 30), by=world.manager)
    run.assess(audit, nothing)
    month.refresh_from_db()
    assert month.people_read == audit.people_read
    counts = audit.service_figures["counts"]
    assert month.counts.keys() == monthly.CHARTED.keys()
    for code, of_month in month.counts.items():
        of_audit = counts[code]["outcomes"]
        assert of_month["version"] == BY_CODE[code].version
        assert [of_month[name] for name in ("met", "not_met", "set_apart", "unknown")] == [
            of_audit[name] for name in ("met", "not_met", "exception", "not_recorded")
        ], code
    assert sum(one["met"] for one in month.counts.values()) > 0


@pytest.mark.parametrize(
    "broken", [{"month": date(2026, 9, 2)}, {"is_wanted": False}, {"month": date(2026, 8, 1)}]
)
def test_a_month_is_whole_counted_once_and_says_as_known_when(
    world: World, broken: dict[str, object]
) -> None:
    row(world.service, date(2026, 8, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        row(world.service, **({"month": SEPTEMBER} | broken))  # type: ignore[arg-type]


def test_one_that_is_killed_goes_on_where_it_was(world: World) -> None:
    months = whole_months(world.on, 3)
    first = monthly_actions.count_months(service=world.service, months=months, by=world.manager)
    assert first
    assert jobs_run.run(first.pk)
    second = Job.objects.get(kind=KIND, state=Job.State.QUEUED)
    assert lease.claim(second.pk, new_id()), "its worker takes it up, and is killed"
    Job.objects.filter(pk=second.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert jobs_run.run(second.pk)
    third = Job.objects.get(kind=KIND, state=Job.State.QUEUED)
    assert jobs_run.run(third.pk)
    done = Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("finished_at")
    assert [job.words for job in done] == [
        "September 2026 is counted.",
        "August 2026 is counted.",
        "July 2026 is counted.",
    ]
    world.open()
    assert not MonthCount.objects.filter(is_wanted=True).exists()
    assert Job.objects.filter(kind=KIND).count() == 3


def test_what_was_counted_stands_until_it_is_counted_anew(world: World) -> None:
    kept(world, [20])
    (before,) = monthly_reader.months_of(world.service.pk, [SEPTEMBER])["5.1"]
    job = monthly_actions.count_months(service=world.service, months=[SEPTEMBER], by=world.manager)
    assert job
    assert monthly_reader.months_of(world.service.pk, [SEPTEMBER])["5.1"] == [before]
    monthly_count.run_job(job, nothing)
    (after,) = monthly_reader.months_of(world.service.pk, [SEPTEMBER])["5.1"]
    assert after.met + after.not_met < 100
    assert after.known_at > before.known_at
    assert Trail.objects.filter(verb="asked for months to be counted", about="2026-09").exists()


def test_one_that_was_asked_for_again_meanwhile_is_counted_again(world: World) -> None:
    old = row(world.service)
    job = monthly_actions.count_months(service=world.service, months=[SEPTEMBER], by=world.manager)
    monthly_count.count(old, nothing)
    assert job
    assert MonthCount.objects.get(pk=old.pk).is_wanted
    monthly_count.run_job(job, nothing)
    assert not MonthCount.objects.get(pk=old.pk).is_wanted


def asked(world: World) -> list[str]:
    world.open()
    rows = MonthCount.objects.filter(service=world.service).order_by("month")
    return [f"{one.month:%Y-%m}" for one in rows]


def look(*moments: datetime) -> None:
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            monthly_clock.ensure_requested(moment)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def test_the_clock_asks_once_for_the_month_that_ended_since_the_first_night(world: World) -> None:
    nightly.request(world.service, date(2026, 9, 20))
    look(at(10, 1, 3, 59))
    assert asked(world) == []
    look(at(10, 1, 4), at(10, 1, 4), at(10, 31, 23))
    assert asked(world) == ["2026-09"]
    look(at(12, 1, 4))
    assert asked(world) == ["2026-09", "2026-10", "2026-11"], "the clock was away in November"
    assert Job.objects.filter(kind=KIND, service=world.service).count() > 0


def test_a_service_without_a_night_or_without_people_is_asked_for_nothing(world: World) -> None:
    empty = Service.objects.create(code="EMPTY", name="Nobody", kind_of_data="synthetic")
    nightly.request(empty, date(2026, 9, 20))
    look(at(10, 1, 9))
    assert not Job.objects.filter(kind=KIND).exists()


def client_of(user: User) -> Client:
    return signed_in(user)


def test_a_manager_asks_and_whoever_reads_audits_sees_how_far_it_is(world: World) -> None:
    manager, address = client_of(world.manager), reverse("audits:ask_months")
    assert "Count the last 24 months" in page(world.manager, "months")
    assert "Count the last" not in page(world.prescriber, "months")
    assert client_of(world.prescriber).post(address, {"which": "all"}).status_code == 403
    assert client_of(world.keyworker).get(reverse("audits:months")).status_code == 403
    manager.post(address, {"which": "something"})
    assert not Job.objects.filter(kind=KIND).exists()
    for _ in range(2):
        manager.post(address, {"which": "missing"})
    job = Job.objects.get(kind=KIND)
    shown = page(world.manager, "months")
    assert "24 of 24 months to go." in shown
    assert "data-poll" in shown
    Job.objects.filter(pk=job.pk).update(state="failed", reason="The disk is full.")
    stopped = page(world.manager, "months")
    assert "The disk is full." in stopped
    assert "Count the 24 months that are left" in stopped
    manager.post(address, {"which": "missing"})
    again = Job.objects.get(kind=KIND, state="queued")
    assert again.key == job.key, "so the list of what stopped does not keep the old one"


def test_an_indicator_has_a_chart_a_table_and_a_file(world: World) -> None:
    assert "No month is counted yet" in page(world.prescriber, "indicator_months", "5.1")
    kept(world, [*STEADY, 60])
    shown = page(world.prescriber, "indicator_months", "5.1")
    assert "September 2026: it rose by more than chance" in shown
    assert "60 of 100" in shown
    assert "As known on 1 October 2026" in shown
    listed = page(world.prescriber, "months")
    assert "60 of 100: 60%" in listed
    assert "24 months up to September 2026 counted, as known on 1 October 2026." in listed
    file = client_of(world.manager).get(reverse("audits:indicator_months_file", args=["5.1"]))
    assert "left out: under 5" in file.content.decode(), "3 unknown"
    assert Trail.objects.filter(verb="downloaded the months of an indicator").count() == 1
    for code in ("7.3", "5.99"):
        gone = client_of(world.manager).get(reverse("audits:indicator_months", args=[code]))
        assert gone.status_code == 404


def test_limits_that_begin_anew_say_why(world: World) -> None:
    kept(world, STEADY)
    of_month = MonthCount.objects.order_by("-month").first()
    assert of_month
    of_month.counts["5.1"]["made_with"]["schedule"] = "version 2"
    of_month.save()
    shown = page(world.manager, "indicator_months", "5.1")
    assert "The limits begin anew in September 2026" in shown
    assert "the review intervals: version 2, before it the product’s own." in shown
    assert "too few months to say" in shown


def two_runs(world: World) -> Audit:
    """The newer says that one of five is met."""
    late = {"5.1": not_met("No.", "Late")}
    findings = dict.fromkeys((world.leanne, world.mina, world.ray, world.carl), late)
    findings |= {world.gareth: {"5.1": met("Yes.")}}
    before = finished_run(world.service, world.manager, world.day(90), findings)
    with time_machine.travel(world.moment(60), tick=False):
        made = promise(before, world, "5.1", due_on=world.day(10))
    PromisedAction.objects.filter(pk=made.pk).update(recorded_at=world.moment(60))
    return finished_run(world.service, world.manager, world.on, findings, 2)


def test_the_step_of_a_report_and_a_promise_say_what_its_own_chart_says(world: World) -> None:
    now = two_runs(world)
    kept(world, [*STEADY, 60])
    own = "Its own monthly chart, as known on 1 October 2026, with this report at its end, "
    step = page(world.prescriber, "step", now.pk, 5)
    assert f"{own}shows that something changed: Sept 2026" in step
    assert reverse("audits:indicator_months", args=["5.1"]) in step
    (promised,) = promises_reader.whole(now).said.kept
    assert promised.chart.startswith(f"{own}shows that something changed: Sept 2026")


def test_a_fall_after_the_newest_month_is_not_called_chance(world: World) -> None:
    """The report of the day itself is the next value: 20% after months near 60%."""
    now = two_runs(world)
    kept(world, [number + 40 for number in STEADY])
    (promised,) = promises_reader.whole(now).said.kept
    assert "something changed: Oct 2026 (it moved more than it does by chance)" in promised.chart


@pytest.mark.parametrize("why", ["nothing", "too few", "another version", "not up to date"])
def test_a_promise_falls_back_to_the_nearest_chart(world: World, why: str) -> None:
    now = two_runs(world)
    if why == "too few":
        kept(world, STEADY[:11])
    elif why == "another version":
        kept(world, STEADY, version=99)
    elif why == "not up to date":
        kept(world, STEADY)
        MonthCount.objects.filter(month=SEPTEMBER).delete()
    (promised,) = promises_reader.whole(now).said.kept
    assert promised.chart.startswith("“Reviews held late”, the monthly chart nearest to it,")


def test_the_pages_ask_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    kept(world, STEADY)
    client = client_of(world.manager)
    for address in (
        reverse("audits:months"),
        reverse("audits:indicator_months", args=["5.1"]),
    ):
        with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
            assert client.get(address).status_code == 200
