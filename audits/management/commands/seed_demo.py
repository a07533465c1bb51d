"""Write the synthetic past: `manage.py seed_demo --patients 2500 --seed 1 --on DATE`."""

import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audits.seed import run
from rodt.embedded.progress import step
from rodt.words import count, nhs_date

MOST_PATIENTS = 260_000


class Command(BaseCommand):
    help = (
        "Write invented services with invented people and their past. Same seed and arguments,"
        " same rows. Runs as the owner of the tables; all of it or nothing."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--patients", type=int, default=2500, help="people in a full service")
        parser.add_argument("--services", type=int, default=1, help="how many full services")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--on", help="the day up to which the past reaches; today if not given")
        parser.add_argument(
            "--once", action="store_true", help="do nothing when the demo's people are here already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        order = run.Order(
            _between("--patients", options["patients"], MOST_PATIENTS),
            _between("--services", options["services"], len(run.FULL_SERVICES)),
            options["seed"],
            _day(options["on"]),
        )
        if options["once"] and run.is_seeded():
            self.stdout.write("The demo's people are here already: nothing was written.")
            return
        try:
            with step(
                f"Writing the synthetic past of {count(order.patients, 'person', 'people')}",
                sys.stderr,
            ) as shown:

                def progress(done: int, of: int, name: str) -> None:
                    shown.words = f"{name}: {done:,} of {of:,} people"
                    shown.tick()

                done = run.seed(order, progress)
        except run.CannotSeed as problem:
            raise CommandError(str(problem)) from None
        for service in done:
            people = count(service.people, "synthetic person", "synthetic people")
            self.stdout.write(
                f"{service.name} ({service.code}): {people},"
                f" {service.in_treatment:,} in treatment on {nhs_date(order.on)},"
                f" {service.left:,} left in the year before."
            )


def _between(name: str, value: int, most: int) -> int:
    if not 1 <= value <= most:
        raise CommandError(f"{name} must be a whole number from 1 to {most:,}.")
    return value


def _day(words: str | None) -> date:
    if not words:
        return timezone.localdate()
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise CommandError(f'"{words}" is not a day. Write it as 2026-10-01.') from None
