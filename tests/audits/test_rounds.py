"""An audit of several services, from the form to the merged report: who sees it, what stops."""

import importlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Service, Trail, User
from audits import (
    report_reader,
    retiring,
    rounds_actions,
    rounds_merge,
    rounds_page,
    rounds_reader,
    rounds_run,
    run,
)
from audits.models import Audit, AuditRound
from audits.report import IndicatorReport
from audits.report_pdf import pdf_context
from audits.rounds_page import ServiceRow
from audits.several import NOT_FOR_SEVERAL
from audits.step import met, not_met
from jobs.models import Job
from reviews.funnel import Unit
from rodt import row_security
from tests.audits.finished import finished_run, merged_round, round_of
from tests.town import LONDON, World, signed_in, three_boxes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 10, 1, 9, tzinfo=LONDON), tick=True):
        yield


@pytest.fixture
def both(world: World) -> User:
    """A manager of Harbour Street and of Quay Road."""
    Membership.objects.create(user=world.manager, service=world.other_service, role="manager")
    return world.manager


def nothing(percent: int, words: str) -> None:
    """Progress that nobody follows."""


def begun(world: World, by: User) -> AuditRound:
    return rounds_actions.start_round(
        services=[world.service, world.other_service], on=world.on, by=by
    )


def runs(world: World, by: User) -> list[Audit]:
    """Nine of Harbour Street not met, two met; one of Quay Road met."""
    people = [p for p in world.people.values() if p.service_id == world.service.pk]
    mine = {person: {"5.1": not_met("No.")} for person in people[:9]}
    mine |= {person: {"5.1": met("Yes.")} for person in people[9:]}
    return [
        finished_run(world.service, by, world.on, mine),
        finished_run(world.other_service, by, world.on, {world.bo: {"5.1": met("Yes.")}}),
    ]


def get(user: User, name: str, *args: object) -> HttpResponse:
    return signed_in(user).get(reverse(f"audits:{name}", args=args))


def post(user: User, name: str, *args: object) -> HttpResponse:
    return signed_in(user).post(reverse(f"audits:{name}", args=args))


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def rebuilt_from(path: Path) -> list[str]:
    """What `scripts/audit_figures.py` finds to say."""
    sys.path.insert(0, str(Path(settings.BASE_DIR) / "scripts"))
    script = importlib.import_module("audit_figures")
    found: list[str] = script.differences(*script.opened(path))
    return found


def fail(audit: Audit, reason: str = "The disk is full.") -> None:
    Job.objects.filter(arguments__audit=str(audit.pk)).update(state="failed", reason=reason)


def test_real_runs_add_up_and_the_merged_files_hold_it(
    world: World, both: User, tmp_path: Path
) -> None:
    found = begun(world, both)
    audits = [member.audit for member in found.members.order_by("service__code")]
    for audit in audits:
        run.assess(audit, nothing)
    rounds_run.ensure_merged(timezone.now())
    job = Job.objects.get(kind="merge_audits")
    report = rounds_run.merge(found, nothing)
    built = rounds_reader.build(report)
    own = [report_reader.build(audit) for audit in audits]
    for item in built.indicators:
        same = [part.indicator(item.code) for part in own]
        for name in ("number", "others", "of", "unknown", "set_apart"):
            assert getattr(item, name) == sum(getattr(one, name) for one in same), item.code
        assert _counts(item) == sum((_counts(one) for one in same), Counter()), item.code
    assert sum(map(bool, map(_counts, built.indicators))) >= 2
    assert built.people == sum(audit.people_read or 0 for audit in audits)
    assert report.digest == rounds_merge.digest(audit.digest for audit in audits)
    kept = {row.kind: bytes(row.content) for row in report.files.all()}
    path = tmp_path / "round.pdf"
    path.write_bytes(kept["pdf"])
    assert rebuilt_from(path) == []
    manifest = json.loads(kept["json"])["manifest"]
    assert [s["digest"] for s in manifest["services"]] == [audit.digest for audit in audits]
    assert {str(one) for one in report.services} == set(job.arguments["services"])
    assert job.service is None


