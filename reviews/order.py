"""Who needs somebody first, and why, in words. Pure.

The order of domain/reviews.md §3: safety, prescription ending without a prescriber review, the
first 12 weeks, long overdue, overdue, due. Years on substitution treatment never enter it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from reviews.dues import Due
from reviews.intervals import DEFAULT_SCHEDULE, Schedule
from reviews.review_types import EventKind, ReviewType, State
from rodt.dates import working_days_until
from rodt.words import days_overdue, in_days, nhs_date, sentence


class Group(IntEnum):
    """In the order in which people need somebody. Up to `DUE`, they need somebody now."""

    SAFETY = 1
    SCRIPT_ENDING = 2
    FIRST_WEEKS = 3
    LONG_OVERDUE = 4
    OVERDUE = 5
    DUE = 6
    DUE_SOON = 7
    PAUSED = 8
    NOTHING_DUE = 9

    @property
    def needs_someone(self) -> bool:
        return self <= Group.DUE

    @property
    def cannot_wait(self) -> bool:
        return self <= Group.SCRIPT_ENDING


GROUP_TITLES = {
    Group.SAFETY: "Safety",
    Group.SCRIPT_ENDING: "Prescription ending, no prescriber review",
    Group.FIRST_WEEKS: "First 12 weeks",
    Group.LONG_OVERDUE: "Long overdue",
    Group.OVERDUE: "Overdue",
    Group.DUE: "Due now",
    Group.DUE_SOON: "Due in the next 14 days",
    Group.PAUSED: "Paused",
    Group.NOTHING_DUE: "Nothing due",
}

# Events that keep somebody in the first group until their review is held. Three missed doses are an
# alert instead: a prescriber's decision ends it, while its review stays due like any other.
SAFETY_EVENTS = frozenset({EventKind.OVERDOSE, EventKind.PREGNANCY, EventKind.SAFEGUARDING})
EARLY_TYPES = frozenset({ReviewType.INDUCTION, ReviewType.FIRST12})

# Which of several reviews due on one day leads the row.
LEADS = {
    kind: place
    for place, kind in enumerate(
        (
            ReviewType.EVENT,
            ReviewType.INDUCTION,
            ReviewType.FIRST12,
            ReviewType.STRATEGIC,
            ReviewType.MEDICAL,
            ReviewType.CARE_PLAN,
            ReviewType.RISK,
            ReviewType.TOP,
            ReviewType.AFTERCARE,
            ReviewType.KEYWORK,
        )
    )
}


@dataclass(frozen=True, slots=True, order=True)
class Alert:
    """Something that cannot wait until tomorrow, since a day, as a whole sentence."""

    since_on: date
    words: str


@dataclass(frozen=True, slots=True)
class Today:
    """What else the order needs to know of a person.

    `script_ends_on`: the last day of the current prescription form where it is recorded, with
    `next_script_is_recorded` for the one after it. `in_first_weeks`: `schedule.in_first_weeks`.
    """

    alerts: tuple[Alert, ...] = ()
    script_ends_on: date | None = None
    next_script_is_recorded: bool = False
    in_first_weeks: bool = False


class Place(NamedTuple):
    """One person's place: once, in the most urgent group. `also` holds what did not decide it.

    `since_on` sorts within the group, oldest first. `said`: why, where it is more than the lead.
    """

    group: Group
    since_on: date
    said: str = ""
    lead: Due | None = None
    also: tuple[Due, ...] = ()

    @property
    def words(self) -> str:
        """Why, in a sentence. Only the rows that are shown are asked for it."""
        if self.said:
            return self.said
        if self.lead is None:
            return "Nothing is due."
        if self.group is Group.NOTHING_DUE:
            return f"Next: {_what(self.lead)}."
        return first_words(self.lead)

    @property
    def key(self) -> tuple[int, date]:
        return int(self.group), self.since_on


def place(
    dues: Iterable[Due], today: Today, on: date, schedule: Schedule = DEFAULT_SCHEDULE
) -> Place:
    """Where one person stands on the worklist of a day."""
    ordered = sorted((due for due in dues if due.due_on is not None), key=_first)
    needing = [due for due in ordered if due.state.needs_someone]
    safety = _safety(ordered, needing, today)
    if safety is not None:
        return safety
    script = _script_ending(needing, today, on, schedule)
    if script is not None:
        return script
    early = [due for due in needing if due.type in EARLY_TYPES]
    if needing and (early or today.in_first_weeks):
        return _led_by(Group.FIRST_WEEKS, (early or needing)[0], needing)
    for group, state in BY_STATE:
        with_state = [due for due in needing if due.state is state]
        if with_state:
            return _led_by(group, with_state[0], needing)
    paused = [due for due in ordered if due.state is State.PAUSED]
    if paused:
        return _led_by(Group.PAUSED, paused[0], ())
    soon = [due for due in ordered if due.state is State.DUE_SOON]
    if soon:
        return _led_by(Group.DUE_SOON, soon[0], soon)
    upcoming = ordered[0] if ordered else None
    since_on = upcoming.due_on if upcoming and upcoming.due_on else date.max
    return Place(Group.NOTHING_DUE, since_on, lead=upcoming)


def first_words(due: Due) -> str:
    """One due review in a sentence: "Care plan review: 21 days overdue, due 10 September 2026."""
    return f"{sentence(_what(due))}."


