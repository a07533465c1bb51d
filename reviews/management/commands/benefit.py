"""One CSV row for everybody on substitution treatment: `manage.py benefit --on 2025-04-16`."""

import csv
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from accounts import trail
from accounts.models import Service
from reviews.benefit_rows import HEADER, rows_of
from rodt import row_security
from rodt.dates import FIRST_DAY
from rodt.words import nhs_date


class Command(BaseCommand):
    help = (
        "Print, as CSV, one row for everybody on opioid substitution treatment on a day: what is"
        " prescribed, how use has changed, what the last strategic review concluded."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--service", metavar="CODE", help="one service; all if not given")
        parser.add_argument("--on", required=True, metavar="DATE", help="the day, as 2025-04-16")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"])
        services = _services(options["service"])
        found = []
        for service in services:
            with row_security.scope([service.pk]):
                found += [(row.reference, service.code, row) for row in rows_of(service.pk, on)]
                trail.record(
                    "exported benefit",
                    by=None,
                    service_id=service.pk,
                    about=f"everybody on {on.isoformat()}",
                    all_services=not options["service"],
                )
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(HEADER)
        out.writerows(row.cells() for _, _, row in sorted(found, key=lambda item: item[:2]))


def _services(code: str | None) -> list[Service]:
    if not code:
        return list(Service.objects.order_by("code"))
    service = Service.objects.filter(code=code).first()
    if service is None:
        known = ", ".join(Service.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f'There is no service "{code}". There are: {known or "none yet"}.')
    return [service]


def _day(words: str) -> date:
    try:
        on = date.fromisoformat(words)
    except ValueError:
        raise CommandError(f'"{words}" is not a day. Write it as 2025-04-16.') from None
    if not FIRST_DAY <= on <= localdate():
        raise CommandError(
            f"--on: the day must be from {nhs_date(FIRST_DAY)} to today, not {nhs_date(on)}."
        )
    return on
