"""Prescribing today: what waits, its edges, whose it is, and that the counts add up."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from patients import actions as patients
from prescribing import actions as prescribing
from prescribing.actions.health import record_health
from prescribing.models import Ecg
from prescribing.safety.limits import PRODUCT
from reviews import rx_today
from reviews.review_types import ReviewerRole
from reviews.rx_today import Kind, Thing
from reviews.rx_today_reader import Waiting, read
from reviews.worklist import Whose
from rodt.dates import ONE_DAY, add_working_days
from tests.reviewed_town import strategic
from tests.world import World, build_world, signed_in

ADDRESS = "reviews:prescribing_today"
SOMEBODY = UUID(int=7)


@pytest.fixture
def town(db: None) -> World:
    return build_world()


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


def waiting(town: World, user: Any = None) -> Waiting:
    return read(town.access(user or town.prescriber), town.on)


def of(found: Waiting, patient: Any, kind: Kind | None = None) -> list[Thing]:
    return [
        thing
        for thing in found.things
        if thing.patient_id == patient.pk and (kind is None or thing.kind is kind)
    ]


@pytest.mark.parametrize(
    ("on", "to_on", "is_asked"),
    [
        ("2026-09-30", "2026-10-04", True),  # Wednesday; it ends on Sunday: two working days
        ("2026-09-29", "2026-10-04", True),  # Tuesday; Sunday is three working days ahead
        ("2026-09-28", "2026-10-04", False),  # Monday; four
        ("2026-08-27", "2026-09-02", True),  # Thursday before the bank holiday; Wednesday after
        ("2026-08-27", "2026-09-03", False),
        ("2026-04-01", "2026-04-08", True),  # Wednesday before Good Friday: Thu, Tue and Wed
        ("2026-04-01", "2026-04-09", False),
        ("2026-12-24", "2026-12-30", True),  # Christmas Eve: 29 and 30 December
        ("2026-12-24", "2027-01-01", True),  # New Year's Day is no working day
        ("2026-10-01", "2026-10-01", True),
        ("2026-10-01", "2026-09-20", True),  # ended, and no next one
        ("2026-10-01", "2026-09-02", False),  # an old record: the person's page asks to check it
    ],
)
def test_a_script_is_asked_about_three_working_days_before_its_end(
    on: str, to_on: str, is_asked: bool
) -> None:
    day, last = date.fromisoformat(on), date.fromisoformat(to_on)
    row = (SOMEBODY, SOMEBODY, "Methadone", "active", last)
    found = list(rx_today.scripts([row], day, PRODUCT))
    assert bool(found) is is_asked
    for thing in found:
        assert thing.cannot_wait is (last <= day)


def test_the_days_read_from_the_table_reach_as_far_as_the_rule() -> None:
    """Whatever the day of the year: no script that the rule asks about is left out."""
    for ago in range(400):
        on = date(2026, 1, 1) + timedelta(days=ago)
        last = add_working_days(on, 4) - ONE_DAY
        row = (SOMEBODY, SOMEBODY, "Methadone", "active", last)
        later = (*row[:4], last + ONE_DAY)
        assert len(list(rx_today.scripts([row, later], on, PRODUCT))) == 1


def test_a_script_of_what_is_suspended_is_not_asked_about() -> None:
    row = (SOMEBODY, SOMEBODY, "Methadone", "suspended", date(2026, 10, 1))
    assert not list(rx_today.scripts([row], date(2026, 10, 1), PRODUCT))


@pytest.mark.parametrize(
    ("ago", "kind"),
    [
        (4, None),
        (5, Kind.DEPOT),  # weekly, two days either side
        (9, Kind.DEPOT),
        (10, Kind.DEPOT_LATE),
        (40, Kind.DEPOT_LATE),
    ],
)
def test_a_depot_stands_from_the_first_day_of_its_window(ago: int, kind: Kind | None) -> None:
    on = date(2026, 10, 1)
    row = (SOMEBODY, SOMEBODY, "Depot", on - timedelta(days=ago), 7, 2)
    found = list(rx_today.depots([row], on))
    assert [thing.kind for thing in found] == ([kind] if kind else [])
    assert all(thing.cannot_wait is (kind is Kind.DEPOT_LATE) for thing in found)


def test_what_waits_in_the_town(town: World) -> None:
    found = waiting(town)
    (run,) = of(found, town.carl, Kind.MISSED)
    assert "3 missed doses in a row" in run.why
    assert run.cannot_wait
    (script,) = of(found, town.aoife, Kind.SCRIPT)
    assert script.day == town.day(-2)
    assert "No next one is recorded" in script.why
    assert not of(found, town.leanne)


def test_a_signature_is_awaited_until_both_have_signed(town: World) -> None:
    strategic(town, town.josie, 4, signers=(ReviewerRole.KEYWORKER,))
    (one,) = of(waiting(town), town.josie, Kind.SIGNATURE)
    assert one.type == "strategic"
    strategic(town, town.josie, 2)
    assert not of(waiting(town), town.josie, Kind.SIGNATURE)


def test_a_next_script_ends_the_row(town: World) -> None:
    prescribing.record_script(
        prescription=town.prescription(town.aoife),
        from_on=town.day(-3),
        to_on=town.day(-16),
        by=town.prescriber,
    )
    assert not of(waiting(town), town.aoife, Kind.SCRIPT)


def test_a_depot_is_late_until_the_next_is_recorded(town: World) -> None:
    rx = town.prescription(town.mina)
    last = rx.depot_doses.current().order_by("-given_on")[0].given_on
    on = last + timedelta(days=12)
    found = read(town.access(town.prescriber), on)
    (late,) = of(found, town.mina, Kind.DEPOT_LATE)
    assert "3 days ago" in late.why
    prescribing.record_depot(prescription=rx, given_on=on, dose_mg=16, by=town.prescriber)
    assert not of(read(town.access(town.prescriber), on), town.mina)


def high_dose(town: World, patient: Any, mg: int) -> None:
    rx = town.prescription(patient)
    prescribing.change_dose(
        prescription=rx,
        version=rx.version,
        dose_mg=mg,
        from_on=town.day(30),
        why="Not holding",
        by=town.prescriber,
    )


@pytest.mark.parametrize(("mg", "is_due"), [(100, False), (101, True)])
def test_an_ecg_is_due_above_the_dose(town: World, mg: int, is_due: bool) -> None:
    high_dose(town, town.gareth, mg)
    assert bool(of(waiting(town), town.gareth, Kind.ECG)) is is_due


@pytest.mark.parametrize(("ago", "is_due"), [(29, False), (31, True)])
def test_an_ecg_from_before_the_dose_went_up_is_due_again(
    town: World, ago: int, is_due: bool
) -> None:
    high_dose(town, town.gareth, 110)
    record_health(
        model=Ecg,
        patient=town.gareth,
        today=town.on,
        by=town.keyworker,
        on=town.day(ago),
        qtc_ms=420,
    )
    assert bool(of(waiting(town), town.gareth, Kind.ECG)) is is_due


def test_who_is_in_custody_is_asked_about_when_back(town: World) -> None:
    high_dose(town, town.leanne, 110)
    assert of(waiting(town), town.leanne, Kind.ECG)
    patients.pause_reviews(
        patient=town.leanne,
        reason="custody",
        started_on=town.day(1),
        expected_end_on=town.day(-30),
        by=town.keyworker,
    )
    assert not of(waiting(town), town.leanne)


def test_nobody_sees_another_teams_or_services_people(town: World) -> None:
    seen = waiting(town, town.second_prescriber)
    assert town.llinos.pk not in seen.people
    assert not read(town.access(town.manager), town.on).mine


def test_mine_are_those_i_have_and_those_of_my_teams_nobody_has(town: World) -> None:
    assert town.carl.pk in waiting(town).mine
    second = waiting(town, town.second_prescriber)
    assert town.carl.pk not in second.mine
    assert of(second, town.carl)
    assignment = town.carl.assignments.get(duty="prescriber", to_on=None)
    assignment.to_on = town.day(1)
    assignment.save(update_fields=["to_on"])
    assert town.carl.pk in waiting(town, town.second_prescriber).mine


def numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


class TestPage:
    def test_the_counts_add_up_and_the_filter_says_what_it_hides(self, world: World) -> None:
        from reviews import rx_today_page as page

        found = read(world.access(world.prescriber), world.on)
        everything = found.of(Whose.TEAMS)
        for kind in (None, *Kind):
            shown = [t for t in found.of(Whose.MINE) if kind is None or t.kind is kind]
            line = page.sum_line(shown, everything)
            assert sum(numbers(line.parts)) == numbers(line.total)[0] == len(shown)
            hidden = numbers(page.hides(shown, everything))
            assert (hidden or [0])[0] == len(everything) - len(shown)

    def test_a_prescriber_finds_it_in_the_bar_and_decides_from_it(self, world: World) -> None:
        text = signed_in(world.prescriber).get(reverse(ADDRESS)).content.decode()
        assert 'data-section="Prescribing today"' in text
        assert "Carl" in text
        assert ">Decide<" in text
        assert "Record script" in text

    def test_a_manager_reads_all_of_the_service_and_opens_records(self, world: World) -> None:
        text = signed_in(world.manager).get(reverse(ADDRESS)).content.decode()
        assert "Everyone in the service" in text
        assert "Open record" in text
        assert ">Decide<" not in text

    def test_a_keyworker_has_no_such_page(self, world: World) -> None:
        client = signed_in(world.keyworker)
        assert client.get(reverse(ADDRESS)).status_code == 403
        assert "Prescribing today" not in client.get(reverse("reviews:my_people")).content.decode()

    def test_one_kind_and_an_address_nobody_offers(self, world: World) -> None:
        client = signed_in(world.prescriber)
        text = client.get(reverse(ADDRESS) + "?people=team&about=script").content.decode()
        assert "Aoife" in text
        assert "Carl" not in text
        assert "Hides" in text
        assert client.get(reverse(ADDRESS) + "?people=x&about=y&page=z").status_code == 200

    def test_as_many_queries_for_one_thing_as_for_many(self, world: World) -> None:
        client = signed_in(world.prescriber)
        client.get(reverse(ADDRESS))  # writes down, once a minute, that the session lives
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(ADDRESS))
            counts.append(len(asked))
            world.open()
            for patient in (world.gareth, world.leanne, world.ray):
                patients.open_task(
                    patient=patient,
                    kind="pharmacy",
                    text="The pharmacy asks",
                    duty="prescriber",
                    due_on=world.on,
                    by=world.keyworker,
                    is_red=True,
                )
        assert counts[0] == counts[1]
