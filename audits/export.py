"""The figures as data: a canonical CSV and JSON that hold nothing that may not leave the service.

Canonical: the same run gives the same bytes. No names, no NHS numbers, no references, no ids; cells
under 5 as words. What stands here rebuilds every figure of the PDF (`scripts/audit_figures.py`).
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from audits.as_printed import CASELOADS
from audits.definitions import NUMBER_WORDS
from audits.printed import Printed, printed
from audits.protect import Hidden, protect
from audits.report import AuditReport, IndicatorReport, indicator_report
from audits.weeks_printed import weeks
from rodt.spreadsheet import safe
from rodt.words import plain_number

CSV_COLUMNS = ("step", "code", "figure", "label", "value")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: what digests are taken of."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    ).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def hidden_in(report: AuditReport, indicator: IndicatorReport) -> Hidden:
    """Of what leaves the service (`leaving`): what is not printed."""
    return protect(
        indicator,
        report.numbers["suppress_under"],
        totals(report, indicator.code),
        report.kept_back(indicator.code),
    )


def totals(report: AuditReport, code: str) -> tuple[int, ...]:
    """Sizes of caseloads that are printed beside this indicator."""
    return report.leaving.of(code).totals or tuple(map(report.caseload, CASELOADS))


def leaving(report: AuditReport, indicator: IndicatorReport) -> IndicatorReport:
    """Its own counts, or those of an earlier report that are printed in place of them."""
    counted = report.leaving.of(indicator.code).counted
    if counted is None:
        return indicator
    return indicator_report(indicator.definition, counted, report.numbers)


def total(report: AuditReport, people: int) -> str:
    """The size of a whole caseload as it may leave the service."""
    under = report.numbers["suppress_under"]
    if report.several and people in report.several.kept_totals:
        return "not shown"
    return f"under {under}" if 0 < people < under else str(people)


def outside(report: AuditReport, indicator: IndicatorReport) -> Printed:
    """One indicator as it may leave the service."""
    item, before, was = leaving(report, indicator), report.before, indicator.previous
    if before is not None and was is not None:
        was = leaving(before, was)
    return printed(
        replace(item, previous=was),
        hidden_in(report, item),
        under=report.numbers["suppress_under"],
        previous_hidden=hidden_in(before, was) if before and was else None,
        remark=report.leaving.of(item.code).words,
    )


def rows(report: AuditReport) -> list[tuple[str, str, str, str, str]]:
    """Every figure of the report, one a row, in its order."""
    found = [
        ("", "", "run", "people_read", total(report, report.caseload("people"))),
        ("", "", "run", "on_treatment", total(report, report.caseload("on_treatment"))),
        ("", "", "run", "in_treatment", total(report, report.caseload("in_treatment"))),
        ("", "", "run", "complete", complete(report)),
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
    for one in report.said.kept:
        of, code, run = str(one.action.step), one.action.code, f"run {one.action.run}"
        found.append((of, code, "then", run, one.then_outside))
        found.append((of, code, "now", run, one.now_outside))
        found.append((of, code, "chart", run, one.chart))
    found += [("", "", *week) for week in _first_weeks(report)]
    found += [("", "", "number_used", words, value) for words, value in numbers_used(report)]
    return found


def _first_weeks(report: AuditReport) -> Iterator[tuple[str, str, str]]:
    curves, under = report.weeks_leaving, report.numbers["suppress_under"]
    if curves.now or curves.before:
        for name, points in (("this_period", curves.now), ("before", curves.before)):
            for week in weeks(points, under):
                kind, label = f"first_12_weeks_{name}", f"week {week.week}"
                yield kind, label, week.share
                yield f"{kind}_interval", label, week.interval
                yield f"{kind}_at_risk", label, week.at_risk
    if report.leaving.weeks:
        yield "first_12_weeks", "remark", report.leaving.weeks.words


def complete(report: AuditReport) -> str:
    """46 of 50 indicators known for 80% or more; of those that ask about anybody."""
    asked = len(report.asked)
    if not asked:
        return "Nobody to count"
    least = report.numbers["known_at_least"]
    return f"{report.known_enough} of {asked} indicators known for {least}% or more"


def numbers_used(report: AuditReport) -> list[tuple[str, str]]:
    """The numbers this run used, each with what it is for. Later ones it did not know."""
    return [
        (words, "differs" if number is None else plain_number(number))
        for name, words in NUMBER_WORDS.items()
        if name in report.numbers
        for number in (report.numbers[name],)
    ]


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
    if item.remark:
        found.append(("headline", "remark", item.remark))
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
        "people_read": total(report, report.caseload("people")),
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
