"""What the safety checks of prescribing need from elsewhere, handed down as plain values: days of
heroin and of injecting in the last TOP, the last strategic conclusion, the last answer on naloxone,
what a prescriber decided about lost tolerance.

Prescribing may not look up into this room; this room asks, and passes what it found.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from patients.models import Patient
from prescribing.safety import panel
from prescribing.safety.facts import Told
from prescribing.safety.panel import Panel
from rodt.statements import STANDS, ask_all

# A carried answer was not asked that day. A conclusion stands once its review credits, that is,
# once both have signed.
_TOLD = f"""
    SELECT patient_id, 'top', "on", recorded_at,
        jsonb_build_array("on", opiates_days, injecting_days)
    FROM reviews_toprecord
    WHERE patient_id = ANY(%(people)s) AND {STANDS} AND "on" <= %(on)s
        AND (opiates_days IS NOT NULL OR injecting_days IS NOT NULL)
    UNION ALL
    SELECT part.patient_id, 'conclusion', credit.held_on, part.recorded_at,
        jsonb_build_array(credit.held_on, part.conclusion)
    FROM reviews_strategicreview AS part
    JOIN reviews_reviewcredit AS credit ON credit.review_id = part.review_id
        AND credit.type = 'strategic' AND credit.is_valid
        AND credit.superseded_at IS NULL AND NOT credit.is_withdrawn
    WHERE part.patient_id = ANY(%(people)s) AND part.superseded_at IS NULL
        AND NOT part.is_withdrawn AND credit.held_on <= %(on)s AND part.conclusion <> ''
    UNION ALL
    SELECT patient_id, 'naloxone', held_on, recorded_at,
        jsonb_build_array(held_on, answers -> 'naloxone' ->> 'value')
    FROM reviews_review
    WHERE patient_id = ANY(%(people)s) AND {STANDS} AND held_on <= %(on)s
        AND answers -> 'naloxone' ->> 'state' IN ('asked', 'confirmed', 'changed')
    UNION ALL
    SELECT patient_id, 'tolerance', done_on, recorded_at, jsonb_build_array(done_on)
    FROM patients_task
    WHERE patient_id = ANY(%(people)s) AND done_on <= %(on)s AND is_red
        AND kind IN ('tolerance', 'other')
        AND duty = 'prescriber' AND source_id IS NOT NULL AND done_by_id IS NOT NULL
"""  # noqa: S608 -- put together from our own constants; values are given as parameters
TOLD = f"""
    SELECT DISTINCT ON (patient_id, kind) patient_id, kind, said[0], said[1], said[2]
    FROM ({_TOLD}) AS found (patient_id, kind, day, at, said)
    ORDER BY patient_id, kind, day DESC, at DESC
"""  # noqa: S608


def read(patient_ids: Collection[UUID], on: date) -> dict[UUID, Told]:
    """One query, for one person or for many."""
    given: dict[str, Any] = {"people": list(patient_ids), "on": on}
    found: dict[UUID, dict[str, Any]] = {}
    for patient_id, kind, *said in ask_all([TOLD], given)[0]:
        found.setdefault(patient_id, {}).update(_SAYS[kind](*map(_value, said)))
    return {patient_id: Told(**values) for patient_id, values in found.items()}


def panel_of(patient: Patient, on: date) -> Panel:
    """The checks that stand for this person, with all that is known. Five queries."""
    return panel.read(patient, on, read([patient.pk], on).get(patient.pk))


def _value(said: str | None) -> Any:
    """A value of the array, which comes as JSON text."""
    if said is None or said == "null":
        return None
    return said[1:-1] if said.startswith('"') else int(said)


def _top(on: str, opiates: int | None, injecting: int | None) -> dict[str, Any]:
    return {
        "heroin_days": opiates,
        "heroin_on": date.fromisoformat(on),
        "injects": None if injecting is None else injecting > 0,
    }


def _conclusion(on: str, conclusion: str, _: None) -> dict[str, Any]:
    return {"conclusion": conclusion, "conclusion_on": date.fromisoformat(on)}


def _naloxone(on: str, answer: str | None, _: None) -> dict[str, Any]:
    return {"naloxone": answer or "", "naloxone_on": date.fromisoformat(on)}


def _tolerance(on: str, _: None, __: None) -> dict[str, Any]:
    return {"tolerance_decided_on": date.fromisoformat(on)}


_SAYS: Mapping[str, Any] = {
    "top": _top,
    "conclusion": _conclusion,
    "naloxone": _naloxone,
    "tolerance": _tolerance,
}
