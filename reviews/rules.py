"""The shape of one type's rule: counted from what, how far, on time until when, by whom."""

from dataclasses import dataclass
from enum import StrEnum

from reviews.questions import Question
from reviews.review_types import ReviewerRole, milestone_key

PRODUCT_DEFAULT = "product default, not verified"


class CountedFrom(StrEnum):
    EPISODE_START = "episode_start"
    OST_START = "ost_start"
    PLANNED_EXIT = "planned_exit"
    EVENT = "event"


Roles = frozenset[ReviewerRole]
KEYWORKERS: Roles = frozenset({ReviewerRole.KEYWORKER})
PRESCRIBERS: Roles = frozenset({ReviewerRole.PRESCRIBER, ReviewerRole.EXTERNAL_PRESCRIBER})
QUALIFIED: Roles = KEYWORKERS | PRESCRIBERS | {ReviewerRole.NURSE, ReviewerRole.PHARMACIST}
TRAINED: Roles = QUALIFIED | {ReviewerRole.RECOVERY_WORKER}


@dataclass(frozen=True, slots=True)
class Rule:
    """When one type of review is due, and what makes it count. All lengths are days.

    `milestones`: days after the anchor, each due on its own day; such a type has no interval.
    `steps`: (before this day after the anchor, this interval), for intervals that grow.
    `completed_by`: one set of roles for each signature that is needed.
    `needs`: answers without which it does not count; `needs_last` and `joined_last_by` hold for the
    last milestone only, on top.
    """

    counted_from: CountedFrom
    grace_days: int
    completed_by: tuple[Roles, ...]
    first_due_days: int | None = None
    interval_days: int | None = None
    milestones: tuple[int, ...] = ()
    steps: tuple[tuple[int, int], ...] = ()
    short_interval_days: int | None = None
    stable_interval_days: int | None = None
    allows_stable_interval: bool = False
    is_due_on_events: bool = False
    needs: tuple[Question, ...] = ()
    needs_last: tuple[Question, ...] = ()
    joined_last_by: Roles = frozenset()
    status: str = PRODUCT_DEFAULT

    def is_last(self, milestone: str) -> bool:
        return bool(self.milestones) and milestone == milestone_key(self.milestones[-1])

    def needed_for(self, milestone: str = "") -> tuple[Question, ...]:
        """Every answer without which a review of this type and milestone does not count."""
        return self.needs + self.needs_last if self.is_last(milestone) else self.needs
