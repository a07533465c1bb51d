"""Asking for an audit of several services at once, trying again what stopped, and cancelling."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Now

from accounts import trail
from accounts.models import Service, User
from audits import actions
from audits.models import Audit, AuditRound, RoundMember
from audits.period import USUAL_MONTHS, period_start
from audits.rounds_reader import MERGE_KIND, key_of_merge
from jobs import actions as jobs
from jobs.models import Job
from rodt import row_security


def start_round(
    *,
    services: Collection[Service],
    on: date,
    by: User | None,
    months: int = USUAL_MONTHS,
    known_at: datetime | None = None,
) -> AuditRound:
    """The round for this request, one job a service asked for from the workers: a new one, or the
    same request's that is still going. Raises ValidationError with a sentence a field."""
    ids = [service.pk for service in services]
    with row_security.scope(ids):
        found = make_round(services=services, on=on, by=by, months=months, known_at=known_at)
        for member in found.members.select_related("audit__service"):
            if member.audit.state != Audit.State.READY:
                actions.job_for(member.audit, by=by)
    return found


@transaction.atomic
def make_round(
    *,
    services: Collection[Service],
    on: date,
    by: User | None,
    months: int = USUAL_MONTHS,
    known_at: datetime | None = None,
) -> AuditRound:
    """As `start_round`, but no worker is told: for what is run in place. Row-level security must be
    open for the services."""
    moment = actions.check_request(on=on, months=months, known_at=known_at)
    ids = sorted(service.pk for service in services)
    locked = list(
        Service.objects.filter(pk__in=ids).order_by("code").select_for_update(of=("self",))
    )
    same = {"services": ids, "on": on, "period_start_on": period_start(on, months)}
    if found := _going(same if known_at is None else {**same, "known_at": known_at}):
        return found
    made = AuditRound.objects.create(**same, known_at=moment, requested_by=by)
    for service in locked:
        audit = actions.make_audit(service=service, on=on, by=by, months=months, known_at=moment)
        RoundMember.objects.create(service=service, round=made, audit=audit)
        _note("started an audit of several services", made, service, by)
    return made


def _going(same: dict[str, object]) -> AuditRound | None:
    """The same request, with a run that waits or runs."""
    for found in AuditRound.objects.filter(**same, merged=None).order_by("-id"):
        keys = [actions.key_of(m.audit) for m in found.members.select_related("audit")]
        if Job.objects.live().filter(key__in=keys).exists():
            return found
    return None


def request_merge(number: int, services: Sequence[object], *, by: User | None) -> Job:
    """The job that adds up what is ready, opened for these services."""
    return jobs.request(
        MERGE_KIND,
        key_of_merge(number),
        None,
        by,
        merge_arguments(number, services),
        queue=actions.QUEUE,
    )


def merge_arguments(number: int, services: Sequence[object]) -> dict[str, object]:
    return {"round": number, "services": [str(one) for one in services]}


def merge_again(*, round_: AuditRound, by: User) -> bool:
    """Asks afresh for adding up, where that stopped."""
    stopped = Job.objects.last_of(key_of_merge(round_.pk))
    if stopped is None or not stopped.has_stopped:
        return False
    jobs.again(job=stopped, by=by)
    return True


@transaction.atomic
def try_again(*, members: Collection[RoundMember], by: User) -> int:
    """Asks afresh for the runs that stopped. Returns how many. What is ready stays."""
    found = 0
    for member in _unsettled(members):
        if not _live(member):
            actions.job_for(member.audit, by=by)
            found += 1
    return found


@transaction.atomic
def cancel(*, members: Collection[RoundMember], by: User) -> int:
    """Takes out of the round what has not begun; what runs goes on, and what is done stays."""
    found = 0
    for member in _unsettled(members):
        job = _live(member)
        if job is None:
            continue
        is_awaited = member.audit.in_rounds.filter(cancelled_at=None).exclude(pk=member.pk)
        if job.state == Job.State.QUEUED and (is_awaited.exists() or jobs.cancel(job=job, by=by)):
            _take_out(member, by)
            found += 1
    return found


@transaction.atomic
def leave_out(*, members: Collection[RoundMember], by: User) -> int:
    """Takes out of the round what stopped, so that the others can be added up."""
    stopped = [member for member in _unsettled(members) if not _live(member)]
    for member in stopped:
        _take_out(member, by)
    return len(stopped)


def _unsettled(members: Collection[RoundMember]) -> list[RoundMember]:
    return [
        member
        for member in members
        if member.cancelled_at is None and member.audit.state != Audit.State.READY
    ]


def _live(member: RoundMember) -> Job | None:
    return Job.objects.live().filter(key=actions.key_of(member.audit)).first()


def _take_out(member: RoundMember, by: User) -> None:
    taken = RoundMember.objects.filter(pk=member.pk, cancelled_at=None)
    taken.update(cancelled_at=Now(), cancelled_by=by)
    _note("took a service out of an audit", member.round, member.service, by)


def _note(verb: str, round_: AuditRound, service: Service, by: User | None) -> None:
    trail.record(verb, by=by, service_id=service.pk, about=f"round {round_.pk}", on=str(round_.on))
