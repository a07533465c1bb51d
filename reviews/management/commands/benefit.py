"""One CSV row for everybody on substitution treatment: `manage.py benefit --on 2025-04-16`.

With `--started-since` what became of those who started instead, as the page Since the start has it;
with `--person` the eleven domains of one person, as the page Benefit of this prescription has them.
"""

import csv
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from accounts import trail
from accounts.models import Service
from patients.models import Patient
from reviews import benefit_page, benefit_person, since_start_table, starts_reader
from reviews.benefit_rows import HEADER, BenefitRow, rows_of
from reviews.since_start import WEEKS_SHOWN, Cohort, Started, cohorts
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
        " With --started-since it prints instead, by medicine and week, how many of those who"
        " started from that day on are still in treatment, and their days of opiates: the numbers"
        " of the page Since the start, all services asked for counted together. With --person it"
        " prints the eleven domains of one person: what the page Benefit of this prescription says."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--service",
            metavar="CODE",
            action="append",
            help="a service, by its code, once for each; every service if not given",
        )
        parser.add_argument(
            "--started-since", metavar="DATE", help="who started from this day on, by week"
        )
        parser.add_argument(
            "--person", metavar="REFERENCE", help="one person, by their reference in the service"
        )
        parser.add_argument("--on", required=True, metavar="DATE", help="the day, as 2025-04-16")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day("--on", options["on"], localdate())
        services = _services(options["service"] or [])
        if options["person"]:
            self._one_person(services, options["person"], on)
            return
        if options["started_since"]:
            from_on = _day("--started-since", options["started_since"], on)
            since_start_table.write(self.stdout, self._since_start(services, from_on, on))
            return
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

    def _one_person(self, services: list[Service], reference: str, on: date) -> None:
        """The sentences of the page go beside the CSV, on the error stream."""
        found: list[tuple[Service, benefit_page.BenefitPage]] = []
        for service in services:
            with row_security.scope([service.pk]):
                patient = Patient.objects.filter(service=service, reference=reference).first()
                page = benefit_page.read(patient, on) if patient else None
                if patient is None or page is None:
                    continue
                found.append((service, page))
                trail.record(
                    "exported benefit",
                    by=None,
                    service_id=service.pk,
                    patient_id=patient.pk,
                    about=f"one person on {on.isoformat()}",
                )
        if len(found) != 1:
            codes = ", ".join(service.code for service, _ in found)
            raise CommandError(
                f'"{reference}" stands in {codes}: name one with --service.'
                if found
                else f'Nobody with the reference "{reference}" was in treatment by {nhs_date(on)}.'
            )
        page = found[0][1]
        benefit_person.write(self.stdout, page)
        self.stderr.write(f"{page.suggestion().words} {page.staying}")

    def _since_start(self, services: list[Service], from_on: date, on: date) -> list[Cohort]:
        started: list[Started] = []
        for service in services:
            with row_security.scope([service.pk]):
                started += starts_reader.of_service(service.pk, from_on, on)
        return cohorts(started, on, WEEKS_SHOWN)

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


def _services(codes: list[str]) -> list[Service]:
    """In the order of their codes."""
    if not codes:
        return list(Service.objects.order_by("code"))
    found = list(Service.objects.filter(code__in=codes).order_by("code"))
    missing = sorted(set(codes) - {service.code for service in found})
    if missing:
        known = ", ".join(Service.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f'There is no service "{missing[0]}". There are: {known or "none yet"}.')
    return found


def _day(option: str, words: str, latest: date) -> date:
    try:
        on = date.fromisoformat(words)
    except ValueError:
        raise CommandError(f'"{words}" is not a day. Write it as 2025-04-16.') from None
    if not FIRST_DAY <= on <= latest:
        until = "today" if latest == localdate() else nhs_date(latest)
        raise CommandError(
            f"{option}: the day must be from {nhs_date(FIRST_DAY)} to {until}, not {nhs_date(on)}."
        )
    return on
