"""The town built once a run, and copied into each test's transaction in a few milliseconds.

`keep` builds it through the product's actions, as any test would, in a database of its own, and
puts every row that this wrote aside in the database all others are copied from: a schema for each
day the town is built for. `settled` brings the rows back as they were, triggers resting, because
what triggers write was put aside too; days and moments are those of the test's own transaction.
`tests/test_world.py` compares a copied town with one that was built.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from psycopg import sql

from accounts.models import Service, Team, User
from patients.models import Patient
from tests.town import World, staff_the_services
from tests.townspeople import settle

# Written by triggers that never rest: they write it again as people come back.
BY_ITSELF = ("patients_searchword", "patients_spelling")
STAFF = (
    *("keyworker", "prescriber", "second_prescriber", "manager", "administrator"),
    *("south_keyworker", "other_keyworker"),
)
SERVICES, TEAMS = ("service", "other_service"), ("north", "south", "other_team")

_TABLES = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    ORDER BY relname
"""
_COLUMNS = """
    SELECT attname, atttypid = 'timestamptz'::regtype FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""
_SETTLE = """
    CREATE FUNCTION {function}() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET session_replication_role = replica AS $settle$
    DECLARE
        began timestamptz := (SELECT min(recorded_at) FROM {people});
        later interval := transaction_timestamp() - began;
    BEGIN
        {steps}
    END $settle$
"""
_MOMENT = """
    CASE WHEN kept.{name} BETWEEN began AND began + interval '1 minute'
            AND date_trunc('minute', kept.{name}) <> kept.{name}
        THEN kept.{name} + later ELSE kept.{name} END
"""
_SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


def schema_of(on: date) -> str:
    return f"town_{on:%Y%m%d}"


def keep(servers: Any, template: str, days: set[date]) -> None:
    """Into the database `template`, for each day; built in a copy of it beside."""
    for on in sorted(days):
        built = f"{template}_{schema_of(on)}"
        with servers.cluster.connect() as owner:
            owner.execute(f'CREATE DATABASE "{built}" TEMPLATE "{template}"')
        who = _build(servers.environment(built, 0), on)
        with servers.cluster.connect(built) as source, servers.cluster.connect(template) as target:
            _put_aside(source, target, schema_of(on), who)
        servers.cluster.drop_database(built)


def _build(environment: dict[str, str], on: date) -> list[list[str]]:
    """In a process of its own; who is who."""
    code = (
        "import datetime; from tests.kept_town import tell_who;"
        f" tell_who({on!r}, {settings.PASSWORD_HASHERS!r})"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", code],
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "rodt.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"The town could not be built: {done.stdout}{done.stderr}")
    found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _put_aside(
    source: psycopg.Connection, target: psycopg.Connection, schema: str, who: list[list[str]]
) -> None:
    """Every row that is in the one and not in the other, and the function that brings them back.

    What was recorded while the town was built, to the second and its parts, moves to the moment of
    the transaction that asks; an appointment at eleven stays at eleven."""
    target.execute(f"CREATE SCHEMA {schema}")
    target.execute(f"CREATE TABLE {schema}.who (place serial, name text, id uuid)")
    target.cursor().executemany(f"INSERT INTO {schema}.who (name, id) VALUES (%s, %s)", who)
    steps = sql.SQL("\n").join(_steps(source, target, schema))
    target.execute(
        sql.SQL(_SETTLE).format(
            function=sql.Identifier(schema, "settle"),
            people=sql.Identifier(schema, "patients_patient"),
            steps=steps,
        )
    )
    for right in ("USAGE ON SCHEMA", "SELECT ON ALL TABLES IN SCHEMA"):
        target.execute(f"GRANT {right} {schema} TO app")
    for name, last in source.execute(_SEQUENCES).fetchall():
        target.execute("SELECT setval(%s::regclass, %s)", [name, last])


def _steps(
    source: psycopg.Connection, target: psycopg.Connection, schema: str
) -> Iterator[sql.Composed]:
    for (table,) in source.execute(_TABLES).fetchall():
        counting = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        had, has = (one.execute(counting).fetchone() for one in (target, source))
        if has == had or table in BY_ITSELF:
            continue
        assert had == (0,), f"{table} held rows before the town was built"
        aside = sql.Identifier(schema, table)
        target.execute(
            sql.SQL("CREATE TABLE {} (LIKE {})").format(aside, sql.Identifier("public", table))
        )
        reading = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
        writing = sql.SQL("COPY {} FROM STDIN").format(aside)
        with source.cursor().copy(reading) as rows, target.cursor().copy(writing) as into:
            for block in rows:
                into.write(block)
        columns = source.execute(_COLUMNS, [f'"{table}"']).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
        values = sql.SQL(", ").join(
            sql.SQL(_MOMENT if is_moment else "kept.{name}").format(name=sql.Identifier(name))
            for name, is_moment in columns
        )
        yield sql.SQL("INSERT INTO public.{} ({}) SELECT {} FROM {} AS kept;").format(
            sql.Identifier(table), names, values, aside
        )


def settled(on: date) -> World | None:
    """The town in the caller's transaction; None where it was not kept for this day."""
    schema = schema_of(on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{schema}.who"])
        if cursor.fetchone() != (True,):
            return None
        cursor.execute(f"SELECT {schema}.settle()")
        cursor.execute(f"SELECT name, id FROM {schema}.who ORDER BY place")
        ids = dict(cursor.fetchall())
    named: dict[str, Any] = {}
    for names, model in ((SERVICES, Service), (TEAMS, Team), (STAFF, User)):
        rows = model._default_manager.in_bulk([ids[name] for name in names])
        named |= {name: rows[ids.pop(name)] for name in names}
    world = World(on=on, **named)
    world.open()
    people = Patient.objects.in_bulk(list(ids.values()))
    world.people.update({name: people[pk] for name, pk in ids.items()})
    return world


def tell_who(on: date, hashers: list[str]) -> None:
    """In a process of its own, its database still without anybody: everybody by name."""
    with override_settings(PASSWORD_HASHERS=hashers), transaction.atomic():
        world = staff_the_services(on)
        world.open()
        settle(world)
    named = [(name, getattr(world, name)) for name in (*SERVICES, *TEAMS, *STAFF)]
    who = [[name, str(row.pk)] for name, row in (*named, *world.people.items())]
    sys.stdout.write(f"{json.dumps(who)}\n")
