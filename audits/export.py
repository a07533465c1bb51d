"""The figures as data: a canonical CSV and JSON that hold nothing that may not leave the service.

Canonical: the same run gives the same bytes. No names, no NHS numbers, no references, no ids; cells
under 5 as words. What stands here rebuilds every figure of the PDF (`scripts/audit_figures.py`).
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any

from audits.printed import Printed, printed
from audits.protect import Hidden, protect
from audits.report import AuditReport, IndicatorReport, RetentionPoint
from rodt.spreadsheet import safe

CSV_COLUMNS = ("step", "code", "figure", "label", "value")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: what digests are taken of."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    ).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def hidden_in(report: AuditReport, indicator: IndicatorReport) -> Hidden:
    return protect(
        indicator,
        report.numbers["suppress_under"],
        (report.people, report.on_treatment, report.in_treatment),
        report.kept_back(indicator.code),
    )


def total(report: AuditReport, people: int) -> str:
    """The size of a whole caseload as it may leave the service."""
    under = report.numbers["suppress_under"]
    if report.several and people in report.several.kept_totals:
        return "not shown"
    return f"under {under}" if 0 < people < under else str(people)


def outside(report: AuditReport, indicator: IndicatorReport) -> Printed:
    """One indicator as it may leave the service."""
    before = indicator.previous
    return printed(
        indicator,
        hidden_in(report, indicator),
        under=report.numbers["suppress_under"],
        previous_hidden=hidden_in(report, before) if before else None,
    )


def thinned(points: Iterable[RetentionPoint], under: int) -> tuple[RetentionPoint, ...]:
    """Weeks of the retention curve that tell of no fewer than 5 people: a week is kept where nobody
    or at least 5 have gone since the last one kept, and until the last week."""
    found = tuple(points)
    if not found or found[0].at_risk < under:
        return ()
    last = found[-1]
    if 0 < last.at_risk < under or 0 < found[0].at_risk - last.at_risk < under:
        return found[:1]
    kept = [found[0]]
    for point in found[1:-1]:
        gone = kept[-1].at_risk - point.at_risk, point.at_risk - last.at_risk
        if all(people == 0 or people >= under for people in gone):
            kept.append(point)
    return (*kept, last)


def rows(report: AuditReport) -> list[tuple[str, str, str, str, str]]:
    """Every figure of the report, one a row, in its order."""
    found = [
        ("", "", "run", "people_read", total(report, report.people)),
        ("", "", "run", "on_treatment", total(report, report.on_treatment)),
        ("", "", "run", "in_treatment", total(report, report.in_treatment)),
    ]
    for step in report.steps:
        number = str(step.number)
        for indicator in step.indicators:
            item = outside(report, indicator)
            found += [(number, item.code, *figure) for figure in _figures(item)]
        own = "" if step.own_view is None else str(step.own_view)
        found.append((number, "", "own_view", "0 to 3", own))
        found += [
            (number, "", "stream", s.key, "" if s.rating is None else str(s.rating))
            for s in step.streams
        ]
    for part in report.answers:
        found += [("", "", part.part.key, one.question.key, one.answer) for one in part.answers]
    found += [
        (str(one.action.step), one.action.code, "then", f"run {one.action.run}", one.then_outside)
        for one in report.said.kept
    ]
    under = report.numbers["suppress_under"]
    for name, points in (
        ("this_period", report.retention.now),
        ("before", report.retention.before),
    ):
        for point in thinned(points, under):
            found.append(("", "", f"first_12_weeks_{name}", f"week {point.week}", _share(point)))
            found.append(
                ("", "", f"first_12_weeks_{name}_at_risk", f"week {point.week}", str(point.at_risk))
            )
    return found


def _share(point: RetentionPoint) -> str:
    return f"{round(point.share * 100)}%"


def _figures(item: Printed) -> list[tuple[str, str, str]]:
    """As printed, but without commas in numbers: other programs read this."""
    return [(kind, label, plain(value)) for kind, label, value in _printed_figures(item)]


def plain(value: str) -> str:
    bare = value.replace(",", "")
    return bare if bare.split(" ")[0].replace(".", "").isdigit() else value


def _printed_figures(item: Printed) -> list[tuple[str, str, str]]:
    found = [
        ("headline", "number", item.number),
        ("headline", "of", item.of),
        ("headline", "percent", item.percent),
        ("headline", "interval", item.interval),
        ("headline", "range_of_unknowns", item.range),
        ("headline", "unknown", item.unknown),
        ("headline", "set_apart", item.set_apart),
        ("headline", "known", item.known),
        ("headline", "change", item.change),
        ("headline", "verdict", item.verdict_words),
    ]
    found += [("reason", group.words, group.people) for group in item.reasons]
    found += [("unknown", group.words, group.people) for group in item.unknown_groups]
    found += [("set_apart", group.words, group.people) for group in item.set_apart_groups]
    found += [("sign", mark.words, mark.people) for mark in item.marks]
    found += [("figure", figure.label, figure.value) for figure in item.figures]
    return found


def as_csv(report: AuditReport) -> bytes:
    """A cell that a spreadsheet might run as a formula starts with an apostrophe."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([safe(cell) for cell in row] for row in rows(report))
    return sheet.getvalue().encode("utf-8")


def manifest(report: AuditReport) -> dict[str, Any]:
    """What was run: with the same record it gives the same digest again."""
    return {
        "service": report.service_code,
        "service_name": report.service_name,
        "kind_of_data": report.kind_of_data,
        "run": report.number,
        "on": report.on.isoformat(),
        "period_start_on": report.period_start_on.isoformat(),
        "known_at": report.known_at.isoformat(),
        "digest": report.digest,
        "compared_with_run": report.previous_number,
        "sample_seed": report.sample_seed,
        "numbers": dict(report.numbers),
        "schedule_version": report.schedule_version,
        "schedule": dict(report.schedule),
        "people_read": total(report, report.people),
        **_added_up(report),
    }


def _added_up(report: AuditReport) -> dict[str, Any]:
    """Whose runs a report over several services adds up, and where not all were counted alike."""
    if report.several is None:
        return {}
    return {
        "services": [
            {
                "service": p.code,
                "run": p.run,
                "digest": p.digest,
                "people_read": total(report, p.people),
            }
            for p in report.several.parts
        ],
        "left_out": list(report.several.left_out),
        "remarks": list(report.several.remarks),
    }


def definitions(report: AuditReport) -> list[dict[str, Any]]:
    return [dict(step.definition) for step in report.steps]


def as_json(report: AuditReport) -> bytes:
    """Manifest, definitions and figures in one file."""
    return _pretty(
        {
            "manifest": manifest(report),
            "definitions": definitions(report),
            "figures": [dict(zip(CSV_COLUMNS, row, strict=True)) for row in rows(report)],
        }
    )


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def manifest_file(report: AuditReport) -> bytes:
    return _pretty(manifest(report))


def definitions_file(report: AuditReport) -> bytes:
    return _pretty(definitions(report))
