"""Rounds as they stand: each service's run and its job, and the merged report as an AuditReport."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audits import actions
from audits.models import Audit, AuditRound, MergedReport, RoundMember
from audits.report import AuditReport, Retention, step_reports
from audits.several import Part, Several, names_of
from audits.standing import retirements
from jobs.models import Job
from rodt.words import count

MERGE_KIND = "merge_audits"
READY, RUNNING, WAITING, STOPPED, CANCELLED = "ready", "running", "waiting", "stopped", "cancelled"
UNSETTLED = frozenset({RUNNING, WAITING, STOPPED})
NOBODY_WORKS = "No job works on it now."


def key_of_merge(number: int) -> str:
    return f"{MERGE_KIND}:{number}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A service of a round. `reason`: why it stopped."""

    member: RoundMember
    state: str
    job: Job | None
    reason: str = ""

    @property
    def percent(self) -> int:
        if self.state in (READY, CANCELLED):
            return 100
        return self.job.progress if self.job and self.state == RUNNING else 0


def standings(members: Iterable[RoundMember]) -> list[Standing]:
    """Each in its order. One query, whatever their number. Members: with audit and service."""
    found = list(members)
    keys = [actions.key_of(member.audit) for member in found]
    jobs = {job.key: job for job in Job.objects.filter(key__in=keys).order_by("created_at")}
    return [_standing(member, jobs.get(key)) for member, key in zip(found, keys, strict=True)]


def _standing(member: RoundMember, job: Job | None) -> Standing:
    if member.cancelled_at is not None:
        return Standing(member, CANCELLED, job)
    if member.audit.state == Audit.State.READY:
        return Standing(member, READY, job)
    if job is None or not job.is_live:
        return Standing(member, STOPPED, job, (job.reason if job else "") or NOBODY_WORKS)
    return Standing(member, RUNNING if job.state == Job.State.RUNNING else WAITING, job)


def members_of(round_: AuditRound) -> list[RoundMember]:
    """Those of the services that are open, by the names of the services. Whether the runs are
    still to be used is read with them."""
    found = (
        round_.members.select_related("service", "round", "audit__service", "cancelled_by")
        .defer("audit__definitions", "audit__configuration", "audit__service_figures")
        .prefetch_related(retirements("audit__retirements"))
    )
    return sorted(found, key=lambda member: (member.service.name.casefold(), member.service.code))


def retired_in(round_: AuditRound) -> list[RoundMember]:
    """Of the services that are open, those whose run is part of it and not to be used any more."""
    return retired_of(members_of(round_))


def retired_of(members: Iterable[RoundMember]) -> list[RoundMember]:
    taken = (member for member in members if member.cancelled_at is None)
    return [member for member in taken if member.audit.retirements.all()]


def build(report: MergedReport) -> AuditReport:
    """What page, PDF, HTML, CSV and JSON of a merged report print."""
    round_, figures = report.round, report.figures
    numbers = report.configuration["numbers"]
    return AuditReport(
        service_name=count(len(report.services), "service"),
        service_code=f"ROUND-{round_.pk}",
        kind_of_data=figures["kind_of_data"],
        number=round_.pk,
        on=round_.on,
        period_start_on=round_.period_start_on,
        known_at=round_.known_at,
        created_at=round_.created_at,
        prepared_by=round_.requested_by.full_name if round_.requested_by else "",
        prepared_role=round_.requested_by.job_title if round_.requested_by else "",
        digest=report.digest,
        people=figures["people"],
        on_treatment=figures["on_treatment"],
        in_treatment=figures["in_treatment"],
        steps=step_reports(report.definitions["steps"], figures["counts"], numbers, {}),
        retention=Retention((), ()),
        numbers=numbers,
        schedule=report.configuration["schedule"],
        schedule_version=report.configuration["schedule_version"],
        several=several(figures),
    )


def several(figures: dict[str, Any]) -> Several:
    return Several(
        parts=tuple(Part(**part) for part in figures["parts"]),
        left_out=tuple(figures["left_out"]),
        remarks=tuple(figures["remarks"]),
        kept_back={code: names_of(names) for code, names in figures["kept_back"].items()},
        kept_totals=frozenset(figures["kept_totals"]),
    )
