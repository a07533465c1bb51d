"""The rows of one service as text, for comparing two runs byte for byte.

Every table that carries the service, and its history, in the order of their ids. Left out: the
database's own counters, what the product notes about itself while it runs, and drafts, which are
sealed afresh each time.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from accounts.models import Service
from rodt import row_security

NOT_THE_PAST = frozenset({"accounts_trail", "accounts_notice", "jobs_job", "patients_draft"})
ZONE = "SET LOCAL TIME ZONE 'UTC'"


def canonical_export(service: Service) -> bytes:
    """Lines of a table's name and a row as JSON: same seed and arguments, same bytes."""
    with row_security.scope([service.pk]), connection.cursor() as cursor:
        cursor.execute(ZONE)
        return b"".join(_lines(cursor, service))


def _lines(cursor: CursorWrapper, service: Service) -> Iterator[bytes]:
    for model in sorted(apps.get_models(), key=lambda found: found._meta.db_table):
        names = {field.attname for field in model._meta.concrete_fields}
        table = model._meta.db_table
        if table in NOT_THE_PAST or not ("service_id" in names or model is Service):
            continue
        column = "id" if model is Service else "service_id"
        is_history = "pgh_obj_id" in names
        without = "- 'pgh_id'" if is_history else _counter(model)
        key = "id" if "id" in names else "to_jsonb(t)::text"
        order = "pgh_obj_id, pgh_id" if is_history else key
        cursor.execute(
            f"SELECT (to_jsonb(t) {without})::text FROM {table} t"  # noqa: S608
            f" WHERE {column} = %s ORDER BY {order}",
            [service.pk],
        )
        for (row,) in cursor.fetchall():
            yield f"{table} {row}\n".encode()


def _counter(model: type[models.Model]) -> str:
    return "- 'id'" if isinstance(model._meta.pk, models.AutoField) else ""
