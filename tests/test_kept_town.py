"""The town that is copied into a test is the one that the product's actions build."""

import re

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.kept_town import BY_ITSELF
from tests.servers import TestServers
from tests.world import build_world, built_world

ROOMS = {"accounts", "patients", "prescribing", "careplans", "support", "reviews", "audits", "jobs"}
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# A row's number, the salt of a password: drawn anew each time. Text of a row begins with its key.
DRAWN = re.compile(r"^\(\d+,|md5\$\w+\$\w+")


def written() -> dict[str, list[str]]:
    """Every row of ours as text, in the order of writing. Ids by when they are first seen; the
    moment of this transaction as *now*."""
    seen: dict[str, int] = {}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()::text")
        ((now,),) = cursor.fetchall()
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' ORDER BY relname")
        for (table,) in [row for row in cursor if row[0].split("_")[0] in ROOMS]:
            cursor.execute(f'SELECT kept::text FROM public."{table}" AS kept ORDER BY ctid')
            found[table] = [
                ID.sub(
                    lambda id: f"id {seen.setdefault(id[0], len(seen))}",
                    DRAWN.sub("drawn", row.replace(now, "now")),
                )
                for (row,) in cursor
            ]
    return found


def test_a_copied_town_is_the_one_that_is_built(
    servers: TestServers, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    told = []
    for make in (built_world, build_world):  # a new database each: rows lie in the order written
        with django_db_blocker.unblock(), servers.own_database(), transaction.atomic():
            make()
            told.append(written())
    built, copied = told
    assert sum(map(len, built.values())) > 200
    assert any("now" in row for row in copied["patients_patient"])
    for table, rows in built.items():
        if table in BY_ITSELF:
            assert len(copied[table]) == len(rows)
        else:
            assert copied[table] == rows, table
