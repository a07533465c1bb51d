"""The page of each record that a finding rests on. Nothing is asked of the database for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from audits.case_facts import Record

_ENTRIES = {
    "TOP": "toprecord",
    "contact": "contact",
    "drug test": "drugtest",
    "exit vision": "exitvision",
    "housing and work": "circumstances",
    "recovery capital": "recoverycapital",
    "talk about options": "optionstalk",
}
"""Kinds of entry with a page for each."""
_OWN = {
    "care plan review": "reviews:review",
    "offer of support": "support:offer",
    "strategic review": "reviews:review",
}
"""Records with a page of their own kind."""
_WITHIN = {
    "ECG": "prescribing:health",
    "TOP": "reviews:top",
    "care plan": "careplans:plan",
    "drug test": "reviews:benefit",
    "goal": "careplans:plan",
    "reduction to zero": "reviews:coming_off",
    "ways to improve treatment": "reviews:benefit",
}
"""The page on which it stands among others, where it has none of its own or its id is not kept."""


@dataclass(frozen=True, slots=True)
class Rests:
    """`url`: empty where there is no page."""

    what: str
    on: date
    url: str


def rests_on(patient_id: UUID, records: Iterable[Record]) -> tuple[Rests, ...]:
    return tuple(Rests(item.what, item.on, _address(patient_id, item)) for item in records)


def records_of(finding: Mapping[str, Any]) -> list[Record]:
    """As they were kept with a run."""
    return [
        Record(
            kept["what"], date.fromisoformat(kept["on"]), UUID(kept["id"]) if kept["id"] else None
        )
        for kept in finding["evidence"]
    ]


def _address(patient_id: UUID, record: Record) -> str:
    if record.id is not None and record.what in _ENTRIES:
        return reverse("patients:entry", args=[patient_id, _ENTRIES[record.what], record.id])
    if record.id is not None and record.what in _OWN:
        return reverse(_OWN[record.what], args=[patient_id, record.id])
    if record.what in _WITHIN:
        return reverse(_WITHIN[record.what], args=[patient_id])
    return ""
