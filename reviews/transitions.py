"""What moved since the last check: a review became overdue, or stopped being so. Pure.

A transition is (person, type, milestone, due day, kind, effective day): overdue, paused and overdue
again are three. The worklist never reads them. Source: design/decisions.md 8.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviews.dues import Due, Standing
from reviews.review_types import ReviewType, State


class TransitionKind(StrEnum):
    OVERDUE = "overdue"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Transition:
    """`is_paused`: cleared only because reviews are paused, not because one was held."""

    type: ReviewType
    milestone: str
    due_on: date
    kind: TransitionKind
    effective_on: date
    is_paused: bool = False


def changed_state(
    before: Standing | None,
    after: Due | Standing | None,
    on: date,
    *,
    cleared_on: date | None = None,
) -> tuple[Transition, ...]:
    """What moved for one review between the last check and the check of the day `on`.

    Overdue again under another due day is both: the old day cleared, the new one overdue. Becoming
    overdue takes effect the day after grace ended, so that a missed check and one that ran on time
    write the same; unless it was cleared since (`cleared_on`): then on the day of the check.
    """
    was = before if before is not None and before.state.is_overdue else None
    now = after if after is not None and after.state.is_overdue else None
    moved: list[Transition] = []
    if was is not None and (now is None or now.due_on != was.due_on):
        moved.append(
            Transition(
                was.type,
                was.milestone,
                was.due_on,
                TransitionKind.CLEARED,
                on,
                is_paused=after is not None and after.state is State.PAUSED,
            )
        )
    if now is not None and now.due_on is not None and (was is None or was.due_on != now.due_on):
        overdue_from = now.overdue_from if isinstance(now, Due) and now.overdue_from else on
        if cleared_on is not None and cleared_on >= overdue_from:
            overdue_from = on
        moved.append(
            Transition(now.type, now.milestone, now.due_on, TransitionKind.OVERDUE, overdue_from)
        )
    return tuple(moved)


def changes(before: Iterable[Standing], after: Iterable[Due], on: date) -> tuple[Transition, ...]:
    """What moved for one person, each review matched by its type and milestone."""
    old = {(standing.type, standing.milestone): standing for standing in before}
    new = {(due.type, due.milestone): due for due in after}
    moved: list[Transition] = []
    for key in sorted(old.keys() | new.keys()):
        moved.extend(changed_state(old.get(key), new.get(key), on))
    return tuple(moved)
