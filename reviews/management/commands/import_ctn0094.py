"""Bring real, de-identified records in: `manage.py import_ctn0094 DIR --day-zero 2025-01-06`."""

import sys
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from reviews.ctn0094.reading import all_add_up, tallies_of
from reviews.ctn0094.run import Imported, import_folder
from reviews.ctn0094.tables import BadFolder, find_folder
from rodt.embedded.progress import step
from rodt.words import count


class Command(BaseCommand):
    help = (
        "Import the CTN-0094 folder: a service a site, marked research. A second run adds nothing."
        " Every row is used or rejected with a reason; all of it is imported or nothing."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", help="the folder with the CSV files")
        parser.add_argument("--day-zero", required=True, help="the calendar day of day 0")
        parser.add_argument("--grant", metavar="EMAIL", help="who will manage the services")

    def handle(self, *args: Any, **options: Any) -> None:
        day_zero = _day(options["day_zero"])
        manager = _manager(options["grant"])
        try:
            path = find_folder(options["folder"])
            with step("Importing CTN-0094", sys.stderr) as shown:

                def tick(words: str) -> None:
                    shown.words = words
                    shown.tick()

                done = import_folder(path, day_zero, tick, manager)
                shown.words = "Importing CTN-0094"
        except BadFolder as problem:
            raise CommandError(f"{problem} Nothing was changed.") from None
        self._report(done)
        if not all_add_up(done.folder):
            raise CommandError("The rows do not add up: used and rejected are not all rows.")

    def _report(self, done: Imported) -> None:
        say = self.stdout.write
        say(f"{'table':28}{'rows':>10}{'used':>10}{'rejected':>10}")
        for tally in tallies_of(done.folder):
            rejected = tally.rejected.total()
            said = "" if tally.adds_up else "  does not add up"
            say(f"{tally.table:28}{tally.rows:>10,}{tally.used:>10,}{rejected:>10,}{said}")
            for reason, number in sorted(tally.rejected.items(), key=lambda item: -item[1]):
                say(f"    {number:,} rejected: {reason}")
        people = sum(stored.people for stored in done.stored)
        largest = max(done.stored, key=lambda stored: stored.people, default=None)
        say(f"{count(people, 'participant')} in {count(len(done.stored), 'service')}.")
        if largest:
            say(f"The largest is {largest.service.code}, with {largest.people}.")
        if done.granted:
            say(f"Given a manager: {count(done.granted, 'service')}.")
        if not done.added:
            say("Nothing new: everything in this folder was already here.")
            return
        added: Counter[str] = Counter()
        for stored in done.stored:
            added.update(stored.added)
        say("Added: " + ", ".join(f"{number:,} {what}" for what, number in added.items()) + ".")


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise CommandError(
            f'--day-zero: "{words}" is not a day. Write it as 2025-01-06. Nothing was changed.'
        ) from None


def _manager(email: str | None) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody signs in as {email}. Nothing was changed.")
    return user
