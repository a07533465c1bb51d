"""What was promised in a service, as its page lists it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.models import User
from audits.models import PromisedAction
from audits.steps import BY_CODE
from rodt.words import count

State = PromisedAction.State


@dataclass(frozen=True, slots=True)
class Row:
    promised: PromisedAction
    title: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Page:
    open: tuple[Row, ...]
    closed: tuple[Row, ...]

    @property
    def opening(self) -> str:
        if not self.open and not self.closed:
            return "Nothing was promised yet. A figure of a report is where one begins."
        if not self.open:
            return "Nothing is open: all that was promised is done, or given up with a reason."
        late = sum(row.is_late for row in self.open)
        said = f"{count(len(self.open), 'promise')} {'is' if len(self.open) == 1 else 'are'} open."
        if late:
            said += f" The day of {count(late, 'promise')} has passed."
        return said


def page(service_id: UUID, on: date, owner: User | None = None) -> Page:
    """Open ones by the day they are due, then closed ones, the last first; of one owner, where one
    is named. One query."""
    promised = PromisedAction.objects.filter(service=service_id)
    rows = (
        (promised.filter(owner=owner) if owner else promised)
        .select_related("owner", "audit", "recorded_by", "said_done_by")
        .defer(*(f"audit__{name}" for name in ("definitions", "configuration", "service_figures")))
        .order_by("due_on", "recorded_at", "pk")
    )
    found = [_row(row, on) for row in rows]
    closed = [row for row in found if row.promised.closed_on is not None]
    closed.sort(key=lambda row: row.promised.closed_on or on, reverse=True)
    return Page(tuple(row for row in found if row.promised.closed_on is None), tuple(closed))


def _row(row: PromisedAction, on: date) -> Row:
    title = BY_CODE[row.code].title if row.code in BY_CODE else ""
    return Row(row, title, row.state == State.OPEN and row.due_on < on)
