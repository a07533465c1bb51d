"""Prescribing today: what waits for a prescriber, by kind, from plain rows. The rules are those of
the prescribing room (safety checks, windows of injections); nothing is restated here. Pure.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from prescribing.depots import Place, Window
from prescribing.doses import depot_window
from prescribing.safety.facts import Dose, Ecg, Facts, Risk, Rx
from prescribing.safety.limits import Limits
from prescribing.safety.looks_dose import script_ends
from prescribing.safety.looks_heart import no_ecg, old_ecg
from reviews.review_types import TITLES, ReviewType
from rodt.words import count, date_range, nhs_date


class Kind(StrEnum):
    """In the order in which they stand on the page."""

    MISSED = "missed"
    TASK = "task"
    DEPOT_LATE = "depot_late"
    SCRIPT = "script"
    DEPOT = "depot"
    ECG = "ecg"
    SIGNATURE = "signature"


TITLES_OF = {
    Kind.MISSED: "Missed doses to decide about",
    Kind.TASK: "To do for a prescriber",
    Kind.DEPOT_LATE: "Depots late",
    Kind.SCRIPT: "Scripts that end, with no next one",
    Kind.DEPOT: "Depots in their window",
    Kind.ECG: "ECGs due",
    Kind.SIGNATURE: "Signatures awaited",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that waits about one person. `row_id`: what the action is about. `day`: since or
    by when. `cannot_wait`: until tomorrow."""

    kind: Kind
    patient_id: UUID
    row_id: UUID | None
    why: str
    day: date
    day_words: str
    cannot_wait: bool = False
    type: str = ""


def missed(rows: Iterable[tuple[Any, ...]]) -> Iterator[Thing]:
    for patient_id, run_id, first, last, reported_by in rows:
        days = count((last - first).days + 1, "missed dose")
        said = f"{reported_by} told us." if reported_by else ""
        yield Thing(
            Kind.MISSED,
            patient_id,
            run_id,
            f"{days} in a row, {date_range(first, last)}. Tolerance may be lost: decide before"
            f" the next dose. {said}".rstrip(),
            last,
            f"Since {nhs_date(first)}",
            cannot_wait=True,
        )


def tasks(rows: Iterable[tuple[Any, ...]]) -> Iterator[Thing]:
    for patient_id, task_id, text, due_on, is_red in rows:
        by = f"By {nhs_date(due_on)}"
        yield Thing(Kind.TASK, patient_id, task_id, f"{text}.", due_on, by, cannot_wait=is_red)


def scripts(rows: Iterable[tuple[Any, ...]], on: date, limits: Limits) -> Iterator[Thing]:
    for patient_id, rx_id, medicine, state, to_on in rows:
        rx = Rx(str(rx_id), medicine, "", state=state, script_to_on=to_on)
        for found in script_ends(Facts(on, prescriptions=(rx,)), limits):
            ends = "Ended" if to_on < on else "Ends"
            yield Thing(
                Kind.SCRIPT,
                patient_id,
                rx_id,
                found.text,
                to_on,
                f"{ends} {nhs_date(to_on)}",
                cannot_wait=to_on <= on,
            )


def depots(rows: Iterable[tuple[Any, ...]], on: date) -> Iterator[Thing]:
    for patient_id, rx_id, medicine, given_on, covers_days, window_days in rows:
        window = Window(*depot_window(given_on, covers_days, window_days))
        place = window.place(on)
        if place is Place.EARLY:
            continue
        is_late = place is Place.LATE
        yield Thing(
            Kind.DEPOT_LATE if is_late else Kind.DEPOT,
            patient_id,
            rx_id,
            f"{medicine}, last given {nhs_date(given_on)}. {window.words(on)}.",
            window.to_on if is_late else window.due_on,
            f"Was due {nhs_date(window.due_on)}" if is_late else f"Due {nhs_date(window.due_on)}",
            cannot_wait=is_late,
        )


def ecgs(rows: Iterable[tuple[Any, ...]], on: date, limits: Limits) -> Iterator[Thing]:
    """One a person, whatever their prescriptions."""
    asked: dict[UUID, Facts] = {}
    for patient_id, rx_id, medicine, state, doses, risks, last_on, test in rows:
        before = asked.get(patient_id)
        rx = Rx(str(rx_id), medicine, "methadone", state=state, doses=tuple(_doses(doses)))
        asked[patient_id] = Facts(
            on,
            prescriptions=(*(before.prescriptions if before else ()), rx),
            ecgs=(Ecg(last_on, None),) if last_on else (),
            risks=tuple(Risk(kind, _day(day), name) for kind, day, name in _read(risks)),
            last_test=_test(test),
        )
    for patient_id, facts in asked.items():
        for found in (*no_ecg(facts, limits), *old_ecg(facts, limits)):
            last = facts.ecgs[-1].on if facts.ecgs else None
            yield Thing(
                Kind.ECG,
                patient_id,
                None,
                found.text,
                last or date.min,
                f"Last {nhs_date(last)}" if last else "None recorded",
            )


def signatures(rows: Iterable[tuple[Any, ...]]) -> Iterator[Thing]:
    for patient_id, review_type, review_id, held_on in rows:
        title = TITLES[ReviewType(review_type)]
        yield Thing(
            Kind.SIGNATURE,
            patient_id,
            review_id,
            f"{title}. It counts once a prescriber signs.",
            held_on,
            f"Held {nhs_date(held_on)}",
            type=review_type,
        )


def _read(said: Any) -> list[Any]:
    return (json.loads(said) if isinstance(said, str) else said) or []


def _doses(said: Any) -> Iterator[Dose]:
    for day, mg in _read(said):
        yield Dose(_day(day), Decimal(mg))


def _test(said: Any) -> tuple[date, tuple[str, ...]] | None:
    read = _read(said)
    return (_day(read[0]), tuple(read[1])) if read else None


def _day(said: str) -> date:
    return date.fromisoformat(said)
