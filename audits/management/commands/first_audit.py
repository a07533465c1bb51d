"""`first_audit --on DATE --output DIR`: the demo's first night and first audit, by the workers.

Asks for both through the jobs table, waits, writes the PDF and prints where it lies.
"""

import time
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Service
from audits import actions
from audits.management.commands.run_audit import day_of, folder_of, write_files
from audits.models import Audit
from audits.seed.plan_readings import read_sample
from audits.seed.said import say
from jobs.models import Job
from reviews import nightly
from rodt import row_security
from rodt.dates import add_days

WAIT_S = 300
LOOK_EVERY_S = 0.5


class Command(BaseCommand):
    help = "Have the workers check what is due and make the first audit; used by the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", required=True, metavar="DATE")
        parser.add_argument("--output", required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        on, folder = day_of(options["on"]), folder_of(options["output"])
        service = Service.objects.filter(code="HARBOUR").first()
        service = service or Service.objects.order_by("code").first()
        if service is None:
            raise CommandError("There is no service yet. `manage.py seed_demo` makes one.")
        self._wait("The first nightly check", nightly.request(service, on))
        audit = self._first(service, on)
        with row_security.scope([service.pk]):
            job = actions.job_of(audit)
        if job is not None:
            self._wait("The first audit", job)
        with row_security.scope([service.pk]):
            made = Audit.objects.get(pk=audit.pk)
            say(made)
            was_read = read_sample(made)
            job = actions.job_of(audit)
        if was_read and job is not None:
            self._wait("The first audit, with the plans that colleagues read", job)
        with row_security.scope([service.pk]):
            for path in write_files(Audit.objects.get(pk=audit.pk), folder)[:1]:
                self.stdout.write(f"The first audit is made, and kept as {path}")

    def _first(self, service: Service, on: date) -> Audit:
        """The run of the day before, the last whole day; the same one on a second start."""
        with row_security.scope([service.pk]):
            done = (
                Audit.objects.filter(service=service, state=Audit.State.READY)
                .order_by("number")
                .first()
            )
            if done is not None:
                return done
            try:
                return actions.start_audit(service=service, on=add_days(on, -1), by=None)
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
