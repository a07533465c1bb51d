"""What the schedule is told about one person: plain values, as they stood and as they were known.

Nothing here reads a database or a clock. Facts dated after the day that is asked about may be
given: the schedule leaves them out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from prescribing.doses import MISSED_IN_A_ROW
from reviews.review_types import EventKind, PauseReason, ReviewType
from rodt.dates import Span, add_days, merge_spans


class Credit(NamedTuple):
    """That a review of a type was held on a day.

    `milestone`: "week 12" for a milestone, "start" for a start TOP, the day of the event as
    2026-05-03 for an event review; empty where there is none or it was not said.
    `is_inherited`: brought along from another service, so it may lie before the episode.
    """

    type: ReviewType
    held_on: date
    milestone: str = ""
    is_valid: bool = True
    patient_absent: bool = False
    is_inherited: bool = False
    next_review_on: date | None = None
    conclusion: str = ""

    @property
    def counts(self) -> bool:
        """A case discussion without the person restarts no clock."""
        return self.is_valid and not self.patient_absent


@dataclass(frozen=True, slots=True)
class Pause:
    """Time away in which reviews wait. It ends on the day of return, or else on the expected day.

    The day it ends is the first day back. Nobody stays paused beyond the expected day unless a
    new expected day is recorded.
    """

    started_on: date
    reason: PauseReason
    expected_end_on: date | None = None
    returned_on: date | None = None

    @property
    def ends_on(self) -> date | None:
        return self.returned_on or self.expected_end_on

    def covers(self, on: date) -> bool:
        ends_on = self.ends_on
        return self.started_on <= on and (ends_on is None or on < ends_on)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    on: date
    kind: EventKind


class Appointment(NamedTuple):
    """A booked meeting; no types means it may be for any."""

    on: date
    types: frozenset[ReviewType] = frozenset()

    def is_for(self, kind: ReviewType) -> bool:
        return not self.types or kind in self.types


class Attempt(NamedTuple):
    """A meeting the person did not attend; no types means it was for any."""

    on: date
    types: frozenset[ReviewType] = frozenset()

    def is_for(self, kind: ReviewType) -> bool:
        return not self.types or kind in self.types


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """One person and one episode.

    `ost_started_on`, `ost_ended_on`: the current or last spell of opioid substitution treatment
    (`rodt.dates.spell_on`); the end is the last day covered, None while it goes on.
    `relapse_prevention_…`: the same for naltrexone alone, which is not substitution treatment.
    `has_comorbidity`: as last judged at a medical review, None where nobody was asked.
    `stable_since_on`: the first of the last reviews that all judged treatment stable; None where
    the last one did not, or nobody was asked.
    `changes_on`: the first day after the one they were read for on which these facts are others
    because of what is recorded ahead (a spell that begins or ends, a fact of a later day); read by
    `worked_out` only.
    """

    episode_started_on: date
    episode_ended_on: date | None = None
    exit_was_planned: bool = False
    aftercare_declined_on: date | None = None
    died_on: date | None = None
    is_transferred_in: bool = False
    ost_started_on: date | None = None
    ost_ended_on: date | None = None
    relapse_prevention_started_on: date | None = None
    relapse_prevention_ended_on: date | None = None
    credits: tuple[Credit, ...] = ()
    pauses: tuple[Pause, ...] = ()
    events: tuple[Event, ...] = ()
    missed_doses: tuple[Span, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    born_on: date | None = None
    has_comorbidity: bool | None = None
    stable_since_on: date | None = None
    changes_on: date | None = None

    def on_ost(self, on: date) -> bool:
        """In treatment here, its last day included, and covered by substitution treatment."""
        return is_treated(self.episode_ended_on, self.ost_started_on, self.ost_ended_on, on)

    def paused_on(self, on: date) -> Pause | None:
        """The pause that covers a day: of several, the one that ends last."""
        covering = [pause for pause in self.pauses if pause.covers(on)]
        return max(covering, key=lambda pause: pause.ends_on or date.max, default=None)


def is_treated(
    left_on: date | None, started_on: date | None, ended_on: date | None, on: date
) -> bool:
    """A day of a spell, and no later than the last day of treatment here."""
    return (left_on is None or on <= left_on) and in_spell(started_on, ended_on, on)


def in_spell(started_on: date | None, ended_on: date | None, on: date) -> bool:
    """A day of a spell, its last day included. No start: there is none."""
    return started_on is not None and Span(started_on, ended_on).covers(on)


RELEASES = {
    PauseReason.CUSTODY: EventKind.PRISON_RELEASE,
    PauseReason.HOSPITAL: EventKind.HOSPITAL_DISCHARGE,
}


def events_up_to(facts: ReviewFacts, on: date) -> tuple[Event, ...]:
    """Everything that asks for an event review, oldest first, each once: recorded events, recorded
    returns from custody and hospital, the third missed day in a row, the transfer in.
    """
    if not (facts.events or facts.missed_doses or facts.pauses or facts.is_transferred_in):
        return ()
    found = {event for event in facts.events if event.on <= on}
    for pause in facts.pauses:
        kind = RELEASES.get(pause.reason)
        if kind and pause.returned_on and pause.returned_on <= on:
            found.add(Event(pause.returned_on, kind))
    for third_day in missed_in_a_row_on(facts.missed_doses):
        if third_day <= on:
            found.add(Event(third_day, EventKind.MISSED_DOSES))
    if facts.is_transferred_in:
        found.add(Event(facts.episode_started_on, EventKind.TRANSFER_IN))
    return tuple(sorted(event for event in found if event.on >= facts.episode_started_on))


def missed_in_a_row_on(missed: Sequence[Span]) -> list[date]:
    """The third day of each run of missed days that is as long."""
    runs = merge_spans(missed, gap_days=1) if missed else ()
    third_days = ((add_days(run.start, MISSED_IN_A_ROW - 1), run.end) for run in runs)
    return [day for day, last in third_days if last is None or day <= last]
