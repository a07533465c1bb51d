"""`first_audit --on DATE --output DIR`: the demo's first night and its first reports.

A report of a quarter ago, signed; one of the day before, with what was promised at its head; and a
round over two services of the demo's manager. Asks the workers for what takes long, waits for it,
writes the files of the newest report and prints where its PDF lies. What is made is made once. The
months behind the charts of the indicators are counted when all that is done; nobody waits for them.
"""

import time
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Service
from audits import actions, monthly_actions, rounds_in_place
from audits.management.commands.run_audit import day_of, folder_of, write_files
from audits.models import Audit, AuditRound, MonthCount
from audits.seed import last_quarter, today
from audits.seed.staff import MAIN_CODE
from jobs.models import Job
from reviews import nightly
from reviews.flows import whole_months
from rodt import row_security
from rodt.dates import add_days
from rodt.embedded.progress import step

WAIT_S = 300
LOOK_EVERY_S = 0.5
MONTHS_OF_CHARTS = 13
"""As many as a chart needs for its limits. The rest can be asked for on the page."""


class Command(BaseCommand):
    help = "Check what is due and make the first reports; used by the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", required=True, metavar="DATE")
        parser.add_argument("--output", required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        on, folder = day_of(options["on"]), folder_of(options["output"])
        service = Service.objects.filter(code=MAIN_CODE).first()
        if service is None:
            raise CommandError("The demo's service is not there. `manage.py seed_demo` makes it.")
        self._wait("The first nightly check", nightly.request(service, on))
        services = today.services_of_round(service)
        found = self._reports(services, add_days(on, -1))
        with row_security.scope([service.pk]):
            audit = found.members.select_related("audit").get(service=service).audit
            job = actions.job_of(audit)
        if job is not None:
            self._wait("The first audit", job)
        with row_security.scope([service.pk]):
            for path in write_files(Audit.objects.get(pk=audit.pk), folder)[:1]:
                self.stdout.write(f"The first audit is made, and kept as {path}")
        with step("Adding up two services"):
            rounds_in_place.wait(found, lambda percent, words: None)
        with row_security.scope([service.pk]):
            if not MonthCount.objects.filter(service=service).exists():
                months = whole_months(on, MONTHS_OF_CHARTS)
                monthly_actions.count_months(service=service, months=months, by=None)

    def _reports(self, services: list[Service], on: date) -> AuditRound:
        """The round with the newest, whose files the workers make."""
        try:
            with step("Reading the record for the report of a quarter ago"):
                last_quarter.make(services[0], on)
            with (
                step("Reading the record for the report of yesterday"),
                row_security.scope([one.pk for one in services]),
            ):
                return today.make(services, on)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None

    def _wait(self, what: str, job: Job) -> None:
        """Each new step in words: "The first audit: adding it up (60% done)"."""
        until = time.monotonic() + WAIT_S
        said = ""
        while job.is_live:
            if time.monotonic() > until:
                raise CommandError("No worker has finished it in 5 minutes. It stays in the list.")
            if job.progress_words and job.progress_words != said:
                said = job.progress_words
                words = f"{said[:1].lower()}{said[1:]}"
                self.stderr.write(f"{what}: {words} ({job.progress}% done)")
            time.sleep(LOOK_EVERY_S)
            job.refresh_from_db()
        if job.state == Job.State.FAILED:
            raise CommandError(f"It stopped. {job.reason}")
