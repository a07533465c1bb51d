"""How doses are collected and watched, and what to look at again. Pure; it decides nothing.

Source: domain/prescribing.md §5 (TA114: at least 3 months; the 2017 guidelines: by need).
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from rodt.dates import days_between
from rodt.words import WEEKDAYS, and_list

TWELVE_WEEKS = 84
SUPERVISED = frozenset({"daily", "some_days"})
AT_HOME = frozenset({"weekly", "none"})
EARLY = "Taken at home in the first 12 weeks, and no reason is recorded."
LONG = "Supervised for over 12 weeks, and not looked at again since. It can be a burden."


class Step(Protocol):
    """One way of collecting, from a day."""

    @property
    def supervision(self) -> str: ...

    @property
    def from_on(self) -> date: ...

    @property
    def reason(self) -> str: ...


def caution(started_on: date, steps: Sequence[Step], on: date) -> str:
    """One sentence about what holds on a day; "" when there is nothing to look at.

    Supervision counts as looked at on each day that a step was recorded for. `steps` are in order.
    """
    begun = [step for step in steps if step.from_on <= on]
    if not begun:
        return ""
    now = begun[-1]
    if now.supervision in AT_HOME and not now.reason.strip():
        return EARLY if days_between(started_on, on) < TWELVE_WEEKS else ""
    if now.supervision in SUPERVISED and days_between(now.from_on, on) > TWELVE_WEEKS:
        return LONG
    return ""


def days_words(days: Sequence[int]) -> str:
    """Monday, Wednesday and Friday; Monday to Saturday; 1 is Monday. "" where no days are
    recorded."""
    known = sorted({day for day in days if 1 <= day <= 7})
    names = [WEEKDAYS[day - 1] for day in known]
    is_run = len(known) > 2 and known[-1] - known[0] == len(known) - 1
    return f"{names[0]} to {names[-1]}" if is_run else and_list(names)
