"""Since the start as lines of numbers: the same for the page, its CSV and `manage.py benefit`."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from reviews.since_start import Cohort, WeekRow

HEADER = (
    "started_on_medicine",
    "week",
    "started",
    "in_treatment",
    "left",
    "not_that_far_yet",
    "in_treatment_percent",
    "low_percent",
    "high_percent",
    "opiates_answered",
    "opiates_not_answered",
    "opiates_days_mean",
    "opiates_days_quarter_below",
    "opiates_days_quarter_above",
    "opiates_none",
)


def write(out: Any, cohorts: Iterable[Cohort]) -> None:
    """As CSV, the heading first."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(lines(cohorts))


def lines(cohorts: Iterable[Cohort]) -> Iterator[list[str]]:
    """A line a medicine and week; blank is not known."""
    for found in cohorts:
        for row in found.rows:
            yield [found.what.title, *(_cell(value) for value in _values(found, row))]


def _values(found: Cohort, row: WeekRow) -> Iterator[float | None]:
    counts = (found.started, row.staying, row.left, row.ahead)
    yield from (row.week, *map(len, counts))
    step = row.step
    yield from (
        hundredth(share) for share in ((step.share, step.low, step.high) if step else (None,) * 3)
    )
    yield from (len(row.answered), len(row.not_answered), row.mean)
    yield from row.middle_half or (None, None)
    yield len(row.none) if row.answered else None


def hundredth(share: float | None) -> float | None:
    return None if share is None else share * 100


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.1f}"
