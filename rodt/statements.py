"""Several statements sent together and prepared once: what a page waits for is mostly the way to
the database and the planning there, not the work.

A statement is written once with the names of what is given to it, so the database keeps its plan
for as long as the connection lives.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any, TypeVar

import psycopg
from django.db import connection, models

Row = tuple[Any, ...]
M = TypeVar("M", bound=models.Model)

# Facts that stand: not amended and not withdrawn. `FactQuerySet.current` says the same.
STANDS = "superseded_at IS NULL AND NOT is_withdrawn"


def as_array(ids: Iterable[Any]) -> str:
    """Ids as PostgreSQL writes an array: put together once, not once a statement."""
    return f"{{{','.join(map(str, ids))}}}"


def ask_all(statements: Sequence[str], given: Mapping[str, Any]) -> list[list[Row]]:
    """The rows of each statement, in their order. What is given has types: a statement casts what
    the database could take for something else."""
    with asked_ahead(statements, given) as answer:
        return [answer() for _ in statements]


@contextmanager
def asked_ahead(
    statements: Sequence[str], given: Mapping[str, Any], *, once: bool = False
) -> Iterator[Callable[[], list[Row]]]:
    """Each call gives the rows of the next statement: the database is at the following ones while
    the caller puts these together. `once`: planned for what is given, and not kept."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw: Any = connection.connection
    kind = psycopg.ClientCursor if once else psycopg.Cursor
    began = monotonic()
    try:
        with connection.wrap_database_errors, raw.pipeline():
            cursors = [kind(raw).execute(one, given, prepare=not once) for one in statements]
            answers = iter(cursors)
            yield lambda: next(answers).fetchall()
    finally:
        if connection.queries_logged:
            took = f"{monotonic() - began:.3f}"
            connection.queries_log.append({"sql": ";".join(statements), "time": took})


@contextmanager
def without_waiting() -> Iterator[None]:
    """What is written within is sent at once: the database works while the caller prepares more.
    What goes wrong is raised at the end."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors, raw.pipeline():
        yield


@cache
def columns(model: type[models.Model]) -> str:
    """A model's columns as a statement names them, in the order `made` takes them."""
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)


def select(model: type[models.Model], which: str) -> str:
    """A statement for rows that `made` makes objects of. `which`: a constant of ours, never what
    somebody typed."""
    return f"SELECT {columns(model)} FROM {model._meta.db_table} WHERE {which}"  # noqa: S608


@cache
def _converters(model: type[models.Model]) -> list[tuple[int, Any]]:
    return [
        (place, convert)
        for place, field in enumerate(model._meta.concrete_fields)
        for convert in field.get_db_converters(connection)
    ]


def made(model: type[M], rows: Iterable[Row]) -> list[M]:
    """Objects of a model from rows of its `columns`."""
    names = [field.attname for field in model._meta.concrete_fields]
    converters = _converters(model)
    found = []
    for row in rows:
        values = list(row)
        for place, convert in converters:
            values[place] = convert(values[place], None, connection)
        found.append(model.from_db(connection.alias, names, values))
    return found
