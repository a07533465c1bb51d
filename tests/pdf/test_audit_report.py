"""The audit report on paper: its pages, what it says, and what it keeps to itself."""

import importlib
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest
from django.conf import settings

from audits import definitions
from audits.files import contents
from audits.models import AuditFile
from audits.report import (
    AuditReport,
    Retention,
    RetentionPoint,
    StreamReport,
    compared,
    step_reports,
)
from audits.report_pdf import protected
from audits.rules import AuditRules
from audits.said import Action, Kept, Said
from audits.step import Outcome

sys.path.insert(0, str(Path(settings.BASE_DIR) / "scripts"))
audit_figures = importlib.import_module("audit_figures")
ON = date(2026, 9, 30)
PEOPLE = 262


def counts(met: int, not_met: int, unknown: int, set_apart: int) -> dict[str, object]:
    outcomes = {
        Outcome.MET: met,
        Outcome.NOT_MET: not_met,
        Outcome.NOT_RECORDED: unknown,
        Outcome.EXCEPTION: set_apart,
        Outcome.NOT_APPLICABLE: PEOPLE - met - not_met - unknown - set_apart,
    }
    words = {Outcome.MET: "It was there", Outcome.NOT_MET: "Nothing is on record"}
    return {
        "outcomes": {outcome.value: number for outcome, number in outcomes.items()},
        "groups": [
            {"outcome": outcome.value, "words": said, "people": outcomes[outcome]}
            for outcome, said in words.items()
            if outcomes[outcome]
        ],
        "marks": [],
        "figures": [],
    }


def in_full(item: dict[str, Any], met: int) -> dict[str, object]:
    """With every sign of it, and a figure."""
    signs = [{"words": sign, "people": met - n} for n, sign in enumerate(item["signs"])]
    label = item["lead_figure"] or "Median of days"
    figures = [{"label": label, "value": met / 4, "unit": "days", "of": met}]
    return {**counts(met, 60, 9, 12), "marks": signs, "figures": figures}


@pytest.fixture(scope="module")
def report() -> AuditReport:
    steps = definitions.stored()
    items = [item for step in steps for item in step["indicators"]]
    counted = {item["code"]: in_full(item, 100 + 3 * n) for n, item in enumerate(items)}
    counted["10.3"] = counts(2, 150, 9, 0)
    before = {item["code"]: counts(90 + 3 * n, 60, 9, 12) for n, item in enumerate(items)}
    numbers = AuditRules().values() | {"thresholds": {"5.1": 70, "7.1": 90}}
    own = StreamReport(
        "process",
        "Process",
        2,
        "Joint week 12 clinics.",
        date(2026, 7, 14),
        "Dr Osei",
        "Two slots a week",
        date(2026, 10, 31),
    )
    streams = {
        5: (own, StreamReport("numbers", "Numbers"), StreamReport("experience", "Experience"))
    }
    points = tuple(
        RetentionPoint(week, 118 - 5 * week, 1 - week / 50, 0.95 - week / 50, 0.99)
        for week in range(13)
    )
    report = AuditReport(
        service_name="Harbour Street Recovery Service",
        service_code="HARBOUR",
        kind_of_data="synthetic",
        number=14,
        on=ON,
        period_start_on=date(2025, 10, 1),
        known_at=datetime(2026, 10, 1, 5, tzinfo=UTC),
        created_at=datetime(2026, 10, 1, 6, tzinfo=UTC),
        prepared_by="Ruth Calder",
        prepared_role="Service manager",
        digest="7f3a91c0d2e840b6" * 4,
        people=PEOPLE,
        on_treatment=251,
        in_treatment=258,
        steps=step_reports(steps, counted, numbers, streams),
        retention=Retention(now=points, before=points),
        numbers=numbers,
        schedule={},
        schedule_version="0",
    )
    then = replace(
        report, number=13, on=date(2026, 6, 30), steps=step_reports(steps, before, numbers, {})
    )
    promised = Action(
        "5.1", 13, "Twelve joint clinics", "Dr Osei", ON, "Fewer wait", "Open", is_open=True
    )
    said = ("42 of 60, 70%", "61 of 83, 73%") * 2
    kept = Kept(
        promised, "Strategic review in date", then.on, *said, "Chart: no signal in 9 months."
    )
    return replace(
        report, before=then, steps=compared(report.steps, then.steps), said=Said(kept=(kept,))
    )


