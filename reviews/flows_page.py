"""Flows as pages show them: the chart, the sentence that says what it means, its table."""

import csv
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import Team
from reviews import xmr
from reviews.flows import (
    Flow,
    Month,
    has_limits,
    newest,
    signal_words,
    told,
    variation_words,
)
from reviews.flows_drawn import drawn
from reviews.flows_reader import Group
from reviews.funnel import FEWEST, Unit
from reviews.funnel_page import WIDTHS, TeamRow, TeamsShown, share_words, teams_shown
from rodt.charts import month_chart
from rodt.words import and_list, count, month_year, percent


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the table. `stands_out`: the rules of the chart it meets, in words."""

    month: Month
    value: str
    stands_out: str


@dataclass(frozen=True, slots=True)
class FlowChart:
    """`variation`: what the newest month says, as an icon would, and which months are marked."""

    flow: Flow
    finding: str
    variation: str
    drawings: dict[str, SafeString]
    rows: tuple[MonthRow, ...]


def flow_chart(
    flow: Flow,
    months: Sequence[Month],
    begun: Collection[date],
    opens: Callable[[Month], str] | None = None,
) -> FlowChart:
    """`begun`: months in which the limits begin anew. `opens`: the address that the mark of a month
    leads to; the people of the flow where it is left out."""
    opens = opens or (lambda month: _people(flow, month=f"{month.first:%Y-%m}"))
    having, found = told(flow, months, begun)
    last = newest(flow, months)
    finding = _finding(flow, last, found, is_told=has_limits(flow, months, begun))
    shown = drawn(flow, months, begun, having, found, finding, opens)
    signals = dict(zip((month.first for month in having), found.signals, strict=True))
    return FlowChart(
        flow,
        finding,
        _variation(flow, last, having, found),
        {width: month_chart(shown, width=width) for width in WIDTHS} if last else {},
        tuple(
            MonthRow(
                month,
                _value(flow, month.number, month.of),
                signal_words(flow, signals.get(month.first, frozenset())),
            )
            for month in reversed(months)
        ),
    )


def variation_of(flow: Flow, months: Sequence[Month], begun: Collection[date]) -> str:
    """What the newest month says, and which months are marked, without the drawing."""
    return _variation(flow, newest(flow, months), *told(flow, months, begun))


def teams_of(flow: Flow, teams: Sequence[tuple[Team, Unit]]) -> TeamsShown:
    """A funnel for a share; for a number, the table alone: teams are of different sizes."""
    if flow.is_share:
        whom = flow.of.replace("the month", "these months")
        return teams_shown(
            [(team.name, unit) for team, unit in teams],
            together=lambda share: f"{share} {whom} in all teams.",
            people=lambda unit: _people(flow, team=unit.key),
        )
    rows = tuple(
        TeamRow(
            team.name,
            unit.number,
            unit.of,
            f"{unit.number:,}",
            _people(flow, team=unit.key) if unit.of else "",
        )
        for team, unit in teams
    )
    return TeamsShown(rows, note="Teams are of different sizes: these numbers do not compare.")


def group_value(flow: Flow, group: Group) -> str:
    """The share of a group, where it is of enough people to say one."""
    return _value(flow, group.number, group.of)


def as_csv(flow: Flow, months: Sequence[Month], chart: FlowChart) -> str:
    """The table of the chart. A number of people under 5 is not said, nor a share made of one: the
    file leaves the service."""
    lines = StringIO()
    table = csv.writer(lines)
    table.writerow(["month", "number", "of", "stands_out"])
    stands_out = {row.month.first: row.stands_out for row in chart.rows}
    for month in months:
        parts = (month.number, month.of - month.number)
        if any(0 < part < FEWEST for part in parts):
            numbers = ["fewer than 5", "not said"]
        else:
            numbers = [str(month.number), str(month.of) if flow.is_share else ""]
        table.writerow([f"{month.first:%Y-%m}", *numbers, stands_out[month.first]])
    return lines.getvalue()


def _variation(flow: Flow, last: Month | None, months: Sequence[Month], found: xmr.Xmr) -> str:
    """October 2026: ordinary. Marked: Jan to Jul 2025 and Mar 2026."""
    if last is None:
        return ""
    is_told = bool(months) and months[-1] == last
    what = found.variation if is_told else xmr.Variation.TOO_FEW
    said = f"{last.first:%B %Y}: {variation_words(flow, what)}."
    marked = [at for at, signals in enumerate(found.signals) if signals]
    if not marked:
        return f"{said} No month is marked." if found.stretches else said
    # Months in a row share the difference between their index and their place among the marked.
    runs = groupby(marked, key=lambda at: at - marked.index(at))
    spans = [[months[at].first for at in run] for _, run in runs]
    return f"{said} Marked: {and_list([_span(span) for span in spans])}."


def _span(months: Sequence[date]) -> str:
    return month_year(months[0]) if len(months) == 1 else months_between(months)


def _people(flow: Flow, **asked: str) -> str:
    return f"{reverse('reviews:flow_people', args=[flow.code])}?{urlencode(asked)}"


def _value(flow: Flow, number: int, of: int) -> str:
    return share_words(number, of) if flow.is_share else f"{number:,}"


def _finding(flow: Flow, last: Month | None, found: xmr.Xmr, *, is_told: bool) -> str:
    if last is None:
        return "Nothing of this kind is on record yet."
    said = _last_month(flow, last)
    if not is_told:
        fewer = f"With fewer than {xmr.FEWEST + flow.is_stock} months"
        since = " since the limits began anew" if found.stretches else ""
        return f"{said} {fewer}{since} there is too little to say whether anything changed."
    limits = found.stretches[-1]
    if flow.is_stock:
        reach = round((limits.upper - limits.lower) * 50)
        by = f"up to {reach}" if reach else "less than 1"
        return f"{said} By itself this rises or falls by {by} in 100 from month to month."
    between = f"between {_said(flow, limits.lower)} and {_said(flow, limits.upper)}"
    return (
        f"{said} By itself this goes up and down around {_said(flow, limits.mean)} a month, "
        f"{between}."
    )


def _last_month(flow: Flow, month: Month) -> str:
    when = month_year(month.first)
    if flow.is_share:
        share = percent(month.number / month.of)
        return f"{when}: {share} {flow.of}, {month.number:,} of {month.of:,}."
    return f"{when}: {count(month.number, *flow.noun)}."


def _said(flow: Flow, value: float) -> str:
    return percent(value) if flow.is_share else f"{value:.1f}".removesuffix(".0")


def months_between(months: Sequence[date]) -> str:
    """Nov 2024 to Oct 2026."""
    return f"{month_year(months[0])} to {month_year(months[-1])}"
