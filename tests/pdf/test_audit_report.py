"""The audit report on paper: its pages, what it says, and what it keeps to itself."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import page
import pypdf
import pytest

from audits import definitions
from audits.report import AuditReport, Retention, RetentionPoint, StreamReport, step_reports
from audits.report_pdf import pdf, protected
from audits.rules import AuditRules
from audits.step import Outcome
from rodt.pdf import Attachment

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
        "marks": [{"words": "No keywork contact in 8 weeks", "people": 3}],
        "figures": [],
    }


@pytest.fixture(scope="module")
def report() -> AuditReport:
    steps = definitions.stored()
    codes = [item["code"] for step in steps for item in step["indicators"]]
    counted = {code: counts(100 + 3 * n, 60, 9, 12) for n, code in enumerate(codes)}
    counted["10.3"] = counts(2, 150, 9, 0)
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
    points = tuple(RetentionPoint(week, 118, 0.9, 0.85, 0.95) for week in range(13))
    return AuditReport(
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


@pytest.fixture(scope="module")
def made(report: AuditReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pdf") / "audit.pdf"
    place.write_bytes(
        pdf(report, [Attachment("results.csv", b"code,number\r\n1.1,5\r\n", "Results")])
    )
    return place


@pytest.fixture(scope="module")
def pages(made: Path) -> list[str]:
    return [" ".join(leaf.extract_text().split()) for leaf in pypdf.PdfReader(made).pages]


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
    summary = pages[1]
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
