"""The import, in one transaction: all of it or nothing."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from accounts.models import User
from reviews.ctn0094.participants import Participant
from reviews.ctn0094.reading import Folder, read_folder
from reviews.ctn0094.storing import Stored, find_services, grant_manager, store_site
from rodt import row_security


@dataclass(frozen=True, slots=True)
class Imported:
    folder: Folder
    stored: tuple[Stored, ...]
    granted: int

    @property
    def added(self) -> int:
        return sum(stored.total for stored in self.stored)


def import_folder(
    path: Path, day_zero: date, tick: Callable[[str], None], manager: User | None = None
) -> Imported:
    """Raises BadFolder, with nothing changed, when something in the folder cannot be read."""
    folder = read_folder(path, tick)
    sites: dict[str, list[Participant]] = defaultdict(list)
    for person in folder.people.values():
        sites[f"CTN-S{person.site}"].append(person)
    with transaction.atomic():
        _name_no_trigger_to_ignore()
        services = find_services(sorted(sites))
        with row_security.scope([service.pk for service in services.values()]):
            stored = []
            for code in sorted(sites):
                words = f"Storing {code}"
                stored.append(
                    store_site(
                        services[code],
                        sites[code],
                        folder.screened,
                        day_zero,
                        lambda words=words: tick(words),  # type: ignore[misc]
                    )
                )
            granted = grant_manager(manager, services.values()) if manager else 0
    return Imported(folder, tuple(stored), granted)


def _name_no_trigger_to_ignore() -> None:
    """The history's triggers ask whether to be ignored, and where nobody ever answered, PostgreSQL
    raises an error that they catch: in one large transaction that costs more than all the rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
