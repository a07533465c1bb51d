"""Indicators month by month as pages show them: all in a list, one as a chart with its table."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.urls import reverse

from audits import monthly
from audits.monthly import Counted
from audits.monthly_reader import Months
from audits.people_behind import COUNTED
from audits.report_page import DIRECTION_WORDS
from audits.step import Indicator, Step
from audits.steps import BY_CODE, STEPS
from reviews.flows import Month
from reviews.flows_page import FlowChart, MonthRow, flow_chart, months_between, variation_of
from reviews.funnel_page import share_words

NO_MONTH = "No month is counted yet"


@dataclass(frozen=True, slots=True)
class Listed:
    """One indicator of the list. `newest`: of its newest month; `said`: what its chart says of it,
    or why it has none. `url` is empty where it has none."""

    indicator: Indicator
    newest: str
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator. `rows`: the newest month first. `anew`: where limits begin anew, and why."""

    indicator: Indicator
    chart: FlowChart
    rows: tuple[tuple[MonthRow, Counted], ...]
    anew: Mapping[date, str]
    between: str
    known: str
    direction: str


def listed(found: Months) -> list[tuple[Step, list[Listed]]]:
    return [
        (step, [_listed(one, found.get(one.code, ())) for one in step.indicators]) for step in STEPS
    ]


def _listed(indicator: Indicator, counted: Sequence[Counted]) -> Listed:
    if reason := monthly.why_not(indicator):
        return Listed(indicator, "", reason, "")
    code, url = indicator.code, reverse("audits:indicator_months", args=[indicator.code])
    if not counted:
        return Listed(indicator, "", NO_MONTH, url)
    months = monthly.months_of(code, counted)
    newest = months[-1]
    said = variation_of(monthly.flow_of(code), months, monthly.begun(counted))
    share = share_words(newest.number, newest.of)
    people = f"{newest.number:,} of {newest.of:,}: {share}" if newest.of else share
    return Listed(indicator, people, said or "Nobody was counted in any month", url)


def shown(code: str, counted: Sequence[Counted], *, may_open: bool) -> Shown | None:
    """None where no month is counted. `may_open`: the reader may see whom it counts."""
    if not counted:
        return None
    flow, months = monthly.flow_of(code), monthly.months_of(code, counted)
    anew = monthly.begun(counted)

    def opens(month: Month) -> str:
        given = [code, f"{month.first:%Y-%m}", COUNTED]
        return reverse("audits:month_people", args=given) if may_open and month.number else ""

    chart = flow_chart(flow, months, anew, opens)
    return Shown(
        BY_CODE[code],
        chart,
        tuple(zip(chart.rows, reversed(counted), strict=True)),
        anew,
        months_between([one.month for one in counted]),
        monthly.known_words(counted),
        DIRECTION_WORDS[BY_CODE[code].direction],
    )


def as_csv(found: Shown, suppress_under: int) -> str:
    """The table as it may leave the service: shares alone. From month to month a number would tell
    of one person; a month in which anything is of fewer than `suppress_under` people says none."""
    lines = StringIO()
    table = csv.writer(lines)
    table.writerow(["month", "percent", "stands_out", "version", "known_on"])
    for row, counted in reversed(found.rows):
        is_few = any(0 < part < suppress_under for part in counted.parts)
        percent = f"left out: under {suppress_under}" if is_few else row.value.removesuffix("%")
        table.writerow(
            [
                f"{row.month.first:%Y-%m}",
                percent if row.month.of else "",
                row.stands_out,
                counted.version,
                f"{counted.known_at:%Y-%m-%d}",
            ]
        )
    return lines.getvalue()
