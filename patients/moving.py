"""Which rows belong to a person, which hang on a row, and taking rows from one record to another.

It knows no room above: every table about people has the same shape (`PatientRow`), so one way of
going through them serves an entry written about the wrong person and two records of one person.
Keys between rows are kept whole: what hangs on a row goes with it; a key to what stays behind is
turned to its like in the other record, or the move is refused in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from patients.models import Fact, Patient, PatientRow, RecordMove


class Follower(Protocol):
    """What a room above keeps of a person beside the rows of this shape: it follows them when two
    records are made one, and goes back when that is undone."""

    def follow(self, away_from: Patient, to: Patient) -> list[list[Any]]:
        """What went along, as it is kept with the move: a label and an id each."""

    def go_back(self, rows: list[list[Any]], away_from: Patient, to: Patient) -> None: ...


FOLLOWERS: list[Follower] = []
"""Rooms above add theirs when the product starts."""

Table = type[Any]
"""A model of rows about a person; none of its columns is known here but the shared ones."""
_DAYS = ("on", "held_on", "given_on", "from_on", "started_on")
_SPAN = ("started_on", "ended_on")


@dataclass(slots=True)
class Moved:
    """One row of a move. `turned`: keys that pointed to what stays, with what they held before."""

    table: Table
    id: UUID
    turned: dict[str, str | None] = field(default_factory=dict)

    @property
    def as_kept(self) -> list[Any]:
        kept: list[Any] = [self.table._meta.label_lower, str(self.id)]
        return [*kept, self.turned] if self.turned else kept


def kept(rows: Iterable[list[Any]]) -> list[Moved]:
    """The rows of a `RecordMove`, read back."""
    return [
        Moved(table, UUID(row[1]), row[2] if len(row) > 2 else {})
        for row in rows
        if issubclass(table := apps.get_model(row[0]), PatientRow)
    ]


def tables() -> list[Table]:
    """Every table of rows about a person, of every room."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, PatientRow) and model is not RecordMove and _has(model, "patient")
    ]


def _has(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def keys_of(table: Table) -> list[models.ForeignKey[Any, Any]]:
    """Its keys to other rows about a person."""
    return [
        key
        for key in table._meta.concrete_fields
        if isinstance(key, models.ForeignKey)
        and isinstance(key.related_model, type)
        and issubclass(key.related_model, PatientRow)
        and key.related_model is not Patient
    ]


def rows_of(patient: Patient) -> list[Moved]:
    """All rows about this person."""
    return [
        Moved(table, pk)
        for table in tables()
        for pk in table._default_manager.filter(patient=patient).values_list("pk", flat=True)
    ]


def with_what_hangs_on(rows: Iterable[Moved], patient: Patient) -> list[Moved]:
    """These rows, and those of this person that point to them, and so on; and of a corrected fact
    every earlier wording, so that it goes with its history."""
    found = {(row.table, row.id): row for row in rows}
    fresh = list(found.values())
    while fresh:
        ids: dict[Table, set[UUID]] = {}
        for row in fresh:
            ids.setdefault(row.table, set()).add(row.id)
        near = _hanging_on(ids, patient) + _corrected_by(ids)
        fresh = [row for row in near if (row.table, row.id) not in found]
        found |= {(row.table, row.id): row for row in fresh}
    return list(found.values())


def _hanging_on(ids: dict[Table, set[UUID]], patient: Patient) -> list[Moved]:
    near = []
    for table in tables():
        pointing = Q()
        for key in keys_of(table):
            if wanted := ids.get(key.related_model):
                pointing |= Q(**{f"{key.attname}__in": wanted})
        if pointing:
            found = table._default_manager.filter(pointing, patient=patient)
            near += [Moved(table, pk) for pk in found.values_list("pk", flat=True)]
    return near


def _corrected_by(ids: dict[Table, set[UUID]]) -> list[Moved]:
    return [
        Moved(table, pk)
        for table, wanted in ids.items()
        if issubclass(table, Fact)
        for pk in table._default_manager.filter(pk__in=wanted, amends__isnull=False).values_list(
            "amends_id", flat=True
        )
    ]


def day_of(row: PatientRow) -> date | None:
    """The day a row is about."""
    days = (getattr(row, name, None) for name in _DAYS)
    return next((day for day in days if day is not None), None)


def turn_keys(rows: list[Moved], to: Patient) -> None:
    """Keys to what stays behind point to the like in the other record from now on. Raises
    ValidationError where there is none, or where the row is a part of something else."""
    going = {(row.table, row.id) for row in rows}
    for moved in rows:
        row = moved.table._default_manager.get(pk=moved.id)
        for key in keys_of(moved.table):
            held = getattr(row, key.attname)
            if held is None or (key.related_model, held) in going:
                continue
            moved.turned[key.attname] = str(held)
            setattr(row, key.attname, _like_one(key, row, to))
        if moved.turned:
            row.save(update_fields=[name.removesuffix("_id") for name in moved.turned])


def _like_one(key: models.ForeignKey[Any, Any], row: PatientRow, to: Patient) -> UUID | None:
    table = key.related_model
    called = table._meta.verbose_name
    if issubclass(table, Fact):
        raise ValidationError(f"This is part of a {called}. Move the whole {called}.")
    day = day_of(row)
    if all(_has(table, name) for name in _SPAN) and day is not None:
        there = table._default_manager.filter(
            Q(ended_on=None) | Q(ended_on__gte=day), patient=to, started_on__lte=day
        )
        found = list(there.values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return found[0]
    if key.null:
        return None
    raise ValidationError(
        f"The other record has no {called} on that day to which this could belong. "
        "Take this entry back, and write it again in the other record."
    )


def put(rows: Iterable[Moved], *, away_from: Patient, to: Patient) -> None:
    """These rows, as far as they still stand in the one record, stand in the other. Raises
    ValidationError when both cannot stand in one record."""
    ids: dict[Table, list[UUID]] = {}
    for row in rows:
        ids.setdefault(row.table, []).append(row.id)
    try:
        with transaction.atomic():
            for table, wanted in ids.items():
                found = table._default_manager.filter(pk__in=wanted, patient=away_from)
                found.update(patient=to)
    except IntegrityError as error:
        raise ValidationError(_in_words(error)) from None


def turn_back(rows: Iterable[Moved]) -> None:
    """Keys that were turned point again to what they held."""
    for row in rows:
        if row.turned:
            row.table._default_manager.filter(pk=row.id).update(**row.turned)


def _in_words(error: IntegrityError) -> str:
    return (
        f"The rows of both cannot stand in one record: {rule_of(error)}. "
        "End or correct one of them first."
    )


def rule_of(error: IntegrityError) -> str:
    """The rule that was broken: constraints are named as sentences."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or "two entries contradict each other"
    return str(name).replace("_", " ")


def open_in_both(one: Patient, other: Patient) -> list[str]:
    """What is going on in both records, by what it is called: two of it cannot go on in one."""
    found = []
    for table in tables():
        if not all(_has(table, name) for name in _SPAN):
            continue
        going_on = table._default_manager.filter(ended_on=None)
        if issubclass(table, Fact):
            going_on = going_on.filter(superseded_at=None, is_withdrawn=False)
        if all(going_on.filter(patient=patient).exists() for patient in (one, other)):
            found.append(str(table._meta.verbose_name))
    return found
