"""A number of a month opens the people it counts: an audit of its last day finds them again."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Trail, User
from audits import monthly, monthly_count, monthly_people, people_behind, run
from audits.models import Audit, MonthCount, Retirement
from jobs import run as jobs_run
from jobs.models import Job
from tests.audits.test_monthly_counts import nothing, row
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
MONTH = "2026-09"


@pytest.fixture
def counted(world: World) -> MonthCount:
    month = row(world.service)
    monthly_count.count(month, nothing)
    month.refresh_from_db()
    return month


def address(code: str = "5.1", month: str = MONTH, figure: str = "counted") -> str:
    return reverse("audits:month_people", args=[code, month, figure])


def asked_for(client: Client, figure: str = "counted") -> Audit:
    find = reverse("audits:find_month_people", args=["5.1", MONTH, figure])
    answer = client.post(find)
    assert answer.url == address(figure=figure)  # type: ignore[attr-defined]
    return Audit.objects.latest("number")


def text(by: User, at: str, **headers: str) -> str:
    return " ".join(signed_in(by).get(at, headers=headers).content.decode().split())


def test_every_number_of_a_month_is_as_many_people_as_it_says(
    world: World, counted: MonthCount
) -> None:
    audit = asked_for(signed_in(world.manager))
    run.assess(audit, nothing)
    parts = {"counted": ("met",), "of": ("met", "not_met")}
    parts |= {"unknown": ("unknown",), "set-apart": ("set_apart",)}
    assert parts.keys() == set(monthly_people.FIGURES)
    people = 0
    for code, indicator in monthly.CHARTED.items():
        assert not monthly_people.differs(counted, audit, indicator)
        for figure, names in parts.items():
            if figure == "counted" and indicator.counts == "not_met":
                names = ("not_met",)
            found = people_behind.people(audit, code, figure, indicator.direction.value)
            assert found.count() == sum(counted.counts[code][name] for name in names), code
            assert found.count() == monthly_people.number_of(counted, indicator, figure)
            people += found.count()
    assert people > len(monthly.CHARTED)


def test_a_manager_has_them_found_and_is_led_to_them(world: World, counted: MonthCount) -> None:
    manager = signed_in(world.manager)
    chart = text(world.manager, reverse("audits:indicator_months", args=["5.1"]))
    assert address() in chart
    assert address(figure="of") in chart
    page = text(world.manager, address())
    assert "An audit of its last day, 30 September 2026" in page
    assert "Find the people" in page
    audit = asked_for(manager)
    assert (audit.on, audit.known_at) == (date(2026, 9, 30), counted.known_at)
    assert asked_for(manager, "unknown") == audit, "the one that goes already"
    for at in (address(), address(figure="of")):
        assert f'data-poll="{at}"' in text(world.manager, at, **{"X-Part": "job"})
        assert "Find the people" not in text(world.manager, at)
    assert jobs_run.run(Job.objects.get(kind="run_audit").pk)
    world.open()
    opened = "opened the people behind a figure"
    assert "data-poll" not in text(world.manager, address(), **{"X-Part": "job"})
    assert not Trail.objects.filter(verb=opened).exists(), "the script looked, nobody else"
    people = manager.get(address())
    assert people.url == reverse("audits:people", args=[audit.pk, "5.1", "counted"])  # type: ignore[attr-defined]
    assert "was counted with version" not in text(world.manager, people.url)  # type: ignore[attr-defined]


def test_one_that_stopped_says_why_and_is_asked_for_again(
    world: World, counted: MonthCount
) -> None:
    manager = signed_in(world.manager)
    first = asked_for(manager)
    Job.objects.filter(kind="run_audit").update(state="failed", reason="The disk is full.")
    page = text(world.manager, address())
    assert "The disk is full." in page
    assert "Find the people" in page
    assert asked_for(manager) != first


def test_a_withdrawn_run_is_not_used_and_another_count_is_said(
    world: World, counted: MonthCount
) -> None:
    audit = asked_for(signed_in(world.manager))
    run.assess(audit, nothing)
    counted.counts["5.1"] |= {"version": 99, "met": 40}
    counted.save()
    answer = signed_in(world.manager).get(address(), follow=True)
    assert "was counted with version 99 of the definition" in answer.content.decode()
    Retirement.objects.create(
        service=world.service,
        audit=audit,
        kind=Retirement.Kind.WITHDRAWN,
        reason="Wrong day.",
        recorded_by=world.manager,
    )
    assert "Find the people" in text(world.manager, address())


def test_only_whoever_may_open_people_is_offered_them(world: World, counted: MonthCount) -> None:
    chart = reverse("audits:indicator_months", args=["5.1"])
    assert address() not in text(world.prescriber, chart)
    assert signed_in(world.prescriber).get(address()).status_code == 403


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
    assert not Audit.objects.exists()
