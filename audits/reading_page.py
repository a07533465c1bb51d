"""The plans of a run's sample as its page lists them: whose, how far, and who may read which."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from audits.models import Audit, SampledPlan
from audits.sampling import is_closed, keyworkers_of, needed, sample_of, why_not
from rodt.words import count

HALF, OPEN = "Read by one; a second reader is needed", "Not read yet"


@dataclass(frozen=True, slots=True)
class Row:
    """`is_mine_to_read`: this member of staff may read it now."""

    sampled: SampledPlan
    said: str
    is_mine_to_read: bool

    @property
    def patient(self) -> Any:
        return self.sampled.patient


@dataclass(frozen=True, slots=True)
class Page:
    """`rows`: of the people this member of staff sees; `elsewhere`: how many others there are;
    `taken_over`: how many were read before this run was made."""

    rows: tuple[Row, ...]
    done: int
    total: int
    elsewhere: int
    taken_over: int
    is_closed: bool

    @property
    def opening(self) -> str:
        if not self.total:
            return "No plan was there to be drawn for this run."
        if not self.taken_over:
            return self._how_far
        return (
            f"{self._how_far} What colleagues read of {count(self.taken_over, 'plan')} for another"
            " run of the same day stands here too."
        )

    @property
    def _how_far(self) -> str:
        if self.done == self.total:
            return f"All {count(self.total, 'plan')} of the sample are read: 7.3 is worked out."
        if self.is_closed:
            return (
                f"{self.done} of {count(self.total, 'plan')} of the sample are read. The report is"
                " signed, so reading is closed and 7.3 stays not recorded."
            )
        return (
            f"{self.done} of {count(self.total, 'plan')} of the sample are read."
            " With the last of them 7.3 is worked out, and the files are made again."
        )


def page(audit: Audit, reader_id: UUID, visible: Collection[UUID]) -> Page:
    sample = sample_of(audit)
    own = keyworkers_of([one.patient_id for one in sample])
    mine = [one for one in sample if one.patient_id in visible]
    closed = is_closed(audit)
    return Page(
        rows=tuple(_row(one, reader_id, own[one.patient_id], closed=closed) for one in mine),
        done=sum(len(one.readings.all()) >= needed(one) for one in sample),
        total=len(sample),
        elsewhere=len(sample) - len(mine),
        taken_over=sum(
            any(reading.recorded_at <= audit.created_at for reading in one.readings.all())
            for one in sample
        ),
        is_closed=closed,
    )


def _row(one: SampledPlan, reader_id: UUID, keyworkers: set[UUID], *, closed: bool) -> Row:
    not_theirs = why_not(one, reader_id, keyworkers, closed=closed)
    if not_theirs:
        return Row(one, not_theirs.short, False)
    return Row(one, HALF if one.readings.all() else OPEN, True)
