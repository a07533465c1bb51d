"""What the audit would say of one person is what a run says of them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits import actions, one_person, run
from audits.models import Audit, AuditResult
from audits.period import period_start
from tests.reviewed_town import review_the_town
from tests.world import World, build_world, signed_in

pytestmark = pytest.mark.django_db
_CELLS = re.compile(r'data-label="(?:Rests on|What would change it)">(.*?)</td>', re.S)


@pytest.fixture
def world() -> World:
    world = build_world()
    review_the_town(world)
    return world


def test_of_everybody_it_says_what_a_run_of_the_service_says(world: World) -> None:
    audit = Audit.objects.create(
        service=world.service,
        number=1,
        on=world.on,
        period_start_on=period_start(world.on),
        known_at=actions.latest_known_at(),
        requested_by=world.manager,
    )
    run.assess(audit, lambda _done, _words: None)
    kept = dict(AuditResult.objects.filter(audit=audit).values_list("patient_id", "findings"))
    about_staff: set[str] = set()
    for findings in kept.values():
        findings.pop("7.3", None)  # of plans that a run drew to be read: nothing is drawn today
        for code in [code for code in findings if code.startswith("12.")]:
            about_staff.add(code)
            del findings[code]
    assert about_staff, "it is left out of the page, and not for want of it"
    assert len(kept) >= 9
    for name, patient in world.people.items():
        found = one_person.read(world.service.pk, patient.pk, world.on, lambda _: True)
        if patient.pk not in kept:
            assert found is None, name
            continue
        assert found is not None, name
        said = {row.indicator.code: row for step in found.steps for row in step.rows}
        assert said.keys() == kept[patient.pk].keys(), name
        for code, finding in kept[patient.pk].items():
            assert said[code].reason == (finding["reason"] or finding["group"]), (name, code)
            assert said[code].would_change == finding["would_change"], (name, code)
        shown = said.keys() | {indicator.code for indicator in found.others}
        assert len(shown) == len(said) + len(found.others)


def test_the_page_says_why_and_leaves_the_record_as_it_was(world: World) -> None:
    address = reverse("audits:audit_today", args=[world.gareth.pk])
    client = signed_in(world.keyworker)
    page = client.get(address).content.decode()
    assert "7.1" in page
    assert "Care plan" in page
    before = world.gareth.episodes.count()
    again = client.get(address)
    assert again.status_code == 200
    assert world.gareth.episodes.count() == before
    assert world.leanne.episodes.count() == 1, "everybody else is there again"


def test_its_statements_do_not_grow_with_the_record(world: World) -> None:
    asked = []
    for patient in (world.tomos, world.gareth):
        with CaptureQueriesContext(connection) as queries:
            one_person.read(world.service.pk, patient.pk, world.on, lambda _: True)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_whoever_was_not_in_treatment_is_told_so(world: World) -> None:
    nobody = world.bo
    page = signed_in(world.other_keyworker).get(reverse("audits:audit_today", args=[nobody.pk]))
    assert page.status_code == 200


def test_each_record_that_a_verdict_rests_on_opens(world: World) -> None:
    client = signed_in(world.keyworker)
    opened = set()
    for patient in (world.gareth, world.leanne, world.josie):
        page = client.get(reverse("audits:audit_today", args=[patient.pk])).content.decode()
        for cell in _CELLS.findall(page):
            opened |= set(re.findall(r'href="([^"]+)"', cell))
    assert len(opened) >= 6
    assert {url: client.get(url).status_code for url in opened} == dict.fromkeys(opened, 200)
