"""What changed between two runs of a service, person by person, and why. Pure.

Every person whose verdict on an indicator is another stands in exactly one group, so the groups add
up to the change in each figure. Source: design promise 4; the groups of issue 7 with three more.
*Time went on*: the record as the earlier run knew it says the same on the later day
(`audits.read_later`). *Drawn*: each run draws the plans that colleagues read anew. *Read*: they
had been read in one run only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from audits.step import Direction, Outcome


class Kind(StrEnum):
    """What was written in somebody's record between the two moments of knowing: in the order in
    which one is taken before another where the verdict rests on it."""

    CORRECTED = "corrected"
    LATE = "late"
    NEW = "new"


class Written(NamedTuple):
    """`row`: its id, where a verdict may rest on it; else empty."""

    kind: Kind
    row: str = ""


class Cause(StrEnum):
    """In the order in which one is taken before another. Values name it in an address."""

    DEFINITION = "definition"
    JOINED = "joined"
    LEFT = "left"
    DRAWN = "drawn"
    READ = "read"
    TIME = "time"
    CORRECTION = "correction"
    LATE = "late"
    NEW = "new"


CAUSE_WORDS = {
    Cause.DEFINITION: "The definition, or a number it uses, changed",
    Cause.JOINED: "Joined: the earlier run did not read this record",
    Cause.LEFT: "Left: the later run does not read this record",
    Cause.DRAWN: "Drawn by lot: the plan is in the sample of one run only",
    Cause.READ: "Colleagues had read the plan in one run, and not in the other",
    Cause.TIME: "Time went on: it would be so with nothing new",
    Cause.CORRECTION: "Something was corrected",
    Cause.LATE: "Something was entered late",
    Cause.NEW: "Something new happened",
}
_OF_WRITTEN = {
    Kind.CORRECTED: Cause.CORRECTION,
    Kind.LATE: Cause.LATE,
    Kind.NEW: Cause.NEW,
}


@dataclass(frozen=True, slots=True)
class RunFacts:
    """`versions`: of each indicator, by code. `outcomes`: how many people, by code and outcome.
    `configuration`: what the run used of the service's own."""

    on: date
    versions: Mapping[str, str]
    outcomes: Mapping[str, Mapping[str, int]]
    configuration: Mapping[str, object]


class Moved(NamedTuple):
    """A verdict that is another. None: not looked at. `was_read`, `is_read`: whether the person was
    among those whose record a run read at all. `is_time`: the record as the earlier run knew it
    says the later verdict on the later day. `is_by_lot`: of a sample that each run draws anew.
    `rests_on`: ids of the rows on which either verdict rests."""

    patient_id: UUID
    code: str
    before: Outcome | None
    after: Outcome | None
    was_read: bool
    is_read: bool
    is_time: bool = False
    is_by_lot: bool = False
    rests_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    patient_id: UUID
    before: Outcome | None
    after: Outcome | None
    cause: Cause


class Figure(NamedTuple):
    """`number` of `of`."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class CauseRow:
    """`people` whose verdict changed for this cause, and what it did to the figure."""

    cause: Cause
    people: int
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one indicator. None: the run did not have it."""

    code: str
    direction: Direction
    before: Figure | None
    after: Figure | None
    changes: tuple[Change, ...]

    @property
    def rows(self) -> tuple[CauseRow, ...]:
        return tuple(
            self._row(cause, [one for one in self.changes if one.cause is cause])
            for cause in Cause
            if any(one.cause is cause for one in self.changes)
        )

    def _row(self, cause: Cause, changes: list[Change]) -> CauseRow:
        number = sum(
            _counts(one.after, self.direction) - _counts(one.before, self.direction)
            for one in changes
        )
        of = sum(_is_of(one.after) - _is_of(one.before) for one in changes)
        return CauseRow(cause, len(changes), number, of)


def differences(
    before: RunFacts,
    after: RunFacts,
    directions: Mapping[str, Direction],
    moved: Iterable[Moved],
    written: Mapping[UUID, frozenset[Written]],
) -> list[Difference]:
    """Every indicator of either run, in the order of `directions`; those without any change too."""
    changes: dict[str, list[Change]] = {code: [] for code in directions}
    other_numbers = before.configuration != after.configuration
    for one in moved:
        other_version = before.versions.get(one.code) != after.versions.get(one.code)
        cause = cause_of(
            one,
            written.get(one.patient_id, frozenset()),
            is_redefined=other_version,
            has_other_numbers=other_numbers,
        )
        changes[one.code].append(Change(one.patient_id, one.before, one.after, cause))
    return [
        Difference(
            code,
            direction,
            _figure(before, code, direction),
            _figure(after, code, direction),
            tuple(changes[code]),
        )
        for code, direction in directions.items()
    ]


def cause_of(
    moved: Moved,
    written: frozenset[Written],
    *,
    is_redefined: bool,
    has_other_numbers: bool,
) -> Cause:
    """One cause for each, the first that holds. Other numbers explain only what nothing that was
    written has a part in.

    Of what was written, that on which a verdict rests is the cause. Where it rests on none of it,
    as when something is missing, the ordinary is taken before the odd: something new first."""
    if is_redefined:
        return Cause.DEFINITION
    if not moved.was_read:
        return Cause.JOINED
    if not moved.is_read:
        return Cause.LEFT
    if moved.is_by_lot:
        return Cause.DRAWN if None in (moved.before, moved.after) else Cause.READ
    if moved.is_time or not written:
        return Cause.DEFINITION if has_other_numbers else Cause.TIME
    rested_on = {one.kind for one in written if one.row in moved.rests_on}
    if rested_on:
        return _OF_WRITTEN[next(kind for kind in Kind if kind in rested_on)]
    kinds = {one.kind for one in written}
    return _OF_WRITTEN[next(kind for kind in reversed(Kind) if kind in kinds)]


def _figure(run: RunFacts, code: str, direction: Direction) -> Figure | None:
    if code not in run.outcomes:
        return None
    counts = run.outcomes[code]
    met, not_met = counts[Outcome.MET.value], counts[Outcome.NOT_MET.value]
    return Figure(not_met if direction is Direction.DOWN else met, met + not_met)


def _counts(outcome: Outcome | None, direction: Direction) -> bool:
    return outcome is (Outcome.NOT_MET if direction is Direction.DOWN else Outcome.MET)


def _is_of(outcome: Outcome | None) -> bool:
    return outcome in (Outcome.MET, Outcome.NOT_MET)
