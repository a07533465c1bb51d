"""Reading the record as it was known at a moment, with the very queries that read it today.

Within `as_known` a table about people is hidden by a temporary table of the same name: the newest
event of each row up to that moment, from the history that triggers write. PostgreSQL looks among
temporary tables first, so each reader, the worklist's own included, sees the past without knowing.
There is one reader and no second copy of its rules. See docs/decisions/0009.

The hiding tables hold one service and last one transaction. Nothing may be written while they
stand. They are tables with indexes, not views: planned without statistics, a join of two such views
took ten minutes.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from patients.models import Patient

# What is known of a whole service is put in order in memory, not on disk.
_ROOM_TO_SORT = "SET LOCAL work_mem = '32MB'"

ROOMS = ("patients", "prescribing", "careplans", "support", "reviews")
Model = type[models.Model]


def tracked_models() -> dict[Model, Model]:
    """Every model about people whose history is kept, with the model of its events."""
    pairs = ((getattr(event, "pgh_tracked_model", None), event) for event in apps.get_models())
    return {model: event for model, event in pairs if model and model._meta.app_label in ROOMS}


def changed_since(service_id: UUID, known_at: datetime) -> set[Model]:
    """The models of which anything was written after a moment. Of all others the table as it
    stands is the table as it was known."""
    pairs = list(tracked_models().items())
    question = sql.SQL(", ").join(
        sql.SQL("EXISTS (SELECT FROM {} WHERE service_id = {} AND pgh_created_at > {})").format(
            sql.Identifier(event._meta.db_table), sql.Literal(service_id), sql.Literal(known_at)
        )
        for _, event in pairs
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(question))
        answers = cursor.fetchone()
    return {model for (model, _), is_changed in zip(pairs, answers, strict=True) if is_changed}


@contextmanager
def as_known(service_id: UUID, known_at: datetime, hidden: Iterable[Model]) -> Iterator[None]:
    """Within it these models are as they were known: rows added later are not there, rows changed
    later are as they were before. Row-level security must be open for the service."""
    events = tracked_models()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL default_statistics_target = 10")
            for model in hidden:
                cursor.execute(_hide(model, events[model], service_id, known_at))
                for index in _indexes(model):
                    cursor.execute(index)
                cursor.execute(_on_table("ANALYZE {}", model))
            cursor.execute("SET LOCAL default_statistics_target TO DEFAULT")
            cursor.execute(_ROOM_TO_SORT)
            # A statement that this connection keeps must find the hiding tables by name again.
            cursor.execute("DISCARD PLANS")
        yield
        with connection.cursor() as cursor:
            for model in hidden:
                cursor.execute(_on_table("DROP TABLE {}", model))


@contextmanager
def only_about(patient_id: UUID) -> Iterator[None]:
    """Within it the tables about people hold this one person alone, so that what reads a service
    reads one record, by the same statements, in a fraction of a second."""
    with transaction.atomic():
        hidden = [model for model in tracked_models() if is_about_somebody(model)]
        with connection.cursor() as cursor:
            for model in hidden:
                cursor.execute(
                    sql.SQL(
                        "CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS"
                        " SELECT * FROM public.{table} WHERE {person} = {patient_id}"
                    ).format(
                        table=sql.Identifier(model._meta.db_table),
                        person=sql.Identifier("id" if model is Patient else "patient_id"),
                        patient_id=sql.Literal(patient_id),
                    )
                )
            cursor.execute("DISCARD PLANS")
        yield
        with connection.cursor() as cursor:
            for model in hidden:
                cursor.execute(_on_table("DROP TABLE {}", model))


def is_about_somebody(model: Model) -> bool:
    """Whether its rows are about one person each: some tables are about places, or staff."""
    return model is Patient or any(field.name == "patient" for field in model._meta.fields)


def _on_table(statement: LiteralString, model: Model) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier("pg_temp", model._meta.db_table))


def _hide(model: Model, event: Model, service_id: UUID, known_at: datetime) -> sql.Composed:
    columns = [sql.Identifier(str(field.column)) for field in model._meta.concrete_fields]
    return sql.SQL(
        "CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS SELECT {columns} FROM ("
        " SELECT DISTINCT ON (pgh_obj_id) pgh_label, {columns} FROM {events}"
        " WHERE service_id = {service_id} AND pgh_created_at <= {known_at}"
        " ORDER BY pgh_obj_id, pgh_id DESC"
        ") latest WHERE pgh_label <> 'delete'"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(columns),
        events=sql.Identifier(event._meta.db_table),
        service_id=sql.Literal(service_id),
        known_at=sql.Literal(known_at),
    )


def _indexes(model: Model) -> list[str | sql.Composed]:
    """Those the model declares, and its keys to other hidden rows: readers that look things up
    person by person, or review by review, lean on them."""
    editor = connection.schema_editor(collect_sql=True)
    found: list[str | sql.Composed] = [
        str(index.create_sql(model, editor)) for index in model._meta.indexes
    ]
    led = {index.fields[0] for index in model._meta.indexes}
    for field in model._meta.concrete_fields:
        other = field.related_model
        is_key = isinstance(other, type) and other._meta.app_label in ROOMS and other is not model
        if field.primary_key or (is_key and field.name not in led):
            found.append(
                sql.SQL("CREATE INDEX ON {} ({})").format(
                    sql.Identifier("pg_temp", model._meta.db_table),
                    sql.Identifier(str(field.column)),
                )
            )
    return found
