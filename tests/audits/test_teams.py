"""A run for the people of one team: what it shows within the service, and what may leave it."""

import csv
import io
from collections.abc import Sequence

import pytest
from django.urls import reverse

from accounts.models import Trail
from audits import definitions
from audits.models import AuditResult
from audits.protect import protect
from audits.report import IndicatorReport, indicator_report
from audits.rules import DEFAULT_RULES
from audits.step import met, not_met
from audits.teams import TeamCount, as_stored, may_leave
from patients.models import Patient
from tests.audits.finished import finished_run
from tests.town import signed_in
from tests.world import build_world

UNDER = 5
DEFINITION = next(
    item for step in definitions.stored() for item in step["indicators"] if item["code"] == "7.1"
)


def whole(teams: Sequence[TeamCount]) -> IndicatorReport:
    said = {
        "met": sum(one.number for one in teams),
        "not_met": sum(one.of - one.number for one in teams),
        "not_recorded": sum(one.unknown for one in teams),
        "exception": sum(one.set_apart for one in teams),
    }
    return indicator_report(DEFINITION, as_stored(said), DEFAULT_RULES.values())


def team(number: int, of: int, unknown: int = 0, set_apart: int = 0) -> TeamCount:
    return TeamCount("", "", number, of, unknown, set_apart)


@pytest.mark.parametrize(
    ("teams", "leaves"),
    [
        ([team(30, 60), team(20, 40)], True),
        ([team(30, 60), team(0, 40), team(40, 40)], True),
        ([team(5, 10), team(20, 40)], True),
        ([team(4, 10), team(20, 40)], False),
        ([team(20, 24), team(20, 40)], False),
        ([team(30, 60), team(20, 40), team(1, 1)], False),
        ([team(30, 60, unknown=4), team(20, 40, unknown=6)], False),
        ([team(30, 60, unknown=2, set_apart=8), team(20, 40, unknown=6)], True),
        ([team(30, 60, unknown=2, set_apart=8), team(20, 40, unknown=1, set_apart=9)], False),
    ],
    ids=[
        *("large", "nobody is nobody's figure", "five", "four", "a small rest"),
        *("people in no team", "few unknown", "few unknown among many apart", "small as a whole"),
    ],
)
def test_an_indicator_leaves_for_all_teams_or_none(teams: list[TeamCount], leaves: bool) -> None:
    item = whole(teams)
    assert may_leave(item, protect(item, UNDER), teams, UNDER) is leaves


@pytest.mark.django_db
def test_the_file_of_a_team_leaves_small_numbers_out_and_is_noted() -> None:
    world = build_world()
    people = list(Patient.objects.filter(service=world.service)[:4])
    found = {
        one: {"7.1": met("In date") if one == people[0] else not_met("Overdue")} for one in people
    }
    audit = finished_run(world.service, world.manager, world.on, found)
    AuditResult.objects.filter(audit=audit).update(team=world.north)
    client = signed_in(world.manager)
    shown = client.get(reverse("audits:team", args=[audit.pk, world.north.pk])).content.decode()
    assert f"7.1/counted/?team={world.north.pk}" in shown, "true figures within the service"

    answer = client.get(reverse("audits:team_file", args=[audit.pk, world.north.pk]))
    lines = {one["code"]: one for one in csv.DictReader(io.StringIO(answer.content.decode()))}
    assert lines["7.1"]["team_number"] == lines["7.1"]["team_percent"] == "not shown"
    assert lines["7.1"]["service_of"] == "under 5"
    assert lines["5.1"]["team_of"] == "0"
    assert Trail.objects.filter(verb="downloaded the figures of a team").exists()
