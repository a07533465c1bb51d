"""Milestones, each due on its own day, and what a pause does to a due day.

Source: domain/reviews.md §2 and §3, design/decisions.md 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reviews.intervals import Schedule
from reviews.review_facts import Credit, Pause
from reviews.review_types import milestone_key
from rodt.dates import add_days


class Moved(NamedTuple):
    """A due day after all pauses. `was_due_on` and `returned` are set where one moved it."""

    due_on: date
    was_due_on: date | None = None
    returned: Pause | None = None


def move_for_pauses(
    due_on: date,
    reviewed_on: date,
    pauses: Sequence[Pause],
    return_within_days: int,
    *,
    lapse_after_days: int | None = None,
) -> Moved:
    """What fell due before somebody came back is due within 7 days of the return.

    A review held since the return is past all this, and so is one that had lapsed, so many days
    after its due day, before the pause began: a pause brings nothing back. `pauses`: those begun,
    earliest end first.
    """
    moved = Moved(due_on)
    for pause in pauses:
        back_on = pause.ends_on
        if back_on is None or back_on <= reviewed_on or moved.due_on >= back_on:
            continue
        lapses = None if lapse_after_days is None else add_days(moved.due_on, lapse_after_days)
        if lapses is not None and pause.started_on >= lapses:
            continue
        moved = Moved(add_days(back_on, return_within_days), moved.was_due_on or due_on, pause)
    return moved


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone of a spell. `lapses_on` is the first day on which it is no longer asked for."""

    key: str
    days: int
    first_due_on: date
    moved: Moved
    lapses_on: date
    held_on: date | None
    was_paused: bool

    @property
    def due_on(self) -> date:
        return self.moved.due_on

    def is_open_on(self, on: date) -> bool:
        return self.held_on is None and on < self.lapses_on

    def is_missed_on(self, on: date) -> bool:
        """Not held, and its time has passed without a pause in it."""
        return self.held_on is None and on >= self.lapses_on and not self.was_paused


def milestones_from(
    days_after: Sequence[int],
    base_on: date,
    credits: Sequence[Credit],
    pauses: Sequence[Pause],
    schedule: Schedule,
) -> tuple[Milestone, ...]:
    """One not held lapses when the next falls due; the last, 28 days after its due day."""
    held = _held(days_after, base_on, credits, schedule) if credits else {}
    found = []
    for place, days in enumerate(days_after):
        first_due_on = add_days(base_on, days)
        is_last = place + 1 == len(days_after)
        moved = Moved(first_due_on)
        if pauses:
            moved = move_for_pauses(
                first_due_on,
                base_on,
                pauses,
                schedule.return_within_days,
                lapse_after_days=schedule.lapse_after_days if is_last else None,
            )
        if is_last:
            lapses_on = add_days(moved.due_on, schedule.lapse_after_days)
        else:
            lapses_on = add_days(base_on, days_after[place + 1])
        found.append(
            Milestone(
                key=milestone_key(days),
                days=days,
                first_due_on=first_due_on,
                moved=moved,
                lapses_on=lapses_on,
                held_on=held.get(days),
                was_paused=any(_meets(pause, first_due_on, lapses_on) for pause in pauses),
            )
        )
    return tuple(found)


def milestone_of(
    days_after: Sequence[int], base_on: date, held_on: date, schedule: Schedule
) -> int | None:
    """The milestone a review on that day is for, when nobody said: the nearest, the earlier of two
    as near. None more than 14 days before it, or once it has lapsed.
    """
    days = (held_on - base_on).days
    if not days_after or days < 0:
        return None
    nearest = min(days_after, key=lambda milestone: (abs(milestone - days), milestone))
    if nearest - days > schedule.due_soon_days:
        return None
    is_last = nearest == days_after[-1]
    return None if is_last and days - nearest >= schedule.lapse_after_days else nearest


def _held(
    days_after: Sequence[int],
    base_on: date,
    credits: Sequence[Credit],
    schedule: Schedule,
) -> dict[int, date]:
    """The first day on which each milestone was held. One without a known name goes by its day."""
    by_key = {milestone_key(days): days for days in days_after}
    held: dict[int, date] = {}
    for credit in sorted(credits, key=lambda item: item.held_on):
        days = by_key.get(credit.milestone)
        if days is None:
            days = milestone_of(days_after, base_on, credit.held_on, schedule)
        if days is not None:
            held.setdefault(days, credit.held_on)
    return held


def _meets(pause: Pause, first_on: date, lapses_on: date) -> bool:
    ends_on = pause.ends_on
    return pause.started_on < lapses_on and (ends_on is None or ends_on > first_on)
