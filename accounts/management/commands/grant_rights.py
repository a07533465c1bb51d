"""Give the app's database role what it needs, and no more. Run as the owner after each migrate.

History and the trail are SELECT and INSERT only: no code of ours, and no mistake of ours, can
change what they say.
"""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from pghistory.models import Event

from accounts.models import Trail


def append_only_tables() -> list[str]:
    events = [m._meta.db_table for m in apps.get_models() if issubclass(m, Event)]
    return sorted([*events, Trail._meta.db_table])


class Command(BaseCommand):
    help = "Grant the app role its rights on every table; history and the trail stay append-only."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--role", default="app", help="the role the app connects as")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        role = connection.ops.quote_name(options["role"])
        every = "ALL TABLES IN SCHEMA public"
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [options["role"]])
            if cursor.fetchone() is None:
                raise CommandError(
                    f"The database has no role “{options['role']}”. Make it first, or name another"
                    " with --role. Nothing was granted."
                )
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {every} TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
            for table in append_only_tables():
                name = connection.ops.quote_name(table)
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {role}")
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
