"""Adding up the runs of a round, once all are done or cancelled: a job of its own, with files."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import trail
from accounts.models import Service
from audits import files, report_reader, rounds_merge, rounds_reader
from audits.models import Audit, AuditRound, MergedFile, MergedReport, RoundMember
from audits.rounds_actions import request_merge
from jobs.kinds import JobRefused, ReportProgress
from jobs.models import Job
from rodt import row_security
from rodt.drawing import drawer


def run_job(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    """The work of a job of kind merge_audits. It sees the services it names; of others, only
    what reports of the same time left out of theirs."""
    with row_security.scope([UUID(one) for one in job.arguments["services"]]):
        found = AuditRound.objects.select_for_update(of=("self",)).get(pk=job.arguments["round"])
        if not MergedReport.objects.filter(round=found).exists():
            merge(found, report_progress)
    return {"words": f"Round {found.pk} is added up.", "link": f"/audits/rounds/{found.pk}/"}


def merge(round_: AuditRound, report_progress: ReportProgress) -> MergedReport:
    """Row-level security must be open for the round's services."""
    members = list(
        round_.members.select_related("audit__service", "audit__requested_by", "service").order_by(
            "service__code"
        )
    )
    taken = [member for member in members if member.cancelled_at is None]
    if not taken or any(member.audit.state != Audit.State.READY for member in taken):
        raise JobRefused("Not every service of this round is ready.")
    drawer()  # gets ready meanwhile
    report_progress(5, "Reading each service’s counts")
    built = [report_reader.build(member.audit) for member in taken]
    added = rounds_merge.add_up(
        built,
        [member.service.name for member in members if member.cancelled_at],
        earlier_figures(round_, max(report.numbers["same_time_days"] for report in built)),
    )
    report = MergedReport.objects.create(
        round=round_,
        services=sorted(member.service_id for member in taken),
        finished_at=timezone.now(),
        **added,
    )
    made = files.contents(rounds_reader.build(report), report_progress)
    for kind, content in made.items():
        MergedFile.objects.create(
            report=report,
            services=report.services,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    for member in taken:
        trail.record(
            "added up an audit with other services",
            by=None,
            service_id=member.service_id,
            about=f"round {round_.pk}, run {member.audit.number}",
            digest=report.digest,
        )
    return report


def earlier_figures(round_: AuditRound, days: int) -> list[dict[str, Any]]:
    """The figures of reports of a day as near, over whichever services. Another merge waits here
    until this one is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('merge_audits', 0))")
    near = timedelta(days=days)
    with row_security.scope(list(Service.objects.values_list("pk", flat=True))):
        reports = MergedReport.objects.filter(
            round__on__gt=round_.on - near, round__on__lt=round_.on + near
        )
        return list(reports.values_list("figures", flat=True))


def ensure_merged(at: datetime) -> None:
    """Asks for the merged report of each round that is settled: the clock looks, because no run
    sees the other services. A merge that stopped is asked for again by a person."""
    with row_security.scope(list(Service.objects.values_list("pk", flat=True))):
        taken = RoundMember.objects.filter(round=OuterRef("pk"), cancelled_at=None)
        settled = AuditRound.objects.filter(
            Exists(taken), ~Exists(taken.exclude(audit__state=Audit.State.READY)), merged=None
        ).values_list("pk", "services")
        found = {rounds_reader.key_of_merge(number): (number, ids) for number, ids in settled}
    asked = set(Job.objects.filter(key__in=found).values_list("key", flat=True))
    for key in found.keys() - asked:
        request_merge(*found[key], by=None)
