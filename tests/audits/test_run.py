"""Carrying out an audit: what is kept adds up, comes out the same again, and tells no names."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts import configuration
from audits import actions, facts, report_reader, run, teams
from audits.as_known import as_known, tracked_models
from audits.models import Audit, AuditFile, AuditResult
from audits.people_behind import of_group, of_sign, people
from audits.period import period_start
from audits.report import AuditReport
from audits.rules import KIND
from jobs.kinds import JobRefused
from jobs.models import Job
from tests.audits.finished import finished_run
from tests.world import LONDON, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def carried_out(world: World, **request: object) -> Audit:
    audit = actions.make_audit(
        service=world.service,
        on=world.on,
        by=world.manager,
        **request,  # type: ignore[arg-type]
    )
    return run.assess(audit, lambda percent, words: None)


@pytest.fixture
def audit(world: World) -> Audit:
    return carried_out(world)


@pytest.fixture
def report(audit: Audit) -> AuditReport:
    return report_reader.build(audit)


def test_everybody_of_the_service_is_read_and_nobody_else(world: World, audit: Audit) -> None:
    found = set(audit.results.values_list("patient_id", flat=True))
    own = {person.pk for person in world.people.values() if person.service_id == world.service.pk}
    assert found <= own
    assert world.bo.pk not in found
    assert audit.people_read == len(found)


def test_counts_are_the_stored_findings_added_up(audit: Audit) -> None:
    stored = [result.findings for result in audit.results.all()]
    for code, counts in audit.service_figures["counts"].items():
        outcomes = Counter(found[code]["outcome"] for found in stored if code in found)
        for outcome, number in counts["outcomes"].items():
            if outcome != "not_applicable":
                assert number == outcomes[outcome], (code, outcome)


def test_every_figure_opens_as_many_people_as_it_says(audit: Audit, report: AuditReport) -> None:
    for item in report.indicators:
        direction = item.direction.value
        figures = {
            "counted": item.number,
            "others": item.others,
            "of": item.of,
            "unknown": item.unknown,
            "set-apart": item.set_apart,
            **{of_sign(mark.slug): mark.people for mark in item.marks},
        }
        for figure, number in figures.items():
            assert people(audit, item.code, figure, direction).count() == number, (
                item.code,
                figure,
            )
        for group in item.groups:
            figure = of_group(group.outcome, group.slug)
            listed = people(audit, item.code, figure, direction)
            assert listed.count() == group.people


def test_teams_add_up_to_the_figures_of_the_service(audit: Audit, report: AuditReport) -> None:
    for item in report.indicators:
        counted = teams.by_team(audit, item)
        assert [one.name for one in counted] == sorted(one.name for one in counted)
        assert sum(one.number for one in counted) == item.number, item.code
        assert sum(one.of for one in counted) == item.of, item.code
        assert sum(one.unknown for one in counted) == item.unknown, item.code
        assert sum(one.set_apart for one in counted) == item.set_apart, item.code


def test_a_run_keeps_whose_people_they_were_on_its_day(world: World, audit: Audit) -> None:
    result = AuditResult.objects.get(audit=audit, patient=world.gareth)
    assert result.team_id == world.gareth.team_id
    assert result.team_id is not None


def test_each_person_has_a_reason_in_a_sentence(audit: Audit) -> None:
    for result in audit.results.all():
        for code, finding in result.findings.items():
            assert finding["reason"].endswith((".", "?")), (code, finding["reason"])


def test_the_worklist_and_the_audit_agree_on_who_is_overdue(world: World, audit: Audit) -> None:
    found = AuditResult.objects.get(audit=audit, patient=world.gareth).findings["7.1"]
    assert found["outcome"] == "not_met"
    assert "Care plan review was due" in found["reason"]
    assert (
        AuditResult.objects.get(audit=audit, patient=world.leon).findings["7.1"]["outcome"]
        == "exception"
    )


def test_the_same_record_gives_the_same_digest(world: World, audit: Audit) -> None:
    again = carried_out(world)
    assert again.number == audit.number + 1
    assert again.digest == audit.digest
    assert len(audit.digest) == 64


def test_other_numbers_give_another_digest(world: World, audit: Audit) -> None:
    configuration.change(
        service=world.service,
        kind=KIND,
        values={"peer_window_days": 1, "thresholds": {"7.1": 50}},
        reason="Trying it out",
        effective_from=world.on,
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )
    again = carried_out(world)
    assert again.digest != audit.digest
    assert again.configuration["numbers"]["peer_window_days"] == 1
    assert report_reader.build(again).indicator("7.1").verdict in ("strength", "needs_attention")


def test_a_run_that_was_killed_starts_clean(world: World) -> None:
    audit = actions.make_audit(service=world.service, on=world.on, by=world.manager)
    AuditResult.objects.create(
        service=world.service, audit=audit, patient=world.gareth, findings={"left": "over"}
    )
    run.assess(audit, lambda percent, words: None)
    assert audit.results.get(patient=world.gareth).findings != {"left": "over"}


def test_a_finished_run_is_never_changed(audit: Audit) -> None:
    with pytest.raises(JobRefused, match="never changed"):
        run.run(audit, lambda percent, words: None)


def test_it_says_how_far_it_is_step_by_step(world: World) -> None:
    said: list[tuple[int, str]] = []
    audit = actions.make_audit(service=world.service, on=world.on, by=world.manager)
    run.run(audit, lambda percent, words: said.append((percent, words)))
    assert [percent for percent, _ in said] == sorted(percent for percent, _ in said)
    assert sum(words.startswith("Step ") for _, words in said) == 12


def test_files_tell_no_names_and_no_small_cells(world: World, audit: Audit, tmp_path: Path) -> None:
    run.make_files(audit, lambda percent, words: None)
    kept = {file.kind: bytes(file.content) for file in audit.files.all()}
    assert set(kept) == {"pdf", "html", "csv", "json"}
    path = tmp_path / "report.pdf"
    path.write_bytes(kept["pdf"])
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    page = kept["html"].decode()
    assert not re.search(
        r"<(script|link|img|iframe)|(src|href)=|url\(|@import|https?://(?!www.w3)", page
    )
    for text in (kept["csv"].decode(), kept["json"].decode(), page, pages):
        for person in world.people.values():
            assert person.name not in text
            assert not person.nhs_number or person.nhs_number not in text
            assert str(person.pk) not in text
    script = [sys.executable, str(Path(settings.BASE_DIR) / "scripts" / "audit_figures.py")]
    rebuilt = subprocess.run([*script, str(path)], capture_output=True, text=True, check=False)
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    figures = json.loads(kept["json"])["figures"]
    counted = [f for f in figures if f["figure"] in ("reason", "sign", "unknown", "set_apart")]
    for figure in counted:
        assert figure["value"] not in ("1", "2", "3", "4"), figure


def test_the_files_are_the_same_bytes_again(audit: Audit) -> None:
    run.make_files(audit, lambda percent, words: None)
    before = {f.kind: f.sha256 for f in audit.files.exclude(kind=AuditFile.Kind.PDF)}
    run.make_files(audit, lambda percent, words: None)
    assert {f.kind: f.sha256 for f in audit.files.exclude(kind=AuditFile.Kind.PDF)} == before


def test_asking_twice_joins_the_run_that_is_going(world: World) -> None:
    first = actions.start_audit(service=world.service, on=world.on, by=world.manager)
    second = actions.start_audit(service=world.service, on=world.on, by=world.manager)
    assert second == first
    assert Job.objects.filter(kind="run_audit").count() == 1


def test_another_period_is_another_run(world: World) -> None:
    first = actions.start_audit(service=world.service, on=world.on, by=world.manager)
    other = actions.start_audit(service=world.service, on=world.on, by=world.manager, months=3)
    assert other != first
    assert (other.on, other.period_start_on.isoformat()) == (world.on, "2026-07-02")


def test_a_day_to_come_or_a_moment_to_come_is_refused_in_a_sentence(world: World) -> None:
    with pytest.raises(ValidationError, match="cannot be after today"):
        actions.start_audit(service=world.service, on=world.day(-1), by=world.manager)
    later = world.moment(-3650).astimezone(LONDON)
    with pytest.raises(ValidationError, match="as known up to"):
        actions.start_audit(service=world.service, on=world.on, by=world.manager, known_at=later)
    with pytest.raises(ValidationError, match="3, 6 or 12"):
        actions.start_audit(service=world.service, on=world.on, by=world.manager, months=5)


def test_a_day_of_long_ago_or_known_before_the_day_is_refused_in_a_sentence(world: World) -> None:
    with pytest.raises(ValidationError, match="cannot be before 1 January 2000"):
        actions.start_audit(service=world.service, on=date(202, 1, 1), by=world.manager)
    before = world.moment(3).astimezone(LONDON)
    with pytest.raises(ValidationError, match="as known before the day"):
        actions.start_audit(
            service=world.service, on=world.day(1), by=world.manager, known_at=before
        )
    assert not Audit.objects.exists()


def test_a_run_is_compared_with_the_last_one_of_an_earlier_day(world: World) -> None:
    def run_of(on: date, number: int) -> Audit:
        return finished_run(world.service, world.manager, on, number=number)

    run_of(date(202, 1, 1), 1)
    assert report_reader.previous(run_of(world.day(20), 2)) is None
    earlier = run_of(world.day(40), 3)
    later = run_of(world.day(10), 4)
    assert report_reader.previous(later) == Audit.objects.get(number=2)
    assert report_reader.previous(run_of(world.day(10), 5)) == Audit.objects.get(number=2)
    assert report_reader.previous(run_of(world.day(30), 6)) == earlier
    short = run_of(world.on, 7)
    Audit.objects.filter(pk=short.pk).update(period_start_on=period_start(world.on, 3))
    short.refresh_from_db()
    assert report_reader.previous(short) is None, "three months are not compared with twelve"
    assert report_reader.build(short).alone_because == report_reader.OTHER_LENGTH
    assert report_reader.build(earlier).alone_because == report_reader.NO_EARLIER


def test_the_history_says_what_the_tables_say(world: World) -> None:
    """Every table hidden by its history: the same answers as from the tables themselves."""
    day = run.audit_day(world.service.pk, world.on, world.day(364))
    known_at = actions.latest_known_at()
    plain = facts.read(world.service.pk, day, known_at)
    with as_known(world.service.pk, known_at, tracked_models()):
        hidden = facts.read(world.service.pk, day, known_at)
    assert hidden == plain
    assert len(plain.cases) > 5


def test_facts_take_the_same_number_of_queries_whatever_the_caseload(
    world: World, django_assert_num_queries: object
) -> None:
    day = run.audit_day(world.service.pk, world.on, world.day(364))
    known_at = actions.latest_known_at()
    with django_assert_num_queries(facts.ROUNDS):  # type: ignore[operator]
        facts.read(world.service.pk, day, known_at)
    with django_assert_num_queries(facts.ROUNDS):  # type: ignore[operator]
        facts.read(world.other_service.pk, day, known_at)
