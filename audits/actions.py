"""Asking for an audit, and for its files to be made again."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts import trail
from accounts.models import Service, User
from audits.models import Audit
from audits.period import MONTHS, USUAL_MONTHS, period_start, refused
from audits.said import SIGNATURES
from jobs import actions as jobs
from jobs.models import Job
from rodt.words import nhs_date, nhs_datetime

KIND = "run_audit"
QUEUE = "pdf"


def latest_known_at() -> datetime:
    """The latest moment whose past can no longer change: before every transaction still open.

    The history's clock is the start of a transaction. One that began before this moment and commits
    after it would otherwise change an answer already given. Source: design/decisions.md 9.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(now(), min(xact_start)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        )
        found: datetime = cursor.fetchone()[0]
    return found


@transaction.atomic
def start_audit(
    *,
    service: Service,
    on: date,
    by: User | None,
    months: int = USUAL_MONTHS,
    known_at: datetime | None = None,
) -> Audit:
    """The run for this request, asked for from the workers: a new one, or the same request's that
    has not finished yet.

    `known_at` None means as known now. Raises ValidationError with a sentence a field.
    """
    audit = make_audit(service=service, on=on, by=by, months=months, known_at=known_at)
    job_for(audit, by=by)
    return audit


@transaction.atomic
def make_audit(
    *,
    service: Service,
    on: date,
    by: User | None,
    months: int = USUAL_MONTHS,
    known_at: datetime | None = None,
) -> Audit:
    """As `start_audit`, but no worker is told: for what is run in place."""
    moment = check_request(on=on, months=months, known_at=known_at)
    Service.objects.select_for_update().get(pk=service.pk)
    return _unfinished(service, on, months, known_at) or _new(service, on, months, moment, by)


def check_request(*, on: date, months: int, known_at: datetime | None) -> datetime:
    """The moment to use. Raises ValidationError."""
    if known_at is not None and timezone.is_naive(known_at):
        raise ValidationError({"known_at": "Say in which time zone the moment is."})
    if months not in MONTHS:
        raise ValidationError({"months": "The period must be 3, 6 or 12 months."})
    local = timezone.localtime(known_at) if known_at is not None else None
    if problems := refused(on, local, timezone.localdate()):
        raise ValidationError(problems)
    latest = latest_known_at()
    if known_at is None:
        return latest
    if known_at > latest:
        raise ValidationError(
            {
                "known_at": "The record can be read as known up to"
                f" {nhs_datetime(timezone.localtime(latest))}, not later."
            }
        )
    return known_at


def _unfinished(service: Service, on: date, months: int, known_at: datetime | None) -> Audit | None:
    """The same request, still queued or running. As known now joins any that asked the same."""
    same = Audit.objects.filter(
        service=service,
        on=on,
        period_start_on=period_start(on, months),
        state__in=[Audit.State.QUEUED, Audit.State.RUNNING],
    )
    if known_at is not None:
        same = same.filter(known_at=known_at)
    for audit in same.order_by("-number"):
        if Job.objects.live().filter(key=key_of(audit)).exists():
            return audit
    return None


def _new(service: Service, on: date, months: int, known_at: datetime, by: User | None) -> Audit:
    last = Audit.objects.filter(service=service).aggregate(last=Max("number"))["last"] or 0
    audit = Audit.objects.create(
        service=service,
        number=last + 1,
        on=on,
        period_start_on=period_start(on, months),
        known_at=known_at,
        requested_by=by,
    )
    trail.record(
        "started an audit",
        by=by,
        service_id=service.pk,
        about=f"run {audit.number}",
        audit=str(audit.pk),
        on=on.isoformat(),
        known_at=known_at.isoformat(),
    )
    return audit


def job_for(audit: Audit, *, by: User | None) -> Job:
    """The job that carries this run out, or makes the files of a finished run again."""
    return _asked(audit, key_of(audit), by)


def files_for(audit: Audit, *, by: User, signature: int) -> Job:
    """The job that makes the files with this signature. It joins no other, which may have read the
    report before."""
    return _asked(audit, f"{key_of(audit)}:{signature}", by)


def _asked(audit: Audit, key: str, by: User | None) -> Job:
    return jobs.request(KIND, key, audit.service, by, arguments_of(audit), queue=QUEUE)


def arguments_of(audit: Audit) -> dict[str, str]:
    """`about`: which run, for the list of jobs."""
    about = f"run {audit.number}, as things stood on {nhs_date(audit.on)}"
    return {"audit": str(audit.pk), "about": about}


def job_of(audit: Audit) -> Job | None:
    """The last job asked for, for this run."""
    key = key_of(audit)
    signed = (f"{key}:{number}" for number in range(1, SIGNATURES + 1))
    return Job.objects.last_of(key, *signed)


def jobs_of(audits: Iterable[Audit]) -> dict[UUID, Job]:
    """The last job of each run that has not finished. One query."""
    by_key = {key_of(audit): audit.pk for audit in audits if audit.state != Audit.State.READY}
    found = Job.objects.filter(key__in=by_key).order_by("created_at") if by_key else ()
    return {by_key[job.key]: job for job in found}


def remake_files(*, audit: Audit, by: User | None) -> Job:
    """Its files again, with the service's own view and what people said as they stand now.
    The figures and the digest stay as they are. Raises ValidationError once somebody has signed."""
    if audit.signatures.exists():
        raise ValidationError("This report is signed. Its files are made when it is signed.")
    trail.record(
        "asked for an audit's files again",
        by=by,
        service_id=audit.service_id,
        about=f"run {audit.number}",
        audit=str(audit.pk),
    )
    return job_for(audit, by=by)


def key_of(audit: Audit) -> str:
    return f"{KIND}:{audit.pk}"
