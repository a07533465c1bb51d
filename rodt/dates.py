"""Pure date arithmetic. Every function is given its days; none reads the clock.

A day is a calendar day in Europe/London. A span holds both its ends. Words for days: `rodt.words`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter

ONE_DAY = timedelta(days=1)
_start = attrgetter("start")
SATURDAY = 5
# The first day a check or an audit may look at. No service keeps records here from before it, so
# an earlier day is a slip of the pen.
FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `start` to `end`, both included. `end` None means it still runs."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"A span cannot end on {self.end}, before it starts on {self.start}.")

    def covers(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)

    def overlaps(self, other: "Span") -> bool:
        return (self.end is None or other.start <= self.end) and (
            other.end is None or self.start <= other.end
        )

    def days_up_to(self, on: date) -> int:
        """How many days of the span have passed, `on` included."""
        last = on if self.end is None else min(self.end, on)
        return max(0, days_between(self.start, last) + 1)


def add_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def add_weeks(day: date, weeks: int) -> date:
    return day + timedelta(weeks=weeks)


def first_of_month(said: str) -> date:
    """The first day of "2026-09", as an address says a month. Raises ValueError."""
    return date.fromisoformat(f"{said}-01")


def add_months(day: date, months: int) -> date:
    """Calendar months, held to the end of a short month: 30 November plus 3 is 28 or 29 February.

    `months` may be negative.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, days_in_month(first)))


def days_in_month(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - day.replace(day=1)).days


def days_between(earlier: date, later: date) -> int:
    """0 on the same day, negative when `later` is the earlier of the two."""
    return (later - earlier).days


def whole_weeks_since(start: date, on: date) -> int:
    """Completed weeks: 0 on days 0 to 6. Never below 0."""
    return max(0, (on - start).days // 7)


def age_on(born_on: date, on: date) -> int:
    """Completed years. Someone born on 29 February is a year older on 1 March of a common year."""
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (0 if had_birthday else 1)


def merge_spans(spans: Iterable[Span], *, gap_days: int) -> tuple[Span, ...]:
    """Spans joined where fewer than `gap_days` free days lie between them, oldest first.

    With `gap_days=1` only touching and overlapping spans are joined.
    """
    merged: list[Span] = []
    start: date | None = None
    end: date | None = None
    for span in sorted(spans, key=_start):
        if start is None:
            start, end = span.start, span.end
        elif end is None:
            break
        elif (span.start - end).days - 1 >= gap_days:
            merged.append(Span(start, end))
            start, end = span.start, span.end
        elif span.end is None or span.end > end:
            end = span.end
    if start is not None:
        merged.append(Span(start, end))
    return tuple(merged)


def spell_on(spans: Iterable[Span], on: date, *, gap_days: int) -> Span | None:
    """The spell running on a day, with its end not later than is known on that day.

    A spell is a run of spans with fewer than `gap_days` free days between them. It still runs
    until `gap_days` free days have passed since its last day, `on` included.
    """
    begun = [span for span in spans if span.start <= on]
    for spell in reversed(merge_spans(begun, gap_days=gap_days)):
        if spell.end is None or spell.end >= on:
            return Span(spell.start)
        return spell if (on - spell.end).days < gap_days else None
    return None


# Bank holidays of England and Wales, worked out by rule (Banking and Financial Dealings Act
# 1971) so that they do not run out with a table. Days moved or added by proclamation are listed.
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
ADDED = (date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))


def easter_sunday(year: int) -> date:
    """Gregorian computus (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, left_over = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, rest = divmod(of_century, 4)
    weekday = (32 + 2 * left_over + 2 * leaps - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    easter = easter_sunday(year)
    first_of_may = date(year, 5, 1)
    ordinary = {
        add_days(easter, -2),
        add_days(easter, 1),
        add_days(first_of_may, -first_of_may.weekday() % 7),
        _last_monday(date(year, 5, 31)),
        _last_monday(date(year, 8, 31)),
    }
    days = {MOVED.get(day, day) for day in ordinary}
    days.update(day for day in ADDED if day.year == year)
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    days |= fixed
    for day in sorted(fixed):
        substitute = day
        while substitute.weekday() >= SATURDAY or (substitute != day and substitute in days):
            substitute += ONE_DAY
        days.add(substitute)
    return frozenset(day for day in days if day.weekday() < SATURDAY)


def _last_monday(month_end: date) -> date:
    return add_days(month_end, -month_end.weekday())


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@lru_cache(maxsize=4096)
def add_working_days(day: date, days: int) -> date:
    """The day by which `days` working days have passed, not counting `day` itself."""
    if days < 0:
        raise ValueError("Working days are counted forwards only.")
    while days:
        day += ONE_DAY
        if is_working_day(day):
            days -= 1
    return day


def working_days_until(on: date, end: date) -> int:
    """Working days after `on`, up to and including `end`. 0 when `end` is not later than `on`."""
    span = range(1, (end - on).days + 1)
    return sum(1 for ahead in span if is_working_day(add_days(on, ahead)))
