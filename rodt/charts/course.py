"""The facts behind the drawing of one course of treatment, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Lane = Literal["dose", "supervision", "missed", "use", "tests", "events", "reviews"]


@dataclass(frozen=True)
class DoseStep:
    """From this day the daily dose was this; None: nothing was prescribed. `note` stands under
    the line ("reduced at his own request"). `form`: the medicine and its form; the line breaks
    where that changes, and heights compare doses of one form only."""

    on: date
    amount: Decimal | None
    note: str = ""
    form: str = ""


@dataclass(frozen=True)
class Supervision:
    """How doses were taken from the first to the last day. `level` is the ground, not a grade: 1
    every day seen, 2 some days, 3 none."""

    first: date
    last: date
    words: str
    short_words: str
    level: int


@dataclass(frozen=True)
class UseSeries:
    """Days used in the last 28 at each TOP; None was not asked and leaves a gap."""

    label: str
    points: Sequence[tuple[date, int | None]]


@dataclass(frozen=True)
class TestRow:
    """Results for one substance: found or not found. A day without a result has no mark."""

    __test__ = False  # not a test case, whatever its name begins with

    label: str
    results: Sequence[tuple[date, bool]]


@dataclass(frozen=True)
class Mark:
    """A review: a vertical through all lanes, with its words on top while there is room."""

    on: date
    words: str


@dataclass(frozen=True)
class Event:
    """Something that happened: a mark on its day, or a band where it lasted `until` a day."""

    on: date
    words: str
    until: date | None = None
    is_danger: bool = False


@dataclass(frozen=True)
class Course:
    """Everything on one time axis from `first` to `today`. `finding` tells what is seen, with its
    numbers. At most three series of use. `last_words`: what the last day is called. `opens`: the
    address that the mark of a lane and day opens."""

    finding: str
    first: date
    today: date
    medicine: str
    unit: str = "mg"
    dose_label: str = "Daily dose"
    doses: Sequence[DoseStep] = ()
    supervision: Sequence[Supervision] = ()
    missed: Sequence[date] = ()
    use: Sequence[UseSeries] = ()
    tests: Sequence[TestRow] = ()
    events: Sequence[Event] = ()
    marks: Sequence[Mark] = field(default=())
    last_words: str = "Today"
    opens: Mapping[tuple[Lane, date], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.first > self.today:
            raise ValueError("a course cannot begin after today")
        if len(self.use) > 3:
            raise ValueError("three series are told apart by dash and marker; more are not")


def runs(days: Sequence[date]) -> list[list[date]]:
    """Days grouped into runs that follow each other without a gap."""
    found: list[list[date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def month_ticks(first: date, last: date, *, most: int) -> list[date]:
    """First days of months across a span, evenly apart, at most `most` of them."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((gap for gap in (1, 2, 3, 6, 12, 24, 60, 120) if months // gap < most), 240)
    ticks = []
    for index in range(months + 1):
        month = first.month - 1 + index
        day = date(first.year + month // 12, month % 12 + 1, 1)
        if (day.year * 12 + day.month - 1) % step == 0 and first <= day <= last:
            ticks.append(day)
    return ticks
