"""Adding up the reports of several services. Pure: what is added are the counts kept with each run.

Counts are sums, and shares, intervals and ranges follow from them in `audits.report`, as for one
service. An indicator adds up only where it was counted alike: by the same version and the same
numbers. Counts of people beside it add up too; medians and curves do not.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from audits import rounds_beside, rounds_protect
from audits.as_printed import CASELOADS
from audits.export import leaving
from audits.report import AuditReport, FigureReport, IndicatorReport
from audits.rounds_beside import LeftOut, kept_back_beside
from audits.rounds_protect import Cell, cells_of, kept_back, sizes_of
from audits.several import NOT_FOR_SEVERAL, CellName, names_of, plain_names
from audits.step import Outcome, how_many
from rodt.words import and_list

Pair = tuple[AuditReport, IndicatorReport]
READ_BY_COLLEAGUES = "7.3"
TOTALS = "caseloads"
"""In place of the code of an indicator: the sizes of the services."""
LARGEST_WINS = ("known_at_least", "suppress_under")
SAMPLES = (
    f"{READ_BY_COLLEAGUES} adds up plans that were read. Each service drew its own sample, so a"
    " large service weighs less than its size."
)


def digest(digests: Iterable[str]) -> str:
    """SHA-256 of the runs' digests, a line each, in the order of the services' codes."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def add_up(
    reports: Sequence[AuditReport],
    left_out: Sequence[str] = (),
    earlier: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """What is kept of a merged report, as plain values. `reports`: in the order of their codes.
    `earlier`: the figures of merged reports of the same time, over these services or others."""
    numbers = _numbers(reports)
    under = numbers["suppress_under"]
    newest = max(reports, key=lambda report: [item.version for item in report.indicators])
    steps, counts, kept, others, remarks = [], {}, {}, {}, _first_remarks(reports)
    cells: dict[str, dict[CellName, dict[str, Cell]]] = {TOTALS: sizes_of(reports, under)}
    for step in newest.steps:
        indicators = []
        for item in step.indicators:
            alike = _alike(reports, item.code)
            if otherwise := _otherwise(alike, reports):
                others[item.code] = [report.service_code for report in otherwise]
                remarks.append(_not_alike(item.code, otherwise, len(reports)))
            indicators.append(dict(alike[0][1].definition))
            counts[item.code] = _sum([leaving(report, item) for report, item in alike])
            cells[item.code] = cells_of(alike)
        steps.append({**step.definition, "indicators": indicators})
    if counts.get(READ_BY_COLLEAGUES, {}).get("groups"):
        remarks.append(SAMPLES)
    own = {code: rounds_protect.left_out(one) for code, one in cells.items()}
    for code, one in cells.items():
        beside = kept_back_beside(own[code], [_printed(then, code) for then in earlier], under)
        kept[code] = plain_names(kept_back(one, under) | beside)
    sizes = {name: sum(report.caseload(name) for report in reports) for name in CASELOADS}
    schedules = {report.schedule_version for report in reports}
    is_one_schedule = len(schedules) == 1 and schedules == {"0"}
    return {
        "definitions": {"steps": steps},
        "configuration": {
            "numbers": numbers,
            "schedule": dict(newest.schedule) if is_one_schedule else {},
            "schedule_version": "0" if is_one_schedule else "",
        },
        "figures": {
            **sizes,
            "counts": counts,
            "kept_back": kept,
            "kept_totals": sorted({sizes[name] for name in CASELOADS if name in kept[TOTALS]}),
            rounds_beside.KEPT_AS: {code: rounds_beside.plain(one) for code, one in own.items()},
            "kind_of_data": _kind(reports),
            "counted_otherwise": others,
            "left_out": list(left_out),
            "remarks": remarks,
            "parts": [
                {
                    "code": report.service_code,
                    "name": report.service_name,
                    "run": report.number,
                    "digest": report.digest,
                    "people": report.caseload("people"),
                }
                for report in reports
            ],
        },
        "digest": digest(report.digest for report in reports),
    }


