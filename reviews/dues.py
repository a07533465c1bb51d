"""What is due, as an answer: a day, a state, and the sentence that says why.

A `Due` is a named tuple, as is what it is worked out from: a list makes ten for each person, and a
frozen dataclass takes four times as long to make.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reviews.review_facts import Event, Pause
from reviews.review_types import (
    EVENT_WORDS,
    PAUSE_WORDS,
    TITLES,
    Basis,
    PauseReason,
    ReviewType,
    State,
    interval_words,
)
from rodt.dates import add_days
from rodt.words import and_list, nhs_date

RETURN_WORDS = {
    PauseReason.CUSTODY: "release from custody",
    PauseReason.HOSPITAL: "leaving hospital",
    PauseReason.RESIDENTIAL: "leaving residential care",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """As much of a `Due` as a transition remembers."""

    type: ReviewType
    milestone: str
    due_on: date
    state: State


class Due(NamedTuple):
    """One review of one person on the day `on`. `due_on` is None only where it does not apply.

    `was_due_on`: the day before a pause moved it. `anchor_what` completes "on <anchor_on>".
    """

    type: ReviewType
    on: date
    state: State
    rule_version: str
    milestone: str = ""
    due_on: date | None = None
    grace_days: int = 0
    basis: Basis = Basis.NONE
    anchor_on: date | None = None
    anchor_what: str = ""
    interval_days: int | None = None
    was_due_on: date | None = None
    pause: Pause | None = None
    returned: Pause | None = None
    return_within_days: int = 7
    events: tuple[Event, ...] = ()
    event_working_days: int = 5
    booked_on: date | None = None
    attempts: int = 0
    suggests_outreach: bool = False
    is_first: bool = False
    is_relapse_prevention: bool = False
    not_applicable_because: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Which review this is, for one person: type and milestone."""
        return self.type.value, self.milestone

    @property
    def on_time_to(self) -> date | None:
        """The last day on which it is not yet overdue."""
        return None if self.due_on is None else add_days(self.due_on, self.grace_days)

    @property
    def overdue_from(self) -> date | None:
        return None if self.due_on is None else add_days(self.due_on, self.grace_days + 1)

    @property
    def is_overdue(self) -> bool:
        return self.state.is_overdue

    @property
    def days_overdue(self) -> int:
        """Counted from the due day, once grace has passed; 0 in any other state."""
        if self.due_on is None or not self.state.is_overdue:
            return 0
        return (self.on - self.due_on).days

    @property
    def days_until(self) -> int:
        """Days from the day asked about to the due day; 0 once it has come."""
        return 0 if self.due_on is None else max(0, (self.due_on - self.on).days)

    @property
    def standing(self) -> Standing | None:
        if self.due_on is None:
            return None
        return Standing(self.type, self.milestone, self.due_on, self.state)

    @property
    def title(self) -> str:
        """ "Care plan review", "Week 2 check", "Relapse-prevention review"."""
        if self.is_relapse_prevention:
            return "Relapse-prevention review"
        if self.type is ReviewType.TOP and self.is_first:
            return "Start TOP"
        if self.type is ReviewType.EVENT and self.events:
            return f"Review after {and_list([EVENT_WORDS[event.kind] for event in self.events])}"
        if not self.milestone:
            return TITLES[self.type]
        label = self.milestone.capitalize()
        if self.type is ReviewType.INDUCTION:
            return f"{label} check"
        if self.type is ReviewType.FIRST12:
            return f"{label} review"
        return f"{TITLES[self.type]}, {self.milestone}"

    @property
    def why(self) -> str:
        """One plain sentence or two: counted from what, how far, and what moved it."""
        if self.due_on is None or self.anchor_on is None:
            return self.not_applicable_because
        sentence = _counted(self)
        if self.returned is not None and self.was_due_on is not None:
            sentence = (
                f"Due within {self.return_within_days} days of {_return(self.returned)}."
                f" It was due {nhs_date(self.was_due_on)}."
            )
        if self.pause is not None:
            return f"{_paused(self.pause)} {sentence}"
        return sentence

    @property
    def why_in_full(self) -> str:
        """With the version of the intervals, as trails and reports print it."""
        return f"{self.why} Intervals: {version_named(self.rule_version)}."


def version_named(rule_version: str) -> str:
    """The product's defaults; version 3."""
    return "the product's defaults" if rule_version == "0" else rule_version


def _counted(due: Due) -> str:
    if due.anchor_on is None or due.due_on is None:
        return due.not_applicable_because
    anchor = f"{due.anchor_what} on {nhs_date(due.anchor_on)}"
    if due.basis is Basis.EVENT:
        what = and_list([EVENT_WORDS[event.kind] for event in due.events])
        return f"Due {due.event_working_days} working days after {what}," + (
            f" {nhs_date(due.anchor_on)}."
        )
    if due.basis is Basis.AGREED:
        return f"Due {nhs_date(due.due_on)}, the day agreed at {anchor}."
    if not due.interval_days:
        return f"Due at {anchor}."
    return f"Due {interval_words(due.interval_days)} after {anchor}."


def _paused(pause: Pause) -> str:
    where = PAUSE_WORDS[pause.reason]
    until = f" to {nhs_date(pause.ends_on)}" if pause.ends_on else ""
    return f"Paused: {where} from {nhs_date(pause.started_on)}{until}."


def _return(pause: Pause) -> str:
    """Where nobody has recorded the return yet, it says that the day is the expected one."""
    words = RETURN_WORDS[pause.reason]
    if pause.returned_on is not None or pause.expected_end_on is None:
        return words
    return f"{words}, expected {nhs_date(pause.expected_end_on)}"
