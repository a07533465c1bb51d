"""A number of a month opens the people it counts, who are found again when somebody asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from accounts.models import Trail, User
from audits import monthly, monthly_actions, monthly_count, monthly_people
from audits.models import Audit, MonthCount, MonthFinding
from jobs import lease
from jobs import run as jobs_run
from jobs.models import Job
from rodt.ids import new_id
from tests.audits.test_monthly_counts import SEPTEMBER, nothing, row
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
MONTH = "2026-09"
OPENED = "opened the people of a month"


@pytest.fixture
def counted(world: World) -> MonthCount:
    month = row(world.service)
    monthly_count.count(month, nothing)
    month.refresh_from_db()
    return month


def address(code: str = "5.1", month: str = MONTH, figure: str = "counted") -> str:
    return reverse("audits:month_people", args=[code, month, figure])


def asked_for(client: Client, figure: str = "counted") -> Job:
    find = reverse("audits:find_month_people", args=["5.1", MONTH, figure])
    answer = client.post(find)
    assert answer.url == address(figure=figure)  # type: ignore[attr-defined]
    return Job.objects.filter(kind=monthly_people.KIND).latest("created_at")


def text(by: User, at: str, **headers: str) -> str:
    return " ".join(signed_in(by).get(at, headers=headers).content.decode().split())


def test_every_number_of_a_month_is_as_many_people_as_it_says(counted: MonthCount) -> None:
    monthly_people.find(counted, nothing)
    parts = {"counted": ("met",), "of": ("met", "not_met")}
    parts |= {"unknown": ("unknown",), "set-apart": ("set_apart",)}
    assert list(parts) == list(monthly_people.FIGURES.values())
    people = 0
    for code, indicator in monthly.CHARTED.items():
        for figure, names in parts.items():
            if figure == "counted" and indicator.counts == "not_met":
                names = ("not_met",)
            found = monthly_people.people(counted, indicator, figure)
            assert found.count() == sum(counted.counts[code][name] for name in names), code
            assert found.count() == monthly_people.number_of(counted, indicator, figure)
            people += found.count()
    assert people > len(monthly.CHARTED)


def test_a_manager_has_them_found_and_reads_them(world: World, counted: MonthCount) -> None:
    manager = signed_in(world.manager)
    chart = text(world.manager, reverse("audits:indicator_months", args=["5.1"]))
    number = monthly_people.number_of(counted, monthly.CHARTED["5.1"], "of")
    assert number > 1
    assert address(figure="of") in chart
    page = text(world.manager, address(figure="of"))
    assert "The record of its last day, 30 September 2026," in page
    assert f"{number} people of September 2026" in page
    job = asked_for(manager, "of")
    assert asked_for(manager, "unknown") == job, "the one that goes already"
    of, other = address(figure="of"), address("7.1", figure="of")
    for at in (of, other):
        assert f'data-poll="{at}"' in text(world.manager, at, **{"X-Part": "job"})
        assert "Find the people" not in text(world.manager, at)
    assert jobs_run.run(job.pk)
    world.open()
    assert "data-poll" not in text(world.manager, of, **{"X-Part": "job"})
    assert not Trail.objects.filter(verb=OPENED).exists(), "the script looked, nobody else"
    found = text(world.manager, of)
    assert f'data-people="{number}"' in found
    assert "The chart says" not in found
    one = counted.findings.filter(findings__has_key="5.1").first()
    assert one
    assert one.findings["5.1"]["reason"] in found
    assert Trail.objects.get(verb=OPENED).about == f"{MONTH}, 5.1, of"
    assert "Find the people" not in text(world.manager, other)


def test_it_is_no_audit_and_no_report_is_held_back_for_it(
    world: World, counted: MonthCount
) -> None:
    assert jobs_run.run(asked_for(signed_in(world.manager)).pk)
    world.open()
    assert counted.findings.exists()
    assert not Audit.objects.exists()


def test_one_that_was_killed_is_done_again_once(world: World, counted: MonthCount) -> None:
    job = asked_for(signed_in(world.manager))
    assert lease.claim(job.pk, new_id())
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert jobs_run.run(job.pk)
    world.open()
    first = set(counted.findings.values_list("pk", flat=True))
    assert len(first) == counted.people_read
    monthly_people.run_job(Job.objects.get(pk=job.pk), nothing)
    assert set(counted.findings.values_list("pk", flat=True)) == first


def test_one_that_stopped_says_why_and_is_asked_for_again(
    world: World, counted: MonthCount
) -> None:
    manager = signed_in(world.manager)
    first = asked_for(manager)
    Job.objects.filter(pk=first.pk).update(state="failed", reason="The disk is full.")
    page = text(world.manager, address())
    assert "The disk is full." in page
    assert "Find the people" in page
    asked_for(manager)
    again = Job.objects.filter(kind=monthly_people.KIND).exclude(state="failed")
    assert [job.state for job in again] == [Job.State.QUEUED]


def test_counted_anew_they_are_found_anew(world: World, counted: MonthCount) -> None:
    monthly_people.find(counted, nothing)
    job = monthly_actions.count_months(service=world.service, months=[SEPTEMBER], by=world.manager)
    assert job
    assert counted.findings.exists(), "until it is counted"
    monthly_count.run_job(job, nothing)
    assert not MonthFinding.objects.exists()


def test_a_list_that_is_not_what_the_chart_says_says_so(world: World, counted: MonthCount) -> None:
    monthly_people.find(counted, nothing)
    counted.counts["5.1"] |= {"version": 99, "met": 40}
    counted.save()
    assert "The chart says 40: since it was counted, the definition" in text(
        world.manager, address()
    )


def test_nobody_is_not_looked_for(world: World, counted: MonthCount) -> None:
    counted.counts["5.1"] |= {"unknown": 0}
    counted.save()
    page = text(world.manager, address(figure="unknown"))
    assert "No person of this month was counted here." in page
    assert "Find the people" not in page


def test_only_whoever_may_open_people_is_offered_them(world: World, counted: MonthCount) -> None:
    chart = reverse("audits:indicator_months", args=["5.1"])
    assert address() not in text(world.prescriber, chart)
    assert signed_in(world.prescriber).get(address()).status_code == 403


def test_the_list_asks_a_fixed_number_of_queries(
    world: World, counted: MonthCount, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    monthly_people.find(counted, nothing)
    client = signed_in(world.manager)
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        assert client.get(address(figure="of")).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": "2026-08"},
        {"month": "2026-13"},
        {"month": "x"},
        {"code": "7.3"},
        {"code": "5.99"},
        {"figure": "nobody"},
    ],
)
def test_what_was_not_counted_is_not_found(
    world: World, counted: MonthCount, wrong: dict[str, str]
) -> None:
    assert signed_in(world.manager).get(address(**wrong)).status_code == 404
    given = {"code": "5.1", "month": MONTH, "figure": "counted"} | wrong
    find = reverse("audits:find_month_people", args=list(given.values()))
    assert signed_in(world.manager).post(find).status_code == 404
    assert not Job.objects.filter(kind=monthly_people.KIND).exists()