@pytest.fixture(scope="module")
def made(report: AuditReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pdf") / "audit.pdf"
    place.write_bytes(contents(report, lambda *_: None)[AuditFile.Kind.PDF])
    return place


@pytest.fixture(scope="module")
def opened(made: Path) -> tuple[dict[str, bytes], list[str]]:
    """The attachments, and the text of each page."""
    found: tuple[dict[str, bytes], list[str]] = audit_figures.opened(made)
    return found


@pytest.fixture(scope="module")
def pages(opened: tuple[dict[str, bytes], list[str]]) -> list[str]:
    return opened[1]


@pytest.mark.parametrize("name", ["PDF_UA_1", "PDF_A_3A"])
def test_it_can_be_read_aloud_and_archived(made: Path, name: str) -> None:
    found = page.validate_pdf(str(made), profile=getattr(page.ValidationProfile, name))
    assert found.failures == [] and found.is_compliant


def test_every_step_has_its_page_with_its_own_title(pages: list[str], report: AuditReport) -> None:
    for step in report.steps:
        mine = [text for text in pages if f"Step {step.number} {step.definition['title']}" in text]
        assert len(mine) == 1, step.number


def test_drift_and_early_ending_stand_on_one_page(pages: list[str], report: AuditReport) -> None:
    titles = [report.indicator(code).definition["title"] for code in ("5.4", "5.5")]
    assert any(all(title in text and "Balance" in text for title in titles) for text in pages)


def test_each_page_names_the_service_the_run_and_that_it_is_synthetic(pages: list[str]) -> None:
    for text in pages[1:]:
        assert "SYNTHETIC DATA" in text and "Run 14. Digest 7f3a 91c0" in text
        assert "Draft: 0 of 2 signatures" in text


def test_figures_on_paper_are_those_of_the_report(pages: list[str], report: AuditReport) -> None:
    items = protected(report)
    summary = next(text for text in pages if "One headline for each step" in text)
    for step in report.steps:
        item = items[step.headline.code]
        assert f"{item.people} {item.percent}" in summary, item.code


def test_a_cell_under_five_does_not_leave_the_service(
    pages: list[str], report: AuditReport
) -> None:
    text = next(t for t in pages if "Step 10 " in t)
    assert "under 5" in text
    assert "2 of 152" not in text and not re.search(r"\b1%", text)


def test_an_empty_stream_is_printed_empty(pages: list[str]) -> None:
    text = next(t for t in pages if "Step 5 " in t)
    assert "Joint week 12 clinics." in text and "nothing recorded" in text


def test_it_says_that_nobody_has_checked_where_nobody_has(pages: list[str]) -> None:
    assert "not yet checked" in " ".join(pages)


def test_it_is_written_in_british_english_and_has_a_title(made: Path) -> None:
    reader = pypdf.PdfReader(made)
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata and "Harbour Street" in reader.metadata.title


def test_every_figure_comes_out_of_the_attachments(
    opened: tuple[dict[str, bytes], list[str]],
) -> None:
    assert audit_figures.differences(*opened) == []


@pytest.mark.parametrize(
    "place",
    [
        r"People read 26(2)",
        r"Complete (\d)",
        r"Run 13, 30 June 2026 4(2) of 60",
        r"61 of 83, 7(3)%",
        r"no signal in (9) months",
        r"Summary .* 1(4)2 of 202 70%",
        r"Summary .* 142 of 202 7(0)%",
        r"Summary .* 142 of 202 70% \+(\d)",
        r"70% \+\d (2) of 3 Strength",
        r"Drift watch .*?(6)0 of 211 people",
        r"211 people, (9) unknown",
        r"No goal changed for 12 months 1(\d)",
        r"12 76% \(71% to 9(9)%\), 58 counted",
        r"8 84% \(79% to 99%\), (7)8 counted",
        r"(1)42 of 202 people are not overdue",
        r"Most often: nothing is on record \(6(0)\)",
        r"28 days’ grace 142 of 20(2) ",
        r"28 days’ grace 142 of 202 70% \+\d (9) 67% to 72% Strength",
        r"28 days’ grace 142 of 202 70% \+\d 9 67% to 7(2)% Strength",
        r"Why not met \(5.1\) Reason People Nothing is on record (6)0",
        r"Median of days (2)",
        r"Naloxone in place 10(3); declined",
        r"Set apart: 1(2). Not recorded: 9. Known for 9\d%",
        r"Set apart: 12. Not recorded: 9. Known for 9(\d)%",
        r"How the service sees itself: (2) of 3",
        r"Process: (2) of 3",
        r"Cells under this number do not leave the service (5)",
        r"Run 14, 7f3a(9)1c0",
    ],
)
def test_one_digit_altered_is_found(opened: tuple[dict[str, bytes], list[str]], place: str) -> None:
    attached, pages = opened
    number, found = next(
        (n, hit) for n, text in enumerate(pages) if (hit := re.search(place, text)) is not None
    )
    text, at = pages[number], found.start(1)
    other = str((int(text[at]) + 1) % 10)
    altered = [*pages[:number], text[:at] + other + text[at + 1 :], *pages[number + 1 :]]
    assert audit_figures.differences(attached, altered)


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("figures.csv", b"5.1,headline,number,142", b"5.1,headline,number,143"),
        ("report.json", b'"value": "142"', b'"value": "141"'),
        ("manifest.json", b'"run": 14', b'"run": 15'),
        ("definitions.json", b'"version": 1', b'"version": 9'),
    ],
)
def test_attachments_that_disagree_are_found(
    opened: tuple[dict[str, bytes], list[str]], name: str, was: bytes, becomes: bytes
) -> None:
    attached, pages = opened
    assert was in attached[name]
    altered = {**attached, name: attached[name].replace(was, becomes, 1)}
    assert audit_figures.differences(altered, pages)
