"""One CSV row for everybody on substitution treatment: `manage.py benefit --on 2025-04-16`."""

import csv
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from accounts import trail
from accounts.models import Service
from reviews.benefit_rows import HEADER, BenefitRow, rows_of
from rodt import row_security
from rodt.dates import FIRST_DAY
from rodt.words import count, nhs_date


class Command(BaseCommand):
    help = (
        "Print, as CSV, one row for everybody on opioid substitution treatment on a day: what is"
        " prescribed, how use has changed, what the last strategic review concluded. Without"
        " --service it covers every service, one after the other by code, each by reference. The"
        " columns are fixed and name no service: beside the CSV, on the error stream, it says which"
        " rows are whose, and whether a reference, unique within a service, stands in two."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--service", metavar="CODE", help="one service, by its code; every service if not given"
        )
        parser.add_argument("--on", required=True, metavar="DATE", help="the day, as 2025-04-16")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"])
        services = _services(options["service"])
        found: list[tuple[Service, list[BenefitRow]]] = []
        for service in services:
            with row_security.scope([service.pk]):
                found.append((service, rows_of(service.pk, on)))
                trail.record(
                    "exported benefit",
                    by=None,
                    service_id=service.pk,
                    about=f"everybody on {on.isoformat()}",
                    all_services=not options["service"],
                )
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(HEADER)
        for _, rows in found:
            out.writerows(row.cells() for row in rows)
        self._say_whose([(service, rows) for service, rows in found if rows])

    def _say_whose(self, found: list[tuple[Service, list[BenefitRow]]]) -> None:
        """Beside the CSV, where more than one service has rows: its columns cannot tell."""
        if len(found) < 2:
            return
        first = 1
        for service, rows in found:
            last = first + len(rows) - 1
            which = f"Row {first:,}" if first == last else f"Rows {first:,} to {last:,}"
            self.stderr.write(f"{which} after the heading: {service.code}, {service.name}")
            first = last + 1
        held = Counter(row.reference for _, rows in found for row in rows)
        twice = sum(1 for times in held.values() if times > 1)
        if twice:
            are = "stands" if twice == 1 else "stand"
            self.stderr.write(
                f"{count(twice, 'reference')} {are} in more than one service: they are different"
                " people. --service CODE prints one service."
            )


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
