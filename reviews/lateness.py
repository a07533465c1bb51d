"""When a review was due as it was saved, and how many days after that it was held. Pure.

Kept with the review for good: an interval, a pause or another review that changes later makes
nothing late or on time again. It says how long somebody waited, never whose doing it was.
Source: domain/reviews.md §3; grace days are on time, days are counted from the due day.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from reviews.dues import Due
from reviews.review_types import ReviewType, State
from rodt.words import count, nhs_date


class DueWhenSaved(NamedTuple):
    """`on_time_to`: the last day that was on time. None: not known, or it did not apply."""

    due_on: date | None = None
    on_time_to: date | None = None
    rule_version: str = ""


def due_when_saved(
    dues: Iterable[Due], kind: ReviewType, milestone: str, held_on: date
) -> DueWhenSaved:
    """Of what was due on the day it was held, the review that this one is.

    While reviews are paused nothing is late, whatever the day.
    """
    for due in dues:
        if (due.type, due.milestone) != (kind, milestone) or due.due_on is None:
            continue
        last = due.on_time_to
        if due.state is State.PAUSED and last is not None:
            last = max(last, held_on)
        return DueWhenSaved(due.due_on, last, due.rule_version)
    return DueWhenSaved()


def days_late(held_on: date, due_on: date | None, on_time_to: date | None) -> int | None:
    """Counted from the due day once grace has passed; 0 on time or early, None where not known."""
    if due_on is None or on_time_to is None:
        return None
    return (held_on - due_on).days if held_on > on_time_to else 0


def late_words(days: int | None, due_on: date | None) -> str:
    """Held 21 days after it was due, 10 September 2026; "" where it was on time, or not known."""
    if not days or due_on is None:
        return ""
    return f"Held {count(days, 'day')} after it was due, {nhs_date(due_on)}"


def late_lines(held: Sequence[tuple[str, str]]) -> list[str]:
    """What to print under a review that counts as several: (title, its `late_words`), each that
    counted. The title stands before the words unless there is only one."""
    return [
        words if len(held) == 1 else f"{title}: {words[0].lower()}{words[1:]}"
        for title, words in held
        if words
    ]
