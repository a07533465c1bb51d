"""`flag_overdue --on 2026-10-01 [--service CODE]`: check a day now, through its job row."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from accounts import trail
from accounts.models import Service
from jobs.in_place import do_now
from jobs.models import Job
from reviews.nightly import KIND
from rodt.dates import FIRST_DAY
from rodt.words import nhs_date


class Command(BaseCommand):
    help = "Write down which reviews became overdue by a day, and which no longer are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", required=True, metavar="DATE", help="such as 2026-10-01")
        parser.add_argument("--service", metavar="CODE", help="one service; every one without it")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"])
        services = _services(options["service"])
        if not options["service"]:
            trail.record("opened every service", by=None, about="flag_overdue")
        stopped = 0
        for service in services:
            job = do_now(
                KIND, f"{KIND}:by_hand:{service.pk}:{on}", service, None, {"on": on.isoformat()}
            )
            is_done = job.state == Job.State.DONE
            stopped += not is_done
            out = self.stdout if is_done else self.stderr
            out.write(f"{service.code} {service.name}. {job.words if is_done else job.reason}")
        if stopped:
            raise CommandError("Not every service was checked. What was checked is kept.")


def _day(text: str) -> date:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on: “{text}” is not a date. Write it as 2026-10-01.") from None
    today = localdate()
    if on > today:
        raise CommandError(f"--on: the day cannot be after today, {nhs_date(today)}.")
    if on < FIRST_DAY:
        raise CommandError(f"--on: the day cannot be before {nhs_date(FIRST_DAY)}.")
    return on


def _services(code: str | None) -> list[Service]:
    every = list(Service.objects.order_by("code"))
    if not every:
        raise CommandError("There is no service yet. `manage.py seed_demo` makes one.")
    if code is None:
        return every
    found = [service for service in every if service.code == code]
    if not found:
        codes = ", ".join(service.code for service in every)
        raise CommandError(f"--service: there is no service “{code}”. There are: {codes}.")
    return found
