"""Row-level security: PostgreSQL itself shows a transaction only the rows of the services it was
opened for. The wall behind the gate: a forgotten filter shows nothing, rather than too much."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, migrations, transaction

SETTING = "rodt.services"
# The inner SELECT is worked out once a statement; without it PostgreSQL takes the setting apart
# again for each row it looks at.
_OPEN = (
    "(SELECT string_to_array("
    "nullif(current_setting('rodt.services', true), ''), ',')::uuid[])::uuid[]"
)
_MINE = f"service_id = ANY ({_OPEN})"
ONE_OF_MINE, ALL_MINE = f"services && {_OPEN}", f"services <@ {_OPEN}"
"""For a row of several services: seen with one of them open, or only with all of them."""


def enable(*tables: str, sees: str = _MINE, writes: str = _MINE) -> list[migrations.RunSQL]:
    """Migration operations that put the wall in front of each table."""
    return [
        migrations.RunSQL(
            sql=(
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY own_services ON {table} USING ({sees}) WITH CHECK ({writes});"
            ),
            reverse_sql=(
                f"DROP POLICY own_services ON {table};"
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
            ),
        )
        for table in tables
    ]


def set_services(service_ids: Iterable[UUID]) -> None:
    """Open these services, and no others, until the end of the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true)",
            [SETTING, ",".join(str(i) for i in service_ids)],
        )


@contextmanager
def scope(service_ids: Iterable[UUID]) -> Iterator[None]:
    """One transaction that sees these services: how jobs and commands come in."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [SETTING])
            before = cursor.fetchone()[0] or ""
        set_services(service_ids)
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, before])
