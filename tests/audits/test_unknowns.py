"""What a run could not tell: known of how many, and person by person for who can find it out."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Trail, User
from audits import report_reader, unknowns
from audits.models import Audit
from audits.report_page import Links
from audits.step import Finding, exception, met, not_met, not_recorded
from patients.models import Assignment, Patient
from tests.audits.finished import finished_run
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db

OPIATES, DOSE = "Days of opiate use, at a TOP", "The daily dose"
NO_DOSE = not_recorded("No dose.", "Dose not recorded", would_change="Record it.")
NO_USE = not_recorded("No TOP.", "Use not known in 26 weeks", would_change="Ask.")
BLANK = not_recorded("Blank.", "The TOP leaves opiates blank", would_change="Ask.")


@pytest.fixture
def audit(world: World) -> Audit:
    Assignment.objects.filter(patient=world.mina).update(staff=world.south_keyworker)
    Patient.objects.filter(pk=world.mina.pk).update(team=world.south)
    findings: dict[str, dict[str, Finding]] = {
        "gareth": {"9.1": NO_USE, "2.4": BLANK, "9.2": NO_DOSE, "9.6": met("ECG.")},
        "leanne": {"9.1": met("Talked."), "9.2": not_met("Low."), "9.6": exception("Declined.")},
        "mina": {"9.1": NO_USE, "9.2": exception("Pregnant.")},
    }
    found = {world.people[name]: rows for name, rows in findings.items()}
    return finished_run(world.service, world.manager, world.on, found)


def get(user: User, name: str, *args: object, **more: object) -> HttpResponse:
    return signed_in(user).get(reverse(f"audits:{name}", args=args), more)


def test_a_fact_is_known_of_those_whom_an_indicator_that_needs_it_looks_at(audit: Audit) -> None:
    rows = unknowns.facts(audit, report_reader.build(audit), Links(audit.pk, may_open=True))
    told = [(row.fact.words, row.known, row.of, row.missing) for row in rows]
    assert told == [(OPIATES, 1, 3, 2), (DOSE, 1, 2, 1)]
    counted_in = [(code, group.shown.people) for code, group in rows[0].counted_in]
    assert counted_in == [("2.4", 1), ("9.1", 2)]


def test_the_page_names_nobody_and_the_file_holds_no_small_number(
    world: World, audit: Audit
) -> None:
    page = get(world.prescriber, "not_recorded", audit.pk).content.decode()
    assert "A keyworker or a prescriber" in page and "Penrose" not in page
    assert "/figures/" not in page, "a prescriber opens nobody behind a figure"
    file = get(world.manager, "not_recorded_file", audit.pk).content.decode()
    line = next(line for line in file.splitlines() if "Days of opiate use" in line)
    assert line.endswith("a keyworker or a prescriber,under 5")
    assert Trail.objects.filter(verb="downloaded what is not recorded").count() == 1


def test_a_keyworker_sees_their_own_people_with_the_page_to_write_on(
    world: World, audit: Audit
) -> None:
    page = get(world.keyworker, "find_out", of="").content.decode()
    assert page.count(OPIATES) == 1, "once a person, however many indicators wait for it"
    assert reverse("reviews:log_top", args=[world.gareth.pk]) in page
    assert reverse("prescribing:prescription", args=[world.gareth.pk]) not in page
    assert "A prescriber can write it down" in page
    assert world.leanne.name not in page, "nothing is missing of her"
    assert world.mina.name not in page, "another team’s"


def test_a_manager_picks_a_keyworker(world: World, audit: Audit) -> None:
    page = get(world.manager, "find_out").content.decode()
    assert world.keyworker.full_name in page and "Penrose" not in page
    picked = get(world.manager, "find_out", of=str(world.keyworker.pk)).content.decode()
    assert "Penrose" in picked and world.mina.name not in picked
    assert get(world.manager, "find_out", of="somebody").status_code == 404
    look = Trail.objects.get(verb="opened what is to find out")
    assert (look.user, look.facts["people"]) == (world.manager, 1)


def test_the_list_as_a_file_has_references_and_no_names(world: World, audit: Audit) -> None:
    file = get(world.manager, "find_out", **{"of": "", "as": "csv"}).content.decode()
    assert f"{world.gareth.reference},{DOSE},9.2,a prescriber" in file
    assert "Penrose" not in file


def test_its_statements_do_not_grow_with_the_people(world: World, audit: Audit) -> None:
    asked = []
    for of in (str(world.keyworker.pk), ""):
        client = signed_in(world.manager)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audits:find_out"), {"of": of})
        asked.append(len(queries))
    assert asked[1] <= asked[0], "one person, and all of them"


def test_before_any_run_it_says_so(world: World) -> None:
    assert "No audit of" in get(world.keyworker, "find_out").content.decode()