def _counts(item: IndicatorReport) -> Counter[str]:
    return Counter({figure.label: figure.of for figure in item.figures if figure.is_count})


def test_one_job_a_service_and_the_same_request_joins(world: World, both: User) -> None:
    first, second = begun(world, both), begun(world, both)
    assert first == second
    assert Job.objects.filter(kind="run_audit").count() == 2
    moments = {member.audit.known_at for member in first.members.select_related("audit")}
    assert moments == {first.known_at}


def test_it_is_added_up_once_and_only_when_every_service_is_settled(
    world: World, both: User
) -> None:
    found = round_of(runs(world, both), both)
    last = found.members.last()
    assert last is not None
    Audit.objects.filter(pk=last.audit_id).update(state=Audit.State.QUEUED)
    rounds_run.ensure_merged(timezone.now())
    assert not Job.objects.filter(kind="merge_audits").exists()
    Audit.objects.filter(pk=last.audit_id).update(state=Audit.State.READY)
    for _ in range(2):
        rounds_run.ensure_merged(timezone.now())
    assert Job.objects.filter(kind="merge_audits").count() == 1


def test_adding_up_looks_at_what_was_added_up_over_other_services(world: World, both: User) -> None:
    mine, others = runs(world, both)
    before = merged_round([others], both)
    now = round_of([mine], both)
    with row_security.scope(now.services):
        assert rounds_run.earlier_figures(now, 28) == [before.figures]
        now.on += timedelta(days=28)
        assert rounds_run.earlier_figures(now, 28) == []


def test_what_has_not_begun_is_cancelled_and_what_runs_goes_on(world: World, both: User) -> None:
    found = begun(world, both)
    harbour, quay = (m.audit for m in found.members.order_by("service__code"))
    Job.objects.filter(arguments__audit=str(harbour.pk)).update(state="running")
    post(both, "round_cancel", found.pk)
    states = dict(Job.objects.values_list("arguments__audit", "state"))
    assert states == {str(harbour.pk): "running", str(quay.pk): "cancelled"}
    page = text(get(both, "round", found.pk))
    assert f"Taken out by {both.full_name}" in page
    world.open()
    Audit.objects.filter(pk=harbour.pk).update(state=Audit.State.READY)
    rounds_run.ensure_merged(timezone.now())
    assert Job.objects.live().filter(kind="merge_audits").count() == 1


def test_what_stopped_is_tried_again_or_left_out(world: World, both: User) -> None:
    found = begun(world, both)
    quay = found.members.get(service=world.other_service).audit
    fail(quay)
    page = text(get(both, "round", found.pk))
    assert "Stopped. The disk is full." in page
    assert "Try again what stopped" in page
    post(both, "round_again", found.pk)
    assert Job.objects.live().filter(arguments__audit=str(quay.pk)).count() == 1
    fail(quay)
    post(both, "round_leave_out", found.pk)
    world.open()
    assert found.members.get(cancelled_at=None).service == world.service


def test_a_run_whose_job_is_gone_is_not_stuck(world: World, both: User) -> None:
    found = begun(world, both)
    Job.objects.all().delete()
    assert "Stopped. No job works on it now." in text(get(both, "round", found.pk))
    post(both, "round_again", found.pk)
    assert Job.objects.live().count() == 2


def test_a_service_without_people_is_a_sentence(world: World, both: User) -> None:
    empty = Service.objects.create(code="EMPTY", name="Empty Row", kind_of_data="synthetic")
    Membership.objects.create(user=both, service=empty, role="manager")
    row_security.set_services([world.service.pk, world.other_service.pk, empty.pk])
    nobody = run.assess(
        rounds_actions.start_round(services=[empty], on=world.on, by=both).members.get().audit,
        nothing,
    )
    report = merged_round([*runs(world, both), nobody], both)
    page = text(get(both, "round", report.pk))
    assert "Finished. Nobody is on record in this service." in page
    assert "3 services ready and added up." in page
    assert "Empty Row" in text(get(both, "merged", report.pk))
    for name, args in (("merged_step", (5,)), ("merged_figure", ("5.1", "counted"))):
        assert get(both, name, report.pk, *args).status_code == 200
    built, watches = rounds_reader.build(report), get(both, "merged_balance", report.pk)
    shown = [(one["number"], one["cases"]) for one in watches.context["watches"]]
    assert shown == [(built.indicator(code).number, []) for code in ("5.4", "5.5")]


