"""Days in a row without a dose, over plain values: what joins into one run, and what a prescriber
may decide about it. No database, request or clock. It never works out a dose.

Sources: domain/prescribing.md §4 (the wording about closed days) and §6.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from rodt.dates import ONE_DAY, Span, bank_holidays

SUNDAY = 7
# Product default [P]: on these days of the week nobody can collect, unless the record says so.
CLOSED_WEEKDAYS = (SUNDAY,)
# Source: domain/prescribing.md §6 [K]. From so many days in a row it is looked at as a new start.
NEW_INDUCTION_FROM = 5
NEW_INDUCTION = (
    "5 days or more: looked at again as a new induction (2017 guidelines, not verified here)."
)

IsClosed = Callable[[date], bool]


class Outcome(StrEnum):
    """What a prescriber decides. The words say how; no dose is worked out."""

    CONTINUE = "continue"
    RESTART_LOWER = "restart_lower"
    NEW_INDUCTION = "new_induction"
    SUSPEND = "suspend"


OUTCOME_WORDS = {
    Outcome.CONTINUE: "Continue",
    Outcome.RESTART_LOWER: "Restart lower",
    Outcome.NEW_INDUCTION: "New induction",
    Outcome.SUSPEND: "Suspend",
}


def closed_days(
    weekdays: Sequence[int] = CLOSED_WEEKDAYS, collection_days: Sequence[int] = ()
) -> IsClosed:
    """On which days no dose can be collected: the closed days of the week, unless the person
    collects on them, and England's bank holidays. 1 is Monday."""
    shut = set(weekdays) - set(collection_days)
    return lambda day: day.isoweekday() in shut or day in bank_holidays(day.year)


def without_dose(days: Span, is_closed: IsClosed) -> int:
    """How many days pass without a dose: those missed, and the closed days right after them, whose
    doses were to be collected with the last."""
    assert days.end is not None
    after = days.end
    while is_closed(after + ONE_DAY):
        after += ONE_DAY
    return (after - days.start).days + 1


def join(days: Span, runs: Sequence[Span], is_closed: IsClosed) -> tuple[Span, list[int]]:
    """The run these days make with those beside them, and which runs those are. Runs are beside
    each other when they touch, or when nothing but closed days lies between them."""
    first, last = days.start, _end(days)
    found: set[int] = set()
    while True:
        more = {
            index
            for index, run in enumerate(runs)
            if index not in found and _are_beside(Span(first, last), run, is_closed)
        }
        if not more:
            return Span(first, last), sorted(found)
        found |= more
        first = min(first, *(runs[index].start for index in more))
        last = max(last, *(_end(runs[index]) for index in more))


def _are_beside(one: Span, other: Span, is_closed: IsClosed) -> bool:
    earlier, later = sorted((one, other), key=lambda span: span.start)
    day = _end(earlier) + ONE_DAY
    while day < later.start and is_closed(day):
        day += ONE_DAY
    return day >= later.start


def _end(days: Span) -> date:
    assert days.end is not None
    return days.end
