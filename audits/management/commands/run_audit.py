"""`run_audit --service CODE --on DATE [--known-at MOMENT] --output DIR`: an audit, here and now.
With `--all` in place of `--service`, every service is audited, and all are added up.

It goes through the same job rows as one that is started on the page.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Service
from audits import actions, files, rounds_page, rounds_reader
from audits.models import Audit, AuditFile, MergedFile, MergedReport
from audits.period import MONTHS, USUAL_MONTHS
from audits.rounds_in_place import run_all
from jobs.in_place import do_now
from jobs.models import Job
from rodt import row_security


class Command(BaseCommand):
    help = "Run the audit of the 12 immediate steps for one service, and write its files."
    requires_system_checks: list[str] = []  # they read every page's code; `make check` runs them

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--service", metavar="CODE", help="the service's code")
        whose.add_argument("--all", action="store_true", help="every service, and all added up")
        parser.add_argument(
            "--wait", action="store_true", help="with --all: leave the work to the workers"
        )
        parser.add_argument("--on", required=True, metavar="DATE", help="such as 2026-09-30")
        parser.add_argument(
            "--known-at", metavar="MOMENT", help="such as 2026-10-01T06:00; left out: as known now"
        )
        parser.add_argument(
            "--months", type=int, default=USUAL_MONTHS, metavar="N", help="3, 6 or 12 (12)"
        )
        parser.add_argument("--output", required=True, metavar="DIR", help="the folder to write in")

    def handle(self, *args: Any, **options: Any) -> None:
        on, known_at = day_of(options["on"]), moment_of(options["known_at"])
        months = options["months"]
        if months not in MONTHS:
            raise CommandError(f"--months: {months} is not 3, 6 or 12.")
        if options["wait"] and not options["all"]:
            raise CommandError("--wait goes with --all: one service is audited here and now.")
        folder = folder_of(options["output"])
        if options["all"]:
            self._all({"on": on, "months": months, "known_at": known_at}, folder, options["wait"])
            return
        service = service_of(options["service"])
        audit = self._start(service, on, months, known_at)
        job = do_now(
            actions.KIND,
            actions.key_of(audit),
            service,
            None,
            actions.arguments_of(audit),
            queue=actions.QUEUE,
            report_progress=self._show,
        )
        self.stderr.write("")
        if job.state != Job.State.DONE:
            raise CommandError(f"The audit stopped. {job.reason}")
        with row_security.scope([service.pk]):
            for path in write_files(Audit.objects.get(pk=audit.pk), folder):
                self.stdout.write(str(path))

    def _start(self, service: Service, on: date, months: int, known_at: datetime | None) -> Audit:
        with row_security.scope([service.pk]):
            try:
                return actions.make_audit(
                    service=service, on=on, by=None, months=months, known_at=known_at
                )
            except ValidationError as problem:
                raise CommandError(" ".join(problem.messages)) from None

    def _all(self, request: dict[str, Any], folder: Path, leaves_to_workers: bool) -> None:
        try:
            found = run_all(request, leaves_to_workers, self._show)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        self.stderr.write("")
        with row_security.scope(found.services):
            for row in rounds_reader.standings(rounds_reader.members_of(found)):
                if row.state != rounds_reader.READY:
                    self.stderr.write(f"{row.member.service.code}: {rounds_page.note(row)}")
                    continue
                for path in write_files(row.member.audit, folder):
                    self.stdout.write(str(path))
            report = MergedReport.objects.filter(pk=found.pk).first()
            if report is None:
                raise CommandError(
                    f"Round {found.pk} is not added up. What is ready stays; its page says what"
                    " stopped and tries it again."
                )
            names = {kind: rounds_page.file_name(found, kind) for kind in AuditFile.Kind.values}
            for path in write_each(report.files.all(), names, folder):
                self.stdout.write(str(path))

    def _show(self, percent: int, words: str) -> None:
        end = "" if self.stderr.isatty() else "\n"
        start = "\r\033[K" if end == "" else ""
        self.stderr.write(f"{start}{percent:3d}% {words}", ending=end)


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on: “{text}” is not a date. Write it as 2026-09-30.") from None


def moment_of(text: str | None) -> datetime | None:
    """Without a time zone it is local time."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--known-at: “{text}” is not a moment. Write it as 2026-10-01T06:00."
        ) from None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def service_of(code: str) -> Service:
    found = Service.objects.filter(code__iexact=code).first()
    if found is None:
        codes = ", ".join(Service.objects.order_by("code").values_list("code", flat=True))
        there = f"There are: {codes}." if codes else "There is none yet."
        raise CommandError(f"--service: there is no service “{code}”. {there}")
    return found


def folder_of(text: str) -> Path:
    folder = Path(text)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".rodt-probe"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise CommandError(
            f"--output: nothing can be written in “{text}”: {problem.strerror}."
        ) from None
    return folder


def write_files(audit: Audit, folder: Path) -> list[Path]:
    """Every file of the run, PDF first."""
    names = {kind: files.file_name(audit, kind) for kind in AuditFile.Kind.values}
    return write_each(files.newest(audit).values(), names, folder)


def write_each(
    rows: Iterable[AuditFile | MergedFile], names: dict[str, str], folder: Path
) -> list[Path]:
    """PDF first. One that is half written never has the final name."""
    kept = {row.kind: row for row in rows}
    paths = []
    for kind in (kind for kind in AuditFile.Kind.values if kind in kept):
        path = folder / names[kind]
        half = path.with_suffix(path.suffix + ".part")
        try:
            half.write_bytes(bytes(kept[kind].content))
            half.replace(path)
        except OSError as problem:
            half.unlink(missing_ok=True)
            raise CommandError(f"“{path}” could not be written: {problem.strerror}.") from None
        paths.append(path)
    return paths
