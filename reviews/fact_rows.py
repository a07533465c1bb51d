"""Rows of the record, put together into what the schedule is told about each person. Pure.

The rows come from the tables as they stand (`reviews.facts_reader`); whoever reads them as they
were known at another moment puts them together here too, so that both say the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from prescribing.doses import (
    SPELL_GAP_DAYS,
    DepotCover,
    Prescribed,
    StatePoint,
)
from reviews.review_facts import Appointment, Attempt, Credit, Event, Pause, ReviewFacts
from reviews.review_types import EventKind, PauseReason, ReviewType
from rodt.dates import Span, add_days, spell_on

START = "start"
YES, NO = "yes", "no"
BY_VALUE = {kind.value: kind for kind in ReviewType}
ANY_TYPE: frozenset[ReviewType] = frozenset()


class EpisodeRow(NamedTuple):
    """The episode a person is asked about: the last one to have started."""

    patient_id: UUID
    started_on: date
    ended_on: date | None
    exit_was_planned: bool
    died_on: date | None
    born_on: date | None


class CreditRow(NamedTuple):
    """A valid credit of a review in which the person was seen."""

    patient_id: UUID
    type: str
    milestone: str
    held_on: date
    is_inherited: bool
    next_review_on: date | None
    conclusion: str | None


class TopRow(NamedTuple):
    """A complete TOP: one answered in part credits none."""

    patient_id: UUID
    on: date
    stage: str


class ContactRow(NamedTuple):
    """A day on which somebody met or spoke to the person: their keyworker, or in aftercare."""

    patient_id: UUID
    on: date


class AftercareRow(NamedTuple):
    """What they said last about being in touch after they leave."""

    patient_id: UUID
    on: date
    answer: str


class PauseRow(NamedTuple):
    patient_id: UUID
    reason: str
    started_on: date
    expected_end_on: date | None
    ended_on: date | None


class EventRow(NamedTuple):
    patient_id: UUID
    kind: str
    on: date


class MissedRow(NamedTuple):
    patient_id: UUID
    from_on: date
    to_on: date


class MeetingRow(NamedTuple):
    """A meeting booked ahead, or one the person did not come to. No types: it may be for any."""

    patient_id: UUID
    on: date
    types: tuple[str, ...]


class PrescriptionRow(NamedTuple):
    prescription_id: UUID
    patient_id: UUID
    is_ost: bool
    is_naltrexone: bool


class StateRow(NamedTuple):
    """`reduces_to_zero`: a reduction to zero was agreed on that day."""

    prescription_id: UUID
    on: date
    state: str
    reduces_to_zero: bool


class DepotRow(NamedTuple):
    prescription_id: UUID
    given_on: date
    covers_to_on: date


class JudgedRow(NamedTuple):
    """What a prescriber judged at a review: "yes", "no", or nothing where it was not asked."""

    patient_id: UUID
    is_stable: str | None
    held_on: date
    has_other_illness: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """`ahead`: the first later day of which anything is recorded, where that was asked for."""

    episodes: Iterable[EpisodeRow]
    credits: Iterable[CreditRow] = ()
    tops: Iterable[TopRow] = ()
    contacts: Iterable[ContactRow] = ()
    aftercare: Iterable[ContactRow] = ()
    aftercare_said: Iterable[AftercareRow] = ()
    pauses: Iterable[PauseRow] = ()
    events: Iterable[EventRow] = ()
    missed: Iterable[MissedRow] = ()
    booked: Iterable[MeetingRow] = ()
    not_attended: Iterable[MeetingRow] = ()
    prescriptions: Iterable[PrescriptionRow] = ()
    states: Iterable[StateRow] = ()
    depots: Iterable[DepotRow] = ()
    judged: Iterable[JudgedRow] = ()
    ahead: Mapping[UUID, date] = field(default_factory=dict)


@dataclass(slots=True)
class _Gathered:
    """What has been found of one person so far."""

    credits: list[Credit]
    pauses: list[Pause]
    events: list[Event]
    missed: list[Span]
    booked: list[Appointment]
    attempts: dict[date, frozenset[ReviewType]]
    prescribed: list[Prescribed]
    stable_since_on: date | None = None
    has_comorbidity: bool | None = None
    aftercare_declined_on: date | None = None


def assemble(rows: Rows, on: date, *, gap_days: int = SPELL_GAP_DAYS) -> dict[UUID, ReviewFacts]:
    """The facts of everybody who has an episode among the rows. Rows of anybody else are left out.

    `on` chooses the spell of prescribing: the one that runs that day, with its end only where it
    has come. So `ReviewFacts.on_ost(on)` is decisions.md 5 to the day.
    """
    gathered: dict[UUID, _Gathered] = defaultdict(lambda: _Gathered([], [], [], [], [], {}, []))
    _gather_credits(rows, gathered)
    for pause in rows.pauses:
        gathered[pause.patient_id].pauses.append(
            Pause(
                started_on=pause.started_on,
                reason=PauseReason(pause.reason),
                expected_end_on=pause.expected_end_on,
                returned_on=pause.ended_on,
            )
        )
    for event in rows.events:
        gathered[event.patient_id].events.append(Event(event.on, EventKind(event.kind)))
    for missed in rows.missed:
        gathered[missed.patient_id].missed.append(Span(missed.from_on, missed.to_on))
    for patient_id, held_on, types in rows.booked:
        gathered[patient_id].booked.append(Appointment(held_on, _types(types)))
    _gather_attempts(rows.not_attended, gathered)
    _gather_prescribed(rows, gathered)
    _gather_judged(rows.judged, gathered)
    return {
        row.patient_id: _facts(
            row, gathered[row.patient_id], on, gap_days, rows.ahead.get(row.patient_id)
        )
        for row in rows.episodes
    }


def _gather_credits(rows: Rows, gathered: Mapping[UUID, _Gathered]) -> None:
    for patient_id, kind, milestone, held_on, inherited, next_review_on, said in rows.credits:
        gathered[patient_id].credits.append(
            Credit(
                BY_VALUE[kind],
                held_on,
                milestone,
                is_inherited=inherited,
                next_review_on=next_review_on,
                conclusion=said or "",
            )
        )
    for patient_id, on, stage in rows.tops:
        gathered[patient_id].credits.append(
            Credit(ReviewType.TOP, on, START if stage == START else "")
        )
    for patient_id, on in rows.contacts:
        gathered[patient_id].credits.append(Credit(ReviewType.KEYWORK, on))
    for patient_id, on in rows.aftercare:
        gathered[patient_id].credits.append(Credit(ReviewType.AFTERCARE, on))
    for patient_id, on, answer in rows.aftercare_said:
        if answer == NO:
            gathered[patient_id].aftercare_declined_on = on


def _types(types: Sequence[str]) -> frozenset[ReviewType]:
    return frozenset([BY_VALUE[kind] for kind in types]) if types else ANY_TYPE


def _gather_attempts(rows: Iterable[MeetingRow], gathered: Mapping[UUID, _Gathered]) -> None:
    """One a day: a missed appointment and the contact written about it are the same attempt."""
    for patient_id, on, types in rows:
        by_day = gathered[patient_id].attempts
        by_day[on] = by_day.get(on, ANY_TYPE) | _types(types)


def _gather_prescribed(rows: Rows, gathered: Mapping[UUID, _Gathered]) -> None:
    patient_of: dict[UUID, UUID] = {}
    points: dict[UUID, list[StatePoint]] = defaultdict(list)
    covers: dict[UUID, list[DepotCover]] = defaultdict(list)
    prescriptions = list(rows.prescriptions)
    for row in prescriptions:
        patient_of[row.prescription_id] = row.patient_id
    for prescription_id, on, state, reduces_to_zero in rows.states:
        points[prescription_id].append(StatePoint(on, state))
        if reduces_to_zero and prescription_id in patient_of:
            gathered[patient_of[prescription_id]].events.append(Event(on, EventKind.REDUCE_TO_ZERO))
    for prescription_id, given_on, covers_to_on in rows.depots:
        covers[prescription_id].append(DepotCover(given_on, covers_to_on))
    for row in prescriptions:
        gathered[row.patient_id].prescribed.append(
            Prescribed(
                row.is_ost,
                tuple(points[row.prescription_id]),
                tuple(covers[row.prescription_id]),
                row.is_naltrexone,
            )
        )


def _gather_judged(rows: Iterable[JudgedRow], gathered: Mapping[UUID, _Gathered]) -> None:
    """Stable since the first of the last reviews that all said so; other illness as said last.
    Where a review did not ask, nothing changes."""
    for row in rows:
        found = gathered[row.patient_id]
        if row.is_stable == YES:
            found.stable_since_on = found.stable_since_on or row.held_on
        elif row.is_stable == NO:
            found.stable_since_on = None
        if row.has_other_illness in (YES, NO):
            found.has_comorbidity = row.has_other_illness == YES


def _facts(
    row: EpisodeRow, found: _Gathered, on: date, gap_days: int, ahead: date | None
) -> ReviewFacts:
    ost = [span for one in found.prescribed if one.is_ost for span in one.covered]
    relapse = [span for one in found.prescribed if one.is_naltrexone for span in one.covered]
    ost_started_on, ost_ended_on = _spell(ost, on, gap_days)
    relapse_started_on, relapse_ended_on = _spell(relapse, on, gap_days)
    return ReviewFacts(
        episode_started_on=row.started_on,
        episode_ended_on=row.ended_on,
        exit_was_planned=row.exit_was_planned,
        aftercare_declined_on=_since(found.aftercare_declined_on, row.started_on),
        died_on=row.died_on,
        ost_started_on=ost_started_on,
        ost_ended_on=ost_ended_on,
        relapse_prevention_started_on=relapse_started_on,
        relapse_prevention_ended_on=relapse_ended_on,
        credits=tuple(found.credits),
        pauses=tuple(found.pauses),
        events=tuple(found.events),
        missed_doses=tuple(found.missed),
        appointments=tuple(found.booked),
        attempts=tuple(Attempt(on, types) for on, types in found.attempts.items()),
        born_on=row.born_on,
        has_comorbidity=found.has_comorbidity,
        stable_since_on=found.stable_since_on,
        changes_on=_changes_on([*ost, *relapse], on, gap_days, ahead),
    )


def _since(day: date | None, started_on: date) -> date | None:
    """What was said in an earlier treatment was about that one."""
    return day if day is not None and day >= started_on else None


def _spell(spans: Iterable[Span], on: date, gap_days: int) -> tuple[date | None, date | None]:
    spell = spell_on(spans, on, gap_days=gap_days)
    return (None, None) if spell is None else (spell.start, spell.end)


def _changes_on(spans: Iterable[Span], on: date, gap_days: int, ahead: date | None) -> date | None:
    """A span changes the spell when it begins, the day after it ends, and when the gap after it
    has grown too long."""
    turns = [] if ahead is None else [ahead]
    for span in spans:
        turns.append(span.start)
        if span.end is not None:
            turns += (add_days(span.end, 1), add_days(span.end, gap_days))
    return min((day for day in turns if day > on), default=None)
