"""A second run of the same time prints nothing that tells of the few who differ from the first."""

import pytest

from audits import export, printed_before_reader, report_reader, rounds_merge, team_page
from audits.as_printed import KEPT_AS
from audits.models import Audit
from audits.report import AuditReport
from audits.step import met, not_met
from patients.models import Patient
from rodt.dates import add_days
from tests.audits.finished import finished_run
from tests.town import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world: World) -> list[Patient]:
    return [p for p in world.people.values() if p.service_id == world.service.pk]


def run_of(world: World, people: list[Patient], not_met_: int, number: int, days: int) -> Audit:
    """As `run.assess` keeps one: so many not met, the rest met."""
    found = {
        person: {"5.1": not_met("Overdue") if place < not_met_ else met("In date")}
        for place, person in enumerate(people)
    }
    audit = finished_run(world.service, world.manager, add_days(world.on, days), found, number)
    audit.service_figures[KEPT_AS] = printed_before_reader.beside_earlier(audit).values()
    audit.save()
    return audit


def built(audit: Audit) -> AuditReport:
    return report_reader.build(audit)


def figures(audit: Audit) -> dict[tuple[str, str], str]:
    rows = export.rows(built(audit))
    return {(figure, label): value for _, code, figure, label, value in rows if code in ("5.1", "")}


def test_a_run_again_prints_what_the_first_one_did(world: World, people: list[Patient]) -> None:
    first = run_of(world, people, 9, 1, 0)
    second = run_of(world, people[:-1], 7, 2, 0)
    third = run_of(world, people, 9, 3, 0)
    one, two, three = figures(first), figures(second), figures(third)
    remark = two.pop(("headline", "remark"))
    assert remark.startswith("As run 1 of ") and ("headline", "remark") not in one
    assert two == one == three
    assert built(second).indicator("5.1").not_met == 7  # on the page they stand as they are
    assert built(second).people == len(people) - 1


def test_a_teams_figures_stay_where_an_earlier_report_is_printed(
    world: World, people: list[Patient]
) -> None:
    run_of(world, people, 9, 1, 0)
    second = run_of(world, people, 7, 2, 0)
    sheet = team_page.as_csv(second, built(second), world.other_team).decode()
    row = next(line for line in sheet.split("\r\n") if line.startswith("5,5.1,"))
    assert row.count("not shown") >= 4 and ",7," not in row


def test_the_sum_over_services_adds_up_what_each_has_printed(
    world: World, people: list[Patient]
) -> None:
    run_of(world, people, 9, 1, 0)
    second = run_of(world, people, 7, 2, 0)
    other = finished_run(world.other_service, world.manager, world.on)
    added = rounds_merge.add_up([built(second), built(other)])
    assert added["figures"]["counts"]["5.1"]["outcomes"]["not_met"] == 9


@pytest.mark.parametrize(("days", "is_near"), [(27, True), (28, False), (-27, True), (-28, False)])
def test_days_far_enough_apart_stand_by_themselves(
    world: World, people: list[Patient], days: int, is_near: bool
) -> None:
    run_of(world, people, 9, 1, 0)
    later = run_of(world, people, 7, 2, days)
    assert (("headline", "remark") in figures(later)) is is_near
    assert bool(built(later).leaving.totals) is is_near


def test_a_change_is_told_from_what_was_printed(world: World, people: list[Patient]) -> None:
    """Run 2 printed run 1's figures; what changed since is counted from those."""
    run_of(world, people, 9, 1, 0)
    second = run_of(world, people, 7, 2, 1)
    third = run_of(world, people, 9, 3, 40)
    item = built(third).indicator("5.1")
    assert item.previous is not None and item.previous.not_met == 7
    assert report_reader.previous(third) == second
    outside = export.outside(built(third), item)
    assert outside.raw.previous is not None and outside.raw.previous.not_met == 9
