"""What goes with coming off, and how each part of it stands on a day. Pure.

The page and indicator 6.1 ask the same function. Source: domain/twelve-steps.md 6.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from prescribing.coming_off import STOPPED, Course
from rodt.dates import ONE_DAY, add_days


class Part(StrEnum):
    """In the order of the page. Three are named as the record names them
    (`prescribing.models.ComingOffPart`)."""

    AGREED = "agreed"
    RELAPSE_PLAN = "relapse_plan"
    SESSIONS = "sessions"
    NALOXONE = "naloxone"
    WAY_BACK = "way_back"
    CONTACT = "contact"


TITLES = {
    Part.AGREED: "Their own decision, in their words",
    Part.RELAPSE_PLAN: "A plan for the risk of relapse",
    Part.SESSIONS: "Support sessions booked",
    Part.NALOXONE: "Naloxone in date",
    Part.WAY_BACK: "How to come back, in writing",
    Part.CONTACT: "Contact in the days after the last dose",
}


class State(StrEnum):
    DONE = "Done"
    DECLINED = "Offered and declined"
    LATER = "Not yet"
    MISSING = "Missing"
    REFUSED = "They do not agree"
    NOT_ASKED_FOR = "Not asked for"


NOT_THERE = frozenset({State.MISSING, State.REFUSED})


@dataclass(frozen=True, slots=True)
class Supply:
    """Naloxone: given, or offered and declined."""

    on: date
    is_declined: bool = False
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """About one reduction to zero, as known on a day; `course` None: none has begun.

    `is_agreed`: the person agreed, and their words are on record; `is_refused`: they said no.
    `parts`: the first of each kind
    that counts, by its name; `sessions` needs the day of the first one. `supplies`: up to the day,
    in order. `met_on`: days on which they were met or reached. `contact_within`: so many days from
    the last dose somebody is in touch (6.1), as the service's schedule has it.
    """

    course: Course | None = None
    is_agreed: bool = False
    is_refused: bool = False
    parts: frozenset[str] = frozenset()
    supplies: Sequence[Supply] = ()
    met_on: Sequence[date] = ()
    contact_within: int = 7


def states(known: Known, on: date) -> Mapping[Part, State]:
    """How each part stands."""
    found = {Part.AGREED: agreed(known)}
    for part in (Part.RELAPSE_PLAN, Part.SESSIONS, Part.WAY_BACK):
        found[part] = State.DONE if part in known.parts else State.MISSING
    found[Part.NALOXONE] = naloxone(known, on)
    found[Part.CONTACT] = contact(known, on)
    return {part: found[part] for part in Part}


def agreed(known: Known) -> State:
    if known.is_agreed:
        return State.DONE
    if known.is_refused:
        return State.REFUSED
    return State.MISSING if known.course else State.LATER


def naloxone(known: Known, on: date) -> State:
    """In date on the day; of a reduction that has ended, on the day it did, or given since."""
    if not known.supplies:
        return State.MISSING
    last = known.supplies[-1]
    if last.is_declined:
        return State.DECLINED
    course = known.course
    day = course.ended_on if course and course.ended_on else on
    return State.DONE if last.expires_on is None or last.expires_on >= day else State.MISSING


def contact(known: Known, on: date) -> State:
    """Not yet while there was no last dose, and until those days have passed."""
    span = contact_days(known.course, known.contact_within)
    if span is None:
        return State.LATER
    first, last = span
    if any(first <= day <= min(last, on) for day in known.met_on):
        return State.DONE
    return State.MISSING if on > last else State.LATER


def contact_days(course: Course | None, within: int) -> tuple[date, date] | None:
    """The days on which that contact counts; None while there was no last dose."""
    last_dose_on = course.last_dose_on if course else None
    if last_dose_on is None:
        return None
    return last_dose_on + ONE_DAY, add_days(last_dose_on, within)


def was_turned_round(course: Course) -> bool:
    """It ended otherwise than without the medicine: nothing more is asked for after it."""
    return course.ended_on is not None and course.became != STOPPED
