"""The audit report as a PDF, and as one file for a browser. Both leave the service, so
their figures are protected first.

Page plan: domain/twelve-steps.md §13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from audits import sentences, sign_off
from audits.export import complete, numbers_used, outside, total
from audits.printed import Printed
from audits.report import AuditReport, Retention, StepReport
from audits.several import FIGURES_LEFT_OUT, NOT_FOR_SEVERAL, RETENTION_LEFT_OUT
from audits.step import Direction
from audits.weeks_printed import WEEKS_SHOWN, Week, weeks
from rodt import pdf
from rodt.words import and_list, nhs_date, nhs_datetime, plain_number, sentence

WATCHES = ("5.4", "5.5")
WATCH_QUESTIONS = {
    "5.4": "Did nobody look? Two or more signs.",
    "5.5": "Did it end too soon? Any one sign.",
}
HEAD_LINES = 3
LETTERS_A_LINE = 45
LINES_A_PAGE, LINES_AN_INDICATOR = 45, 3


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of a step: rows of words and value."""

    head: str
    what: str
    rows: Sequence[tuple[str, str]]

    @property
    def lines(self) -> int:
        """About how high it stands, in lines of a column."""
        return HEAD_LINES + sum(1 + len(f"{a} {b}") // LETTERS_A_LINE for a, b in self.rows)

    @property
    def is_words(self) -> bool:
        """Answers in words stand at the left, numbers at the right."""
        return any(";" in value for _, value in self.rows)


def document(report: AuditReport) -> str:
    """What is drawn as the PDF (`rodt.drawing`)."""
    context = pdf_context(report)
    return pdf.document("pdf/audit_report.html", context, title=context["title"])


def web_page(report: AuditReport) -> bytes:
    """The same as one file for a browser, which fetches nothing."""
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "report_file.css").read_text()
    context = pdf_context(report) | {"sheet": SafeString(sheet)}
    return render_to_string("pdf/audit_report_page.html", context).encode()


def pdf_context(report: AuditReport) -> dict[str, Any]:
    items = protected(report)
    return {
        "title": f"12 immediate steps: {report.service_name}, {nhs_date(report.on)}",
        "head_left": f"12 immediate steps. {report.service_name}, {nhs_date(report.on)}",
        "head_right": ". ".join(
            part
            for part in (_kind(report), "" if report.several else sign_off.standing(report))
            if part
        ),
        "foot_left": (
            f"{report.called}. Digest {report.short_digest}. Names nobody in treatment;"
            f" cells under {_under(report)} not shown"
        ),
        "report": report,
        "kind": _kind(report),
        "facts": _facts(report),
        "opening": opening([items[s.headline.code] for s in report.steps], report),
        "summary": [{"step": step, "item": items[step.headline.code]} for step in report.steps],
        "watches": [_watch(items[code]) for code in WATCHES],
        "weeks": _weeks(report.weeks_leaving, _under(report)),
        "weeks_remark": report.leaving.weeks.words if report.leaving.weeks else "",
        "steps": [_step(step, items, report) for step in report.steps],
        "kept": report.said.kept,
        "sign_off": sign_off.rows(report),
        "numbers": numbers_used(report),
        "parts": [
            {"part": part, "people": people(report, part.people)}
            for part in (report.several.parts if report.several else ())
        ],
        "retention_left_out": RETENTION_LEFT_OUT,
        "figures_left_out": FIGURES_LEFT_OUT[:1].lower() + FIGURES_LEFT_OUT[1:],
        "under": _under(report),
    }


def opening(headlines: Sequence[Printed], report: AuditReport) -> str:
    if report.several:
        return sentences.of_several(headlines, len(report.several.parts))
    return sentences.of_report(headlines, report.previous_number, report.alone_because)


def protected(report: AuditReport) -> dict[str, Printed]:
    """Every indicator as it may leave the service, by code."""
    return {item.code: outside(report, item) for item in report.indicators}


def _under(report: AuditReport) -> int:
    return int(report.numbers["suppress_under"])


def _kind(report: AuditReport) -> str:
    return {"synthetic": "SYNTHETIC DATA", "research": "RESEARCH DATA"}.get(report.kind_of_data, "")


def people(report: AuditReport, number: int) -> str:
    """As it may leave the service, with commas."""
    shown = total(report, number)
    return plain_number(number) if shown.isdigit() else shown