def test_a_run_that_was_withdrawn_is_named_wherever_it_is_added_up(
    world: World, both: User
) -> None:
    report = merged_round(runs(world, both), both)
    gone = Audit.objects.get(service=world.other_service)
    retiring.withdraw(audit=gone, reason="Wrong day", by=both)
    said = f"Run 1 of {world.other_service.name}, which is part of this round, is withdrawn"
    for name, args in (
        ("round", ()),
        ("merged", ()),
        ("merged_step", (5,)),
        ("merged_figure", ("5.1", "others")),
        ("merged_balance", ()),
    ):
        assert said in text(get(both, name, report.pk, *args)), name
    assert "Withdrawn. 1 person read." in text(get(both, "round", report.pk))
    assert "Holds a run that is not to be used" in text(get(both, "rounds"))
    asked = {"digest": report.digest}
    assert said in text(signed_in(both).get(reverse("audits:verify"), asked))


def test_all_that_tells_how_far_a_round_is_moves_together(world: World, both: User) -> None:
    found = begun(world, both)
    Job.objects.filter(kind="run_audit").update(state="running", progress=7)
    address = reverse("audits:round", args=[found.pk])
    moving = signed_in(both).get(address, headers={"X-Part": "job"}).content.decode()
    parts = moving.split("data-live")
    assert len(parts) == 3, "the job, and beside it the sentence and the services"
    assert all("7%" in part for part in (parts[0], parts[2]))
    assert "2 are running" in parts[1]


def test_a_merged_report_on_paper_has_no_column_that_it_never_fills(
    world: World, both: User
) -> None:
    built = rounds_reader.build(merged_round(runs(world, both), both))
    sheet = render_to_string("pdf/audit_report.html", pdf_context(built))
    for never in ("Triangle", ">Change<", ">Own view<", NOT_FOR_SEVERAL):
        assert never not in sheet, never
    assert "plain counts of people" in sheet


def test_a_figure_opens_its_services_by_name_as_they_leave_each(world: World, both: User) -> None:
    report = merged_round(runs(world, both), both)
    response = get(both, "merged_figure", report.pk, "5.1", "others")
    page = text(response)
    assert page.index(world.service.name) < page.index(world.other_service.name)
    assert "9 people" in page
    rows = list(response.context["rows"])
    assert [(row.people, row.of) for row in rows] == [("not shown", "11"), ("not shown", "under 5")]
    assert "By service" not in page, "neither share leaves its service"
    own = get(both, "people", rows[0].url.split("/")[2], "5.1", "others")
    assert own.status_code == 200


def a_row(name: str, number: int, of: int, *, is_told: bool = True) -> ServiceRow:
    unit = Unit(name.upper(), number, of) if is_told else None
    service = Service(code=name.upper(), name=name)
    return ServiceRow(service, str(number), str(of), f"/people/{name}/", unit=unit)


def test_services_are_laid_beside_each_other_by_what_chance_makes() -> None:
    rows = [a_row(name, 60 + place, 100) for place, name in enumerate("ABCDEFGHIJ")]
    rows += [a_row("Far", 30, 100), a_row("Small", 1, 3), a_row("Hidden", 5, 90, is_told=False)]
    shown = rounds_page.compared(rows, rows[0].service)
    assert shown is not None and shown.drawings is not None
    assert "Far differs from the others by more than chance" in shown.finding
    assert "in these services together." in shown.finding
    assert shown.note == "Not drawn, because they are of fewer than 5: Small."
    wide = shown.drawings["wide"]
    assert "/people/A/" in wide, "of the service one works in"
    assert "/people/B/" not in wide
    assert "Hidden" not in wide and "Hidden" not in shown.finding
    alike = rounds_page.compared(rows[:10], rows[0].service)
    assert alike and "No service differs from the others by more than chance." in alike.finding
    few = rounds_page.compared(rows[:2], rows[0].service)
    assert few and few.note == "Too few services, or too few people in them, to compare."
    assert rounds_page.compared([a_row("Hidden", 5, 90, is_told=False)], rows[0].service) is None


