"""Rows of prescriptions, put together by person: what covered whom, and how it ended. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from audits.case_facts import DoseFact, MedicineFact
from audits.endings import Closing
from prescribing.doses import (
    CLOSING_STATES,
    ON_STATES,
    DepotCover,
    Prescribed,
    StatePoint,
    on_ost,
    state_on,
)

ACTIVE, REDUCING, TO_ZERO = "active", "reducing", "to_zero"
STOPPED, NALTREXONE = "stopped", "naltrexone"
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PrescribedFacts:
    """Of one person: each prescription with how it ended, and what covers the audit's day."""

    prescribed: tuple[tuple[Prescribed, Closing | None], ...] = ()
    doses: tuple[DoseFact, ...] = ()


def gather_prescribed(
    prescriptions: Iterable[Row],
    states: Iterable[Row],
    depots: Iterable[Row],
    doses: Iterable[Row],
    medicines: Iterable[Row],
    *,
    ended_on: Mapping[UUID, date],
    on: date,
) -> dict[UUID, PrescribedFacts]:
    """By person. `ended_on`: the last day of each episode that had ended by the day; what was never
    closed on record ended with the episode at the latest."""
    states_of: dict[UUID, list[Row]] = defaultdict(list)
    for prescription_id, *rest in states:
        states_of[prescription_id].append(tuple(rest))
    covers_of: dict[UUID, list[DepotCover]] = defaultdict(list)
    for prescription_id, given_on, covers_to_on in depots:
        covers_of[prescription_id].append(DepotCover(given_on, covers_to_on))
    dose_of: dict[UUID, Decimal] = dict(doses)
    catalogue = {row[0]: row for row in medicines}
    found: dict[UUID, tuple[list[tuple[Prescribed, Closing | None]], list[DoseFact]]] = defaultdict(
        lambda: ([], [])
    )
    for prescription_id, patient_id, episode_id, code, started_on in prescriptions:
        medicine = catalogue[code]
        item, closing = _prescribed(
            states_of[prescription_id],
            covers_of[prescription_id],
            medicine,
            ended_on.get(episode_id),
        )
        found[patient_id][0].append((item, closing))
        if item.is_ost and on_ost(item.points, item.covers, on):
            found[patient_id][1].append(
                DoseFact(
                    _medicine(medicine),
                    state_on(item.points, on),
                    started_on,
                    dose_of.get(prescription_id),
                    prescription_id,
                )
            )
    return {
        patient_id: PrescribedFacts(tuple(prescribed), tuple(covering))
        for patient_id, (prescribed, covering) in found.items()
    }


def stable_on(prescribed: Iterable[Prescribed]) -> tuple[date, ...]:
    """Days on which a substitution prescription became active, oldest first."""
    days = {
        point.on
        for item in prescribed
        if item.is_ost
        for point in item.points
        if point.state == ACTIVE
    }
    return tuple(sorted(days))


def _prescribed(
    states: list[Row], covers: list[DepotCover], medicine: Row, episode_ended_on: date | None
) -> tuple[Prescribed, Closing | None]:
    points = [StatePoint(row[0], row[1]) for row in states]
    closing = _closing(states)
    open_at_end = closing is None and episode_ended_on is not None
    if episode_ended_on and open_at_end and state_on(points, episode_ended_on) in ON_STATES:
        points.append(StatePoint(episode_ended_on, STOPPED))
        closing = Closing(
            episode_ended_on,
            STOPPED,
            is_their_wish=_is_their_wish(states),
            was_reducing_to_zero=_reduces(states),
        )
    group, is_ost = medicine[4], medicine[5]
    return (
        Prescribed(is_ost, tuple(points), tuple(covers), group == NALTREXONE),
        closing,
    )


def _closing(states: list[Row]) -> Closing | None:
    if not states or states[-1][1] not in CLOSING_STATES:
        return None
    on, state, _, stop_reason, has_risk_plan, _ = states[-1]
    return Closing(
        on,
        state,
        stop_reason,
        has_risk_plan,
        is_their_wish=_is_their_wish(states),
        was_reducing_to_zero=_reduces(states),
    )


def _is_their_wish(states: list[Row]) -> bool:
    """They agreed to the stop or to the reduction before it, or said so in their own words."""
    return any(row[5] for row in states if row[1] == REDUCING or row[1] in CLOSING_STATES)


def _reduces(states: list[Row]) -> bool:
    return any(row[1] == REDUCING and row[2] == TO_ZERO for row in states)


def _medicine(row: Row) -> MedicineFact:
    _, name, form, strength, group, _, usual_from, usual_to = row
    words = " ".join(part for part in (name, form, strength) if part)
    return MedicineFact(words, group, usual_from, usual_to)
