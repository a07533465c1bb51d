"""What an audit reads of the staff, on its day and as it was known; what leaves the service."""

import pytest

from audits import facts, run
from audits.actions import latest_known_at
from audits.staff_facts import StaffFact
from audits.steps import BY_CODE
from support import skill_actions
from support.skills import Assessed
from tests.world import World

pytestmark = pytest.mark.django_db


def read(world: World, ago: int = 0):
    day = run.audit_day(world.service.pk, world.day(ago), world.day(ago + 364))
    return day, facts.read(world.service.pk, day, latest_known_at()).cases


def test_competences_and_supervision_are_read_as_they_stood(world: World) -> None:
    who = {"service": world.service, "staff": world.keyworker, "by": world.manager}
    for ago, level in ((50, "training"), (5, "competent")):
        skill_actions.record_competence(
            intervention="cbt", level=level, assessed_on=world.day(ago), **who
        )
    for ago, kind in ((60, "clinical"), (20, "group"), (4, "line")):
        skill_actions.record_supervision(on=world.day(ago), kind=kind, **who)
    wrong = skill_actions.record_supervision(on=world.day(2), kind="clinical", **who)
    skill_actions.take_back(row=wrong, reason="Another day", by=world.manager)
    _, cases = read(world)
    assert cases[0].staff == {
        world.keyworker.pk: StaffFact(
            (
                Assessed("cbt", "training", world.day(50), None),
                Assessed("cbt", "competent", world.day(5), None),
            ),
            world.day(20),
        )
    }
    assert read(world, ago=30)[1][0].staff[world.keyworker.pk].supervised_on == world.day(60)


def test_keyworkers_are_counted_and_a_small_number_of_them_is_marked_as_small(world: World) -> None:
    who = {"service": world.service, "staff": world.keyworker, "by": world.manager}
    skill_actions.record_supervision(on=world.day(20), kind="clinical", **who)
    day, cases = read(world)
    everybody = {one for case in cases if case.episode_on(day.on) for one in case.keyworkers}
    (figure,) = BY_CODE["12.2"].figures(cases, day)  # type: ignore[misc]
    assert (figure.value, figure.unit) == (1, f"of {len(everybody)} keyworkers")
    assert figure.of == 1, "one keyworker by themselves does not leave the service"
    assert not any(str(world.keyworker) in str(BY_CODE["12.2"].find(c, day)) for c in cases)
