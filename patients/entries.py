"""An entry, whatever its kind: its wordings over time, and what may be corrected of it.

A kind is named by its model ("contact", "drugtest"), so that rooms above need write nothing here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models

from patients import moving
from patients.entry_words import label_of
from patients.models import Fact, Patient
from rodt.words import and_list, nhs_date, plain_number

_SHARED = {field.name for field in Fact._meta.get_fields()} | {"id", "amends", "amendment"}
_SETTLED_LATER = frozenset(
    {"needs_decision", "decided_on", "decided_by", "decision", "is_complete", "weeks", "declined"}
)
"""Worked out, or said by somebody else afterwards: not typed with the entry."""
PARTS = frozenset(
    {
        "reviewcredit",
        "strategicreview",
        "optimisation",
        "goalprogress",
        "goalcontact",
        "statechange",
        "dosestep",
        "supervisionstep",
        "script",
    }
)
"""Kinds that belong to something larger, on whose page they are changed."""
TAKEN_BACK_ONLY = frozenset({"misseddoses"})
"""A kind from which other things are worked out when it is recorded: taken back, and recorded
again, they are worked out again."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of an entry: what it said, who wrote it and when, and why it was corrected."""

    row: Any
    said: list[tuple[str, str]]
    why: str


def kinds() -> dict[str, Any]:
    """Every kind of entry that has a page of its own, by name."""
    found = {t._meta.model_name: t for t in moving.tables() if issubclass(t, Fact)}
    return {str(name): table for name, table in found.items() if name not in PARTS}


def _read_only_parts() -> dict[str, Any]:
    """Parts with a page of their own for corrections: what they said before can be read here."""
    found = {str(t._meta.model_name): t for t in moving.tables() if issubclass(t, Fact)}
    return {name: found[name] for name in PARTS & found.keys() if found[name].corrected_at}


def find(patient: Patient, kind: str, entry_id: UUID) -> Any:
    """The entry as it stands, by the id of any of its wordings; None where there is none."""
    table = kinds().get(kind) or _read_only_parts().get(kind)
    entry = table._default_manager.filter(pk=entry_id, patient=patient).first() if table else None
    while entry is not None and entry.superseded_at is not None:
        later = type(entry)._default_manager.filter(amends=entry).first()
        if later is None:
            break
        entry = later
    return entry


def called(entry: Any) -> str:
    """What it is called, with its day: "contact of 3 May 2026"."""
    day = moving.day_of(entry)
    name = entry.called or str(entry._meta.verbose_name)
    return f"{name} of {nhs_date(day)}" if day else name


def typed_fields(table: Any) -> list[Any]:
    """The fields somebody fills in when an entry of this kind is recorded."""
    return [
        field
        for field in table._meta.concrete_fields
        if field.name not in _SHARED | _SETTLED_LATER | table.kept_with_it
        and not field.is_relation
        and not isinstance(field, models.JSONField | models.DateTimeField)
    ]


def wordings(entry: Any) -> Iterator[Wording]:
    """The newest first. `said`: of the newest everything, of the others what was different."""
    later: dict[str, str] = {}
    while entry is not None:
        said = {label_of(f): in_words(entry, f) for f in typed_fields(type(entry))}
        said |= entry.also_said
        shown = [(k, v) for k, v in said.items() if (later.get(k) != v if later else v)]
        yield Wording(entry, shown, entry.amend_reason)
        later, entry = said, entry.amends


def in_words(entry: Any, field: Any) -> str:
    """A model may say it itself, as `get_<name>_display`."""
    value = getattr(entry, field.name)
    own = getattr(entry, f"get_{field.name}_display", None)
    if own is not None and not field.choices:
        return str(own())
    if isinstance(field, ArrayField):
        labels = dict(getattr(field.base_field, "choices", None) or ())
        return and_list([str(labels.get(item, item)) for item in value or ()])
    if field.choices:
        return str(dict(field.flatchoices).get(value, value or ""))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return nhs_date(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)


def refusal(error: IntegrityError) -> str:
    """Why an entry cannot say so. Constraints are named as sentences, so they can be said."""
    return f"This cannot be so: {moving.rule_of(error)}."
