"""The words people are found by, where no trigger wrote them: rows that were copied in with the
triggers off, as the demo's past is. Everywhere else the triggers of migration 0007 do it."""

from uuid import UUID

from django.db import connection


def write(service_id: UUID) -> None:
    """For everybody in one service. Runs as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT patients_write_search_words(array_agg(id))"
            " FROM patients_patient WHERE service_id = %s",
            [service_id],
        )