def _facts(report: AuditReport) -> list[dict[str, str]]:
    """The facts of the run, as the cover lists them."""
    prepared = ", ".join(part for part in (report.prepared_by, report.prepared_role) if part)
    return [
        _whose(report),
        {"key": "As things stood", "value": nhs_date(report.on)},
        {
            "key": "Period",
            "value": f"{nhs_date(report.period_start_on)} to {nhs_date(report.on)}",
        },
        {"key": "As known at", "value": nhs_datetime(localtime(report.known_at))},
        {"key": "People read", "value": people(report, report.caseload("people"))},
        {"key": "Complete", "value": complete(report)},
        {"key": "Prepared by", "value": prepared or "a command, without a person's name"},
        {"key": "Signed", "value": _signed(report)},
        {"key": "Intervals", "value": sentence(report.intervals_words)},
        {"key": "Run and digest", "value": f"{report.called}, {report.digest}"},
    ]


def _signed(report: AuditReport) -> str:
    if report.several:
        return "Each service signs its own report"
    return sign_off.said(report)


def _whose(report: AuditReport) -> dict[str, str]:
    if report.several:
        return {"key": "Services", "value": and_list([p.name for p in report.several.parts])}
    return {"key": "Service", "value": f"{report.service_name} ({report.service_code})"}


def _watch(item: Printed) -> dict[str, Any]:
    return {"item": item, "question": WATCH_QUESTIONS[item.code]}


def _step(step: StepReport, items: dict[str, Printed], report: AuditReport) -> dict[str, Any]:
    mine = [items[indicator.code] for indicator in step.indicators]
    headline = items[step.headline.code]
    return {
        "step": step,
        "items": mine,
        "headline": headline,
        "comment": report.said.comment_on(step.number),
        "actions": report.said.actions_of(step.number),
        "sentence": sentences.of_step(mine, headline.code),
        "blocks": [_columns(tables) for tables in _blocks(_tables(mine, headline), len(mine))],
    }


def _tables(mine: Sequence[Printed], headline: Printed) -> list[Table]:
    """What stands under the indicators of a step: figures, reasons of the headline, answers."""
    found = [
        Table(f"{item.code} in figures", "Figure", [(f.label, f.value) for f in item.figures])
        for item in mine
        if any(figure.value != NOT_FOR_SEVERAL for figure in item.figures)
    ]
    if headline.reasons:
        is_described = headline.definition["direction"] == Direction.DESCRIPTIVE
        head = "What was found" if is_described else "Why not met"
        rows = [(reason.words, reason.people) for reason in headline.reasons]
        found.append(Table(f"{head} ({headline.code})", "Reason", rows))
    found += [
        Table(f"{item.code}: {item.definition['signs_head']}", "What", _answers(item))
        for item in mine
        if item.marks and item.code not in WATCHES
    ]
    return found


def _blocks(tables: Sequence[Table], indicators: int) -> list[list[Table]]:
    """In their order, so many together as stand on what the indicators leave of a page, the others
    on the next one: what stands side by side is not broken over two."""
    most = 2 * (LINES_A_PAGE - LINES_AN_INDICATOR * indicators)
    blocks: list[list[Table]] = [[]]
    for table in tables:
        if blocks[-1] and sum(one.lines for one in blocks[-1]) + table.lines > most:
            blocks.append([])
        blocks[-1].append(table)
    return blocks


def _columns(tables: Sequence[Table]) -> list[list[Table]]:
    """Side by side, as low as they can stand, each column in their order. One alone has the whole
    width."""
    if len(tables) < 2:
        return [list(tables)]

    def columns(sides: Sequence[int]) -> list[list[Table]]:
        return [[t for t, side in zip(tables, sides, strict=True) if side == at] for at in (0, 1)]

    def height(sides: Sequence[int]) -> int:
        return max(sum(table.lines for table in column) for column in columns(sides))

    return columns(min(product((0, 1), repeat=len(tables)), key=height))


def _answers(item: Printed) -> list[tuple[str, str]]:
    """A row for each question with its answers; a sign that is no answer has a row of its own."""
    rows: dict[str, list[str]] = {}
    for mark in item.marks:
        question, _, answer = mark.words.partition(": ")
        rows.setdefault(question, []).append(f"{answer} {mark.people}".strip())
    return [(question, "; ".join(said)) for question, said in rows.items()]


def _weeks(retention: Retention, under: int) -> list[dict[str, str]]:
    """Who was still in treatment at each week shown, where that tells of no few people."""
    if not (retention.now or retention.before):
        return []
    cohorts = {
        name: {week.week: week for week in weeks(points, under)}
        for name, points in (("now", retention.now), ("before", retention.before))
    }
    return [
        {"week": str(week), **{name: _said(found[week]) for name, found in cohorts.items()}}
        for week in WEEKS_SHOWN
    ]


def _said(week: Week) -> str:
    if not week.at_risk:
        return week.share
    interval = f" ({week.interval})" if week.interval else ""
    return f"{week.share}{interval}, {plain_number(int(week.at_risk))} counted"