BY_STATE = (
    (Group.LONG_OVERDUE, State.LONG_OVERDUE),
    (Group.OVERDUE, State.OVERDUE),
    (Group.DUE, State.DUE),
)


def _first(due: Due) -> tuple[date, int]:
    return due.due_on or date.max, LEADS[due.type]


def _safety(ordered: list[Due], needing: list[Due], today: Today) -> Place | None:
    """Alerts given, and an open event review after something dangerous, from its very day."""
    alerts = sorted(today.alerts)
    events = [due for due in ordered if any(event.kind in SAFETY_EVENTS for event in due.events)]
    events = [due for due in events if due.type is ReviewType.EVENT]
    if alerts:
        lead = events[0] if events else None
        rest = tuple(due for due in needing if due is not lead)
        words = " ".join(alert.words for alert in alerts)
        since_on = alerts[0].since_on
        if lead is not None:
            since_on = min(since_on, lead.anchor_on or since_on)
            words = f"{words} {first_words(lead)}"
        return Place(Group.SAFETY, since_on, words, lead, rest)
    live = [due for due in events if due.state is not State.PAUSED]
    if not live:
        return None
    lead = live[0]
    rest = tuple(due for due in needing if due is not lead)
    return Place(Group.SAFETY, lead.anchor_on or lead.on, lead=lead, also=rest)


def _script_ending(needing: list[Due], today: Today, on: date, schedule: Schedule) -> Place | None:
    """Ends within 3 working days, or has ended, with no next one and a medical review due."""
    ends_on = today.script_ends_on
    if ends_on is None or today.next_script_is_recorded:
        return None
    medical = next((due for due in needing if due.type is ReviewType.MEDICAL), None)
    if medical is None or working_days_until(on, ends_on) > schedule.script_ending_working_days:
        return None
    ends = "ended" if ends_on < on else "ends"
    words = (
        f"Prescription {ends} {in_days((ends_on - on).days)}, {nhs_date(ends_on)},"
        f" and no next one is recorded. {first_words(medical)}"
    )
    rest = tuple(due for due in needing if due is not medical)
    return Place(Group.SCRIPT_ENDING, ends_on, words, medical, rest)


def _led_by(group: Group, lead: Due, among: Iterable[Due]) -> Place:
    rest = tuple(due for due in among if due is not lead)
    return Place(group, lead.due_on or lead.on, lead=lead, also=rest)


def _what(due: Due) -> str:
    if due.due_on is None:
        return due.title
    day = nhs_date(due.due_on)
    if due.state is State.PAUSED:
        return f"{due.title}: paused, due {day}"
    if due.state.is_overdue:
        return f"{due.title}: {days_overdue(due.days_overdue)}, due {day}"
    if due.state is State.DUE and due.on_time_to is not None and due.on_time_to > due.on:
        return f"{due.title}: due, on time to {nhs_date(due.on_time_to)}"
    if due.state is State.DUE:
        return f"{due.title}: due today"
    return f"{due.title}: due {in_days(due.days_until)}, {day}"
