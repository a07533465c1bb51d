"""Figures as words, ready to print: the same for page, PDF, HTML, CSV and JSON. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audits.protect import Hidden, nothing_hidden
from audits.report import Group, IndicatorReport
from audits.step import Direction
from audits.sums import NOT_SHOWN, UNDER
from rodt.charts import Interval
from rodt.words import out_of_100, percent, plain_number

VERDICTS = {
    "strength": "Strength",
    "needs_attention": "Needs attention",
    "insufficient_data": "Insufficient data",
    "descriptive_only": "Descriptive only",
    "nobody": "Nobody to count",
}
NOBODY = "nobody to count"


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    words: str
    people: str
    slug: str
    number: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One indicator. `people`: "164 of 231"; `number` and `of` apart, each maybe not shown.
    `lead`: the figure that is said in place of a share, "Caseload of a keyworker, median: 48".
    `remark`: where an earlier report decides what is printed.
    """

    code: str
    title: str
    sub: str
    definition: Mapping[str, Any]
    number: str
    of: str
    people: str
    lead: str
    others: str
    percent: str
    interval: str
    range: str
    unknown: str
    set_apart: str
    known: str
    change: str
    change_signed: str
    verdict: str
    verdict_words: str
    strip: Interval | None
    has_people: bool
    reasons: tuple[PrintedGroup, ...]
    unknown_groups: tuple[PrintedGroup, ...]
    set_apart_groups: tuple[PrintedGroup, ...]
    marks: tuple[PrintedGroup, ...]
    figures: tuple[PrintedFigure, ...]
    remark: str
    raw: IndicatorReport = field(repr=False)


def printed(
    indicator: IndicatorReport,
    hidden: Hidden | None = None,
    *,
    under: int = 5,
    previous_hidden: Hidden | None = None,
    remark: str = "",
) -> Printed:
    hidden = hidden or nothing_hidden()
    cells = hidden.cells
    lead = str(indicator.definition.get("lead_figure", ""))
    hides_share = hidden.share or bool(lead)
    share = None if hides_share else indicator.share
    hides_before = bool(previous_hidden and previous_hidden.share)
    before = None if hides_before else indicator.previous_share
    change = None if share is None or before is None else share - before
    number, of = (
        cell(indicator.number, cells.get("number"), under),
        cell(indicator.of, cells.get("of"), under),
    )
    interval = None if hides_share else indicator.interval
    figures = tuple(
        PrintedFigure(
            item.label,
            item.words or _value(item.value, item.unit, hidden.figures.get(item.label), under),
        )
        for item in indicator.figures
    )
    unknown_range = None if hidden.unknown_range or lead else indicator.unknown_range
    return Printed(
        code=indicator.code,
        title=str(indicator.definition["title"]),
        sub=str(indicator.definition["sub"]),
        definition=indicator.definition,
        number=number,
        of=of,
        people=_people(indicator, number, of, cells),
        lead=next((f"{item.label}: {item.value}" for item in figures if item.label == lead), ""),
        others=cell(indicator.others, cells.get("others"), under),
        percent=percent(share),
        interval="" if interval is None else _from_to(*interval),
        range="" if unknown_range is None else _from_to(unknown_range.low, unknown_range.high),
        unknown=cell(indicator.unknown, cells.get("unknown"), under),
        set_apart=cell(indicator.set_apart, cells.get("set_apart"), under),
        known=_known(indicator, hidden),
        change="–" if lead else _change(indicator, change, before),
        change_signed="–" if change is None else _signed(round(change * 100)),
        verdict=indicator.verdict,
        verdict_words=VERDICTS[indicator.verdict],
        strip=None if lead else _strip(indicator, hidden, before),
        has_people=bool(indicator.of or indicator.unknown or indicator.set_apart),
        reasons=_groups(indicator.asked_about, hidden, under),
        unknown_groups=_groups(_outcome(indicator, "not_recorded"), hidden, under),
        set_apart_groups=_groups(_outcome(indicator, "exception"), hidden, under),
        marks=tuple(
            PrintedGroup(
                m.words, cell(m.people, hidden.marks.get(m.words), under), m.slug, m.people
            )
            for m in indicator.marks
        ),
        figures=figures,
        remark=remark,
        raw=indicator,
    )


def cell(people: int, how: str | None, under: int) -> str:
    if how == UNDER:
        return f"under {under}"
    return "not shown" if how == NOT_SHOWN else plain_number(people)


def _people(indicator: IndicatorReport, number: str, of: str, cells: Mapping[str, str]) -> str:
    if not indicator.of:
        return NOBODY
    if cells.get("of"):
        return of
    return f"{number} of {of}"


def _from_to(low: float, high: float) -> str:
    return f"{round(low * 100)}% to {round(high * 100)}%"


def _known(indicator: IndicatorReport, hidden: Hidden) -> str:
    """Of those the indicator looks at; a share that would give a small cell away is a band."""
    if indicator.known_share is None:
        return NOBODY
    if {"unknown", "of"} & set(hidden.cells):
        side = "or more" if indicator.is_known_enough else "not reached"
        return f"{indicator.known_at_least}% {side}"
    return percent(indicator.known_share)


def _change(indicator: IndicatorReport, change: float | None, before: float | None) -> str:
    if change is not None:
        return out_of_100(change)
    if indicator.previous is None:
        return "no run before"
    if indicator.previous.definition["version"] != indicator.version:
        return "counted differently then"
    return (
        "not shown" if before is None and indicator.previous.share is not None else "no share then"
    )


def _strip(indicator: IndicatorReport, hidden: Hidden, before: float | None) -> Interval | None:
    """Only where the numbers are printed: a drawing tells a share more finely than its per cent."""
    if hidden.share or set(hidden.cells) & {"number", "of"}:
        return None
    if indicator.share is None or indicator.interval is None:
        return None
    band = None if hidden.unknown_range else indicator.unknown_range
    return Interval(
        indicator.share,
        *indicator.interval,
        unknown_low=band.low if band else None,
        unknown_high=band.high if band else None,
        previous=before,
    )


def _outcome(indicator: IndicatorReport, outcome: str) -> tuple[Group, ...]:
    return tuple(group for group in indicator.groups if group.outcome == outcome)


def _groups(groups: tuple[Group, ...], hidden: Hidden, under: int) -> tuple[PrintedGroup, ...]:
    """Largest first; what is not printed comes last and by its words: a place would tell a size."""
    outcomes = list(dict.fromkeys(group.outcome for group in groups))

    def place(group: Group) -> tuple[int, str, str]:
        how = hidden.groups.get((group.outcome, group.words), "")
        return outcomes.index(group.outcome), how, group.words if how else ""

    return tuple(
        PrintedGroup(
            group.words,
            cell(group.people, hidden.groups.get((group.outcome, group.words)), under),
            group.slug,
            group.people,
            group.outcome,
        )
        for group in sorted(groups, key=place)
    )


def _value(value: float | None, unit: str, how: str | None, under: int) -> str:
    if value is None:
        return NOBODY
    if how:
        return "not shown" if how == NOT_SHOWN or unit != "people" else f"under {under}"
    return f"{plain_number(value)} {unit}".strip()


def is_watch(indicator: IndicatorReport) -> bool:
    return indicator.direction is Direction.DOWN


def _signed(points: int) -> str:
    """+3, −2, 0."""
    return f"{points:+d}".replace("-", "−") if points else "0"
