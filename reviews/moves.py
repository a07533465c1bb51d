"""What moved since the last checks: what is overdue now, against the transitions written."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reviews.dues import Due, Standing
from reviews.models import Transition
from reviews.review_types import ReviewType, State
from reviews.transitions import Transition as Moved
from reviews.transitions import changed_state

Review = tuple[UUID, str, str]
"""One review of one person: the person's id, type and milestone."""


@dataclass(frozen=True)
class Noted:
    """What earlier checks wrote: the due days still open, and when others were last cleared."""

    still_open: Mapping[Review, frozenset[date]]
    cleared_on: Mapping[tuple[Review, date], date]


def noted_by(service_id: UUID, on: date, patient_ids: Collection[UUID] | None = None) -> Noted:
    """The last transition of each review and due day, as far as it took effect by `on`; of
    everybody, or of some."""
    written = Transition.objects.filter(service_id=service_id, effective_on__lte=on)
    if patient_ids is not None:
        written = written.filter(patient__in=list(patient_ids))
    rows = (
        written.order_by("patient_id", "type", "milestone", "due_on", "-effective_on", "-id")
        .distinct("patient_id", "type", "milestone", "due_on")
        .values_list("patient_id", "type", "milestone", "due_on", "kind", "effective_on")
    )
    still_open: dict[Review, set[date]] = {}
    cleared_on: dict[tuple[Review, date], date] = {}
    for patient_id, review_type, milestone, due_on, kind, effective_on in rows:
        review = (patient_id, review_type, milestone)
        if kind == Transition.Kind.OVERDUE:
            still_open.setdefault(review, set()).add(due_on)
        else:
            cleared_on[review, due_on] = effective_on
    return Noted({review: frozenset(days) for review, days in still_open.items()}, cleared_on)


def since(
    noted: Noted, dues: Mapping[UUID, Iterable[Due]], on: date
) -> dict[UUID, tuple[Moved, ...]]:
    """For each person something moved for: what did. Nothing a check before has written."""
    overdue: dict[Review, Due] = {
        (patient_id, due.type.value, due.milestone): due
        for patient_id, theirs in dues.items()
        for due in theirs
        if due.is_overdue
    }
    moved: dict[UUID, tuple[Moved, ...]] = {}
    for review in sorted(overdue.keys() | noted.still_open.keys()):
        found = _moved(review, overdue.get(review), noted, on)
        if found:
            moved[review[0]] = (*moved.get(review[0], ()), *found)
    return moved


def _moved(review: Review, now: Due | None, noted: Noted, on: date) -> tuple[Moved, ...]:
    """Due days still open that should not be are cleared; today's is opened, once."""
    due_on = now.due_on if now else None
    still_open = noted.still_open.get(review, frozenset())
    found: list[Moved] = []
    for old in sorted(still_open - {due_on}):
        before = Standing(ReviewType(review[1]), review[2], old, State.OVERDUE)
        found.extend(changed_state(before, None, on))
    if due_on is not None and due_on not in still_open:
        cleared_on = noted.cleared_on.get((review, due_on))
        found.extend(changed_state(None, now, on, cleared_on=cleared_on))
    return tuple(found)
