"""Rows for many tables at once, with the history they would have left, written by COPY.

A row is given as it was first recorded and with the changes that followed. The table gets its
last state; the event table gets every state with the moment it was recorded, so that "as known
at" works.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.utils import CursorWrapper

NULL = r"\N"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

Then = tuple[datetime, dict[str, Any]]
"""A later change of a row: when it was recorded, and what it set."""


def new_id(rng: Random) -> str:
    """An identifier derived from the seed: RFC 9562 version 8, which promises nothing else."""
    bits = rng.getrandbits(128)
    bits = bits & ~(0xF << 76) | (0x8 << 76)
    bits = bits & ~(0x3 << 62) | (0x2 << 62)
    return f"{bits:032x}"


def _text(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, str):
        return value.translate(_ESCAPES) if not value.isprintable() or "\\" in value else value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    raise TypeError(f"No way to write {type(value).__name__} into a table.")


def _array(value: Any) -> str:
    if value is None:
        return NULL
    inner = ",".join(
        '"' + str(item).replace("\\", r"\\").replace('"', r"\"") + '"' for item in value
    )
    return _text("{" + inner + "}")


def _json(value: Any) -> str:
    return NULL if value is None else _text(json.dumps(value, ensure_ascii=False, sort_keys=True))


def _encoder(field: models.Field) -> Callable[[Any], str]:
    if isinstance(field, ArrayField):
        return _array
    return _json if isinstance(field, models.JSONField) else _text


class Sheet:
    """The rows of one model that wait to be written."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
        self.model = model
        self.columns: list[str] = [f.attname for f in fields]
        self.place = {f.attname: index for index, f in enumerate(fields)}
        self.encode = [_encoder(f) for f in fields]
        self.blank = [
            NULL if f.primary_key or f.has_db_default() else encode(f.get_default())
            for f, encode in zip(fields, self.encode, strict=True)
        ]
        self.event: type[models.Model] | None = getattr(model, "pgh_event_model", None)
        self.has_recorded_at = "recorded_at" in self.place
        self.has_version = "version" in self.place
        self.lines: list[str] = []
        self.event_lines: list[str] = []
        self.written = 0

    def add(self, at: datetime, then: Iterable[Then] = (), /, **values: Any) -> None:
        """One row, first recorded `at`; `values` by the names of the model's columns."""
        cells = self.blank.copy()
        if self.has_recorded_at:
            values["recorded_at"] = at
        self._set(cells, values)
        states = [(at, "insert", "\t".join(cells))]
        for version, (moment, changes) in enumerate(then, start=2):
            if self.has_version:
                changes = {"version": version, **changes}
            self._set(cells, changes)
            states.append((moment, "update", "\t".join(cells)))
        self.lines.append(states[-1][2])
        if self.event is not None:
            key = cells[self.place["id"]]
            self.event_lines.extend(
                f"{line}\t{moment.isoformat()}\t{label}\t{key}\t{NULL}"
                for moment, label, line in states
            )

    def _set(self, cells: list[str], values: dict[str, Any]) -> None:
        place, encode = self.place, self.encode
        for name, value in values.items():
            index = place[name]
            cells[index] = encode[index](value)

    def write(self, cursor: CursorWrapper) -> int:
        """Send what waits; how many rows that was, history not counted."""
        rows = len(self.lines)
        _copy(cursor, self.model._meta.db_table, self.columns, self.lines)
        if self.event is not None:
            columns = [*self.columns, "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context"]
            _copy(cursor, self.event._meta.db_table, columns, self.event_lines)
        self.lines.clear()
        self.event_lines.clear()
        self.written += rows
        return rows


def _copy(cursor: CursorWrapper, table: str, columns: list[str], lines: list[str]) -> None:
    if not lines:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        copy.write("\n".join(lines) + "\n")


class Ledger:
    """All sheets, each made when its first row comes."""

    def __init__(self) -> None:
        self.sheets: dict[type[models.Model], Sheet] = {}

    def __getitem__(self, model: type[models.Model]) -> Sheet:
        sheet = self.sheets.get(model)
        if sheet is None:
            sheet = self.sheets[model] = Sheet(model)
        return sheet

    def write(self, cursor: CursorWrapper) -> int:
        return sum(sheet.write(cursor) for sheet in self.sheets.values())
