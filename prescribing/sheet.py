"""One prescription as its page shows it: the present state in words, and the history in rows.

`prescription` comes from `querysets.with_course`; nothing here asks the database again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from prescribing import collecting
from prescribing.corrected import corrections
from prescribing.depots import Place, Window
from prescribing.doses import (
    CLOSING_STATES,
    DepotCover,
    StatePoint,
    depot_window,
    dose_since,
    dose_words,
    on_ost,
    outside_usual,
    state_on,
)
from prescribing.models import Medicine, Prescription, State
from prescribing.scripts import Standing, standing
from rodt.dates import ONE_DAY, days_between
from rodt.words import count, date_range, nhs_date

OLD_AFTER_DAYS = 28


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One dose, from and to, with what changed it."""

    step: Any
    words: str
    change: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """One transition, with the dose of the day before and of that day, worked out."""

    change: Any
    dose_before: str
    dose_after: str

    @property
    def dose(self) -> str:
        """55mg before, none after; the same word where nothing changed."""
        before, after = self.dose_before, self.dose_after
        if before == after:
            return after and f"{after}, as before"
        return f"{before or 'None'} before, {after or 'none'} after"


@dataclass(frozen=True, slots=True)
class Injection:
    """When the next is due, and where today lies in the window around that day."""

    window: Window
    on: date

    @property
    def words(self) -> str:
        window = self.window
        return f"due {nhs_date(window.due_on)}, from {date_range(window.from_on, window.to_on)}"

    @property
    def window_words(self) -> str:
        return self.window.words(self.on)

    @property
    def is_late(self) -> bool:
        return self.window.place(self.on) is Place.LATE


@dataclass(frozen=True, slots=True)
class Sheet:
    prescription: Prescription
    on: date
    state: str
    dose: str
    dose_since: date | None
    how_often: str
    supervision: Any
    collection: str
    collecting_caution: str
    is_on_ost: bool
    recorded_on: date
    outside: str
    next_injection: Injection | None
    doses: tuple[DoseRow, ...]
    states: tuple[StateRow, ...]
    scripts: Standing
    waiting: tuple[Any, ...]

    @property
    def is_running(self) -> bool:
        return self.state not in CLOSING_STATES and self.prescription.ended_on is None

    @property
    def state_words(self) -> str:
        return State(self.state).label if self.state else "Not started"

    @property
    def recorded_ago(self) -> int:
        return max(0, days_between(self.recorded_on, self.on))

    @property
    def check_words(self) -> str:
        """A record not touched for four weeks asks to be checked."""
        if self.recorded_ago <= OLD_AFTER_DAYS:
            return ""
        return f"Recorded {count(self.recorded_ago, 'day')} ago: check it is right"


def sheet(prescription: Any, on: date) -> Sheet:
    medicine = prescription.medicine
    for row in _rows(prescription):
        row.corrections = corrections(row)
    points = [StatePoint(change.on, change.state) for change in prescription.course_states]
    covers = [DepotCover(d.given_on, d.covers_to_on) for d in prescription.course_depots]
    step = _on(prescription.course_doses, on)
    supervision = _on(prescription.course_supervision, on)
    return Sheet(
        prescription=prescription,
        on=on,
        state=state_on(points, on),
        dose=dose_words(step.daily_dose_mg, medicine) if step else "",
        dose_since=dose_since(prescription.course_doses, on),
        how_often=how_often(medicine),
        supervision=supervision,
        collection=collecting.days_words(supervision.collection_days) if supervision else "",
        collecting_caution=collecting.caution(
            prescription.started_on, prescription.course_supervision, on
        )
        if supervision and prescription.ended_on is None
        else "",
        is_on_ost=medicine.is_ost and on_ost(points, covers, on),
        recorded_on=_recorded_on(prescription),
        outside=outside_usual(step.daily_dose_mg, medicine) if step else "",
        next_injection=_next_injection(prescription, on),
        doses=tuple(_dose_rows(prescription)),
        states=tuple(_state_rows(prescription)),
        scripts=standing(prescription.course_scripts, on),
        waiting=tuple(
            m for m in prescription.course_missed if m.needs_decision and not m.decided_on
        ),
    )


def _rows(prescription: Any) -> Iterator[Any]:
    yield from prescription.course_doses
    yield from prescription.course_supervision
    yield from prescription.course_states
    yield from prescription.course_depots
    yield from prescription.course_scripts
    yield from prescription.course_missed


def how_often(medicine: Medicine) -> str:
    """once a day; every 28 days."""
    if medicine.covers_days:
        return f"every {medicine.covers_days} days"
    return "once a day"


def _on(steps: list[Any], on: date) -> Any:
    """The step that holds on a day."""
    for step in reversed(steps):
        if step.from_on <= on and (step.to_on is None or on <= step.to_on):
            return step
    return None


def _recorded_on(prescription: Any) -> date:
    """The last day on which anything about this prescription was recorded."""
    facts = [
        *prescription.course_doses,
        *prescription.course_supervision,
        *prescription.course_states,
        *prescription.course_depots,
        *prescription.course_scripts,
    ]
    return max(localtime(row.recorded_at).date() for row in [prescription, *facts])


def _next_injection(prescription: Any, on: date) -> Injection | None:
    medicine = prescription.medicine
    if not medicine.covers_days or not prescription.course_depots or prescription.ended_on:
        return None
    last = prescription.course_depots[0].given_on
    window = Window(*depot_window(last, medicine.covers_days, medicine.window_days))
    return Injection(window, on)


def _dose_rows(prescription: Any) -> list[DoseRow]:
    """Newest first."""
    rows: list[DoseRow] = []
    before = None
    for step in prescription.course_doses:
        words = dose_words(step.daily_dose_mg, prescription.medicine)
        change = "Start" if before is None else _change(before, step.daily_dose_mg)
        rows.append(DoseRow(step, words, change))
        before = step.daily_dose_mg
    return rows[::-1]


def _state_rows(prescription: Any) -> list[StateRow]:
    """Newest first."""
    rows = []
    for change in reversed(prescription.course_states):
        before = _on(prescription.course_doses, change.on - ONE_DAY)
        after = _on(prescription.course_doses, change.on)
        rows.append(StateRow(change, _dose_of(before), _dose_of(after)))
    return rows


def _dose_of(step: Any) -> str:
    return dose_words(step.daily_dose_mg) if step else ""


def _change(before: Any, after: Any) -> str:
    if before == after:
        return "The same"
    return f"From {dose_words(before)} to {dose_words(after)}"