def test_one_sees_only_the_services_where_one_may_read_audits(world: World, both: User) -> None:
    report = merged_round(runs(world, both), both)
    name, other = world.service.name, world.other_service.name
    prescriber = world.prescriber
    page = text(get(prescriber, "round", report.pk))
    assert name in page
    assert other not in page
    assert "1 more service in this round" in page
    assert "Digest of the report" not in page
    assert other not in text(get(prescriber, "rounds"))
    merged = [
        ("merged", ()),
        ("merged_step", (5,)),
        ("merged_balance", ()),
        ("merged_figure", ("5.1", "counted")),
        ("merged_download", ("pdf",)),
    ]
    for address, args in merged:
        assert get(prescriber, address, report.pk, *args).status_code == 404
        assert get(both, address, report.pk, *args).status_code == 200
        assert get(world.keyworker, address, report.pk, *args).status_code == 403
        assert get(world.administrator, address, report.pk, *args).status_code == 403
    assert post(prescriber, "round_cancel", report.pk).status_code == 403
    assert Trail.objects.filter(verb="downloaded an audit of several services").count() == 2
    asked = f"{reverse('audits:verify')}?digest={report.digest[:16]}"
    assert f"It is round {report.pk}" in text(signed_in(both).get(asked))
    assert "No run of this service" in text(signed_in(prescriber).get(asked))
    Membership.objects.filter(user=both, service=world.other_service).update(is_current=False)
    assert get(both, "merged", report.pk).status_code == 404


def test_a_manager_of_one_service_cannot_cancel_anothers(world: World, both: User) -> None:
    found = begun(world, both)
    Membership.objects.filter(user=both, service=world.other_service).update(is_current=False)
    post(both, "round_cancel", found.pk)
    world.open()
    assert found.members.get(cancelled_at=None).service == world.other_service


def test_the_form_asks_for_services_only_where_there_is_a_choice(world: World) -> None:
    page = get(world.manager, "start").content.decode()
    assert "Which services" not in page
    Membership.objects.create(user=world.manager, service=world.other_service, role="manager")
    client: Client = signed_in(world.manager)
    address = reverse("audits:start")
    assert "All my 2 services" in client.get(address).content.decode()
    typed = {**three_boxes("on", world.on), "months": "12"}
    missing = client.post(address, typed)
    assert "Choose at least one service" in missing.content.decode()
    response = client.post(address, {**typed, "services": ["all"]})
    assert response["Location"] == reverse("audits:round", args=[AuditRound.objects.get().pk])
    alone = client.post(address, {**typed, "services": [str(world.service.pk)]})
    assert "/rounds/" not in alone["Location"]


def test_pages_of_a_round_ask_the_same_number_of_queries_however_many_services(
    world: World, both: User
) -> None:
    few = merged_round(runs(world, both), both)
    third = Service.objects.create(code="THIRD", name="Third Row", kind_of_data="synthetic")
    Membership.objects.create(user=both, service=third, role="manager")
    row_security.set_services([world.service.pk, world.other_service.pk, third.pk])
    by_number = [
        finished_run(service, both, world.on, number=2)
        for service in (world.service, world.other_service, third)
    ]
    more = merged_round(by_number, both)
    for name, args in (("round", ()), ("merged", ()), ("merged_figure", ("5.1", "counted"))):
        counted = []
        for report in (few, more):
            client = signed_in(both)
            address = reverse(f"audits:{name}", args=[report.pk, *args])
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counted.append(len(asked))
        assert counted[0] == counted[1], name