def _printed(then: Mapping[str, Any], code: str) -> tuple[LeftOut, frozenset[CellName]]:
    """Of an indicator in an earlier merged report; one made before it was kept says nothing."""
    values = then.get(rounds_beside.KEPT_AS, {}).get(code, ())
    return rounds_beside.of_plain(values), names_of(then["kept_back"].get(code, ()))


def _numbers(reports: Sequence[AuditReport]) -> dict[str, Any]:
    """Each number that all services used; None where they differ. No thresholds: they are a
    service's own."""
    names = {name for report in reports for name in report.numbers}
    found: dict[str, Any] = {}
    for name in sorted(names - {"thresholds", *LARGEST_WINS}):
        used = {report.numbers.get(name) for report in reports}
        found[name] = used.pop() if len(used) == 1 else None
    for name in LARGEST_WINS:
        found[name] = max(report.numbers[name] for report in reports)
    return {**found, "thresholds": {}}


def _alike(reports: Sequence[AuditReport], code: str) -> list[Pair]:
    """The services that counted this indicator alike: most of them; of as many, the newest."""
    groups: dict[tuple[Any, ...], list[Pair]] = defaultdict(list)
    for report in reports:
        for item in report.indicators:
            if item.code == code:
                used = [report.numbers.get(name) for name in item.definition.get("numbers", ())]
                groups[item.version, *used].append((report, item))
    return max(groups.values(), key=lambda pairs: (len(pairs), pairs[0][1].version))


def _otherwise(alike: Sequence[Pair], reports: Sequence[AuditReport]) -> list[AuditReport]:
    counted = {report.service_code for report, _ in alike}
    return [report for report in reports if report.service_code not in counted]


def _not_alike(code: str, otherwise: Sequence[AuditReport], services: int) -> str:
    names = and_list([report.service_name for report in otherwise])
    return (
        f"{code} adds up {services - len(otherwise)} of {services} services."
        f" {names} counted it by another definition or other numbers."
    )


def _kind(reports: Sequence[AuditReport]) -> str:
    """Invented records among the rest make the whole invented."""
    kinds = {report.kind_of_data for report in reports}
    return next(kind for kind in ("synthetic", "research", "live") if kind in kinds)


def _first_remarks(reports: Sequence[AuditReport]) -> list[str]:
    kinds = sorted({report.kind_of_data for report in reports})
    if len(kinds) < 2:
        return []
    return [f"Records of different kinds are added up here: {and_list(kinds)}."]


def _sum(items: Sequence[IndicatorReport]) -> dict[str, Any]:
    """As the counts of one run are kept (`tally.Tally.stored`)."""
    groups: Counter[tuple[str, str]] = Counter()
    marks: Counter[str] = Counter()
    for item in items:
        groups.update({(group.outcome, group.words): group.people for group in item.groups})
        marks.update({mark.words: mark.people for mark in item.marks})
    return {
        "outcomes": {
            Outcome.MET.value: sum(item.met for item in items),
            Outcome.NOT_MET.value: sum(item.not_met for item in items),
            Outcome.EXCEPTION.value: sum(item.set_apart for item in items),
            Outcome.NOT_RECORDED.value: sum(item.unknown for item in items),
        },
        "groups": [
            {"outcome": outcome, "words": words, "people": people}
            for (outcome, words), people in sorted(groups.items())
        ],
        "marks": [{"words": words, "people": people} for words, people in sorted(marks.items())],
        "figures": _figures(items),
    }


def _figures(items: Sequence[IndicatorReport]) -> list[dict[str, Any]]:
    """Counts of people added up, any other without a value; in the order of whoever has most."""
    by_label: dict[str, list[FigureReport]] = defaultdict(list)
    for item in sorted(items, key=lambda item: -len(item.figures)):
        for figure in item.figures:
            by_label[figure.label].append(figure)
    return [_figure(label, found) for label, found in by_label.items()]


def _figure(label: str, found: Sequence[FigureReport]) -> dict[str, Any]:
    """Whoever has nobody to count has no figure of it."""
    if all(figure.is_count for figure in found):
        return asdict(how_many(label, sum(figure.of for figure in found)))
    return {"label": label, "value": None, "unit": "", "of": 0, "words": NOT_FOR_SEVERAL}
