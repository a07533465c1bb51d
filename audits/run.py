"""Carrying out an audit: everybody's facts, each step, what is kept of it, and the files.

Runs inside its job's transaction: a run that is killed leaves nothing, and starts afresh.
"""

import gc
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts import configuration
from audits import (
    as_printed,
    definitions,
    export,
    facts,
    files,
    own_answers,
    own_view,
    quarterly,
    readings,
    said_reader,
    sampling,
)
from audits.case_facts import CaseFacts
from audits.models import Audit, AuditResult, SampledPlan
from audits.period import AuditDay
from audits.printed_before_reader import beside_earlier
from audits.rules import DEFAULT_RULES, KIND, AuditRules
from audits.steps import BY_CODE, INDICATORS, STEPS
from audits.tally import Tally, find_all, stored_figures
from jobs.kinds import JobRefused
from jobs.models import Job
from prescribing.safety.reader import limits_in_force
from reviews import schedules
from reviews.intervals import ScheduleError
from reviews.retention import Start, curve
from rodt.dates import ONE_DAY, add_days, days_between
from rodt.drawing import drawer
from rodt.statements import without_waiting
from support.skill_lists import rules_in_force as skill_rules

ReportProgress = Callable[[int, str], None]
BATCH = 250


def run_job(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    """The work of a job of kind run_audit: the run, or only its files made again."""
    audit = (
        Audit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service", "requested_by")
        .get(pk=UUID(job.arguments["audit"]))
    )
    if audit.state == Audit.State.READY:
        make_files(audit, report_progress)
        did = "its files were made again"
    else:
        run(audit, report_progress)
        quarterly.tell(audit)
        did = f"{audit.people_read:,} people read"
    return {
        "audit": str(audit.pk),
        "words": f"Run {audit.number}: {did}.",
        "link": f"/audits/{audit.pk}/",
    }


@transaction.atomic
def run(audit: Audit, report_progress: ReportProgress) -> Audit:
    """Everything of a run that has not finished yet. Raises JobRefused where it cannot be done."""
    drawer()  # gets ready meanwhile
    with _all_kept():
        make_files(audit, report_progress, meanwhile=_assess(audit, report_progress))
    return audit


@contextmanager
def _all_kept() -> Iterator[None]:
    """No looking for what can be thrown away: nearly all that a run makes it needs to its end, and
    the looking took a quarter of it."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


@transaction.atomic
def assess(audit: Audit, report_progress: ReportProgress) -> Audit:
    """What is found of whom, counted and kept; the files follow."""
    _assess(audit, report_progress)()
    return audit


def _assess(audit: Audit, report_progress: ReportProgress) -> Callable[[], None]:
    """What is left to do: to write down the findings that no figure waits for."""
    clear(audit)
    report_progress(2, "Reading the record as it was known")
    day = audit_day(audit.service_id, audit.on, audit.period_start_on)
    gathered = facts.read(audit.service_id, day, audit.known_at)
    cases, plans_to_read = sampling.freeze(audit, gathered.cases, day)
    tallies = {indicator.code: Tally() for indicator in INDICATORS}
    people = _find(cases, day, tallies, report_progress)
    audit.people_read = len(cases)
    audit.definitions = {"steps": definitions.stored()}
    audit.configuration = {
        "numbers": day.rules.values(),
        "schedule": day.schedule.to_values(),
        "schedule_version": day.schedule.version,
        "limits_version": day.limits.version,
        "limits": {name: str(value) for name, value in day.limits.values.items()},
        "skills": day.skills.values(),
        sampling.KEPT_AS: plans_to_read,
    }
    audit.service_figures = {
        "on_treatment": sum(1 for case in cases if case.on_ost(day.on)),
        "in_treatment": sum(1 for case in cases if case.episode_on(day.on)),
        "counts": {
            code: {**tally.stored(len(cases)), "figures": stored_figures(BY_CODE[code], cases, day)}
            for code, tally in tallies.items()
        },
        "retention": _retention(gathered.starts, day),
        "own_view": own_view.stored(audit.service_id),
        "own_answers": own_answers.stored(audit.service_id),
    }
    report_progress(52, "Keeping what was found")
    audit.digest, rows = _written(audit, cases, people)
    # What is read of the sample's plans may change what was found of these.
    _keep(audit, [row for row, case in zip(rows, cases, strict=True) if case.sampled])
    audit.service_figures[as_printed.KEPT_AS] = beside_earlier(audit).values()
    audit.state = Audit.State.READY
    audit.finished_at = timezone.now()
    audit.save()
    readings.take_over(audit)
    return partial(
        _keep, audit, [row for row, case in zip(rows, cases, strict=True) if not case.sampled]
    )


def clear(audit: Audit) -> None:
    """What an earlier attempt may have left of a run that has not finished."""
    if audit.state == Audit.State.READY:
        raise JobRefused("This run has finished. A finished run is never changed.")
    AuditResult.objects.filter(audit=audit).delete()
    SampledPlan.objects.filter(audit=audit).delete()


def audit_day(service_id: UUID, on: date, start_on: date) -> AuditDay:
    """The day with the service's own intervals and numbers as they were in force on it."""
    try:
        rules = rules_on(service_id, on)
        schedule = schedules.in_force(service_id, on)
        limits = limits_in_force(service_id, on)
        skills = skill_rules(service_id, on)
    except (ValueError, ScheduleError) as problem:
        raise JobRefused(f"The service’s configuration cannot be read. {problem}") from problem
    return AuditDay(on, start_on, rules, schedule, limits, skills)


def rules_on(service_id: UUID, on: date) -> AuditRules:
    """The service's own numbers as they were in force on a day. Raises AuditRulesError."""
    stored = configuration.in_force(service_id, KIND, on)
    if not stored.version:
        return DEFAULT_RULES
    return AuditRules.from_values(stored.values, version=f"version {stored.version}")


def _find(
    cases: Sequence[CaseFacts],
    day: AuditDay,
    tallies: dict[str, Tally],
    report_progress: ReportProgress,
) -> list[dict[str, Any]]:
    """Step by step over everybody, so that progress says which step it is at."""
    people: list[dict[str, Any]] = [{} for _ in cases]
    for step in STEPS:
        report_progress(
            10 + round(40 * (step.number - 1) / len(STEPS)),
            f"Step {step.number} of {len(STEPS)}: {step.short_title}",
        )
        for kept, case in zip(people, cases, strict=True):
            kept.update(find_all(case, step.indicators, day, tallies))
    return people


_KEEP = """
    INSERT INTO audits_auditresult (service_id, audit_id, patient_id, team_id, findings)
    SELECT %(service)s, %(audit)s, (kept ->> 0)::uuid, (kept ->> 1)::uuid, kept -> 2
    FROM jsonb_array_elements(%(people)s::jsonb) AS kept
"""
_ROW_ID = re.compile(rb'"id":"[0-9a-f-]*",')


def _written(
    audit: Audit, cases: Sequence[CaseFacts], people: Sequence[dict[str, Any]]
) -> tuple[str, list[bytes]]:
    """The digest of what was found, and of each person what is kept of it.

    SHA-256 of a line for what was asked, how it was counted and what came out, and a line for each
    person, by reference: the same record gives the same digest in any database. Random ids and the
    run's number are left out.
    """
    digest = hashlib.sha256(export.canonical(_header(audit)))
    rows = []
    for case, kept in zip(cases, people, strict=True):
        written = export.canonical(kept)
        digest.update(b"\n" + export.canonical(case.reference) + _ROW_ID.sub(b"", written))
        who = export.canonical([case.patient_id, case.team_id])
        rows.append(b"[%s,%s]" % (who[1:-1], written))
    return digest.hexdigest(), rows


def _keep(audit: Audit, rows: Sequence[bytes]) -> None:
    """Many rows a statement, as one document: quoting each by itself took most of the time."""
    with without_waiting(), connection.cursor() as cursor:
        for begin in range(0, len(rows), BATCH):
            given: dict[str, Any] = {
                "service": audit.service_id,
                "audit": audit.pk,
                "people": (b"[" + b",".join(rows[begin : begin + BATCH]) + b"]").decode(),
            }
            cursor.execute(_KEEP, given)


def _header(audit: Audit) -> dict[str, Any]:
    return {
        "service": audit.service.code,
        "on": audit.on,
        "period_start_on": audit.period_start_on,
        "definitions": audit.definitions,
        "configuration": audit.configuration,
        "figures": {
            name: audit.service_figures[name]
            for name in ("on_treatment", "in_treatment", "counts", "retention")
        },
    }


def _retention(starts: Sequence[Start], day: AuditDay) -> dict[str, Any]:
    """Those who started in the period, and in the one as long before it."""
    length = days_between(day.start_on, day.on) + 1
    before_on = day.start_on - ONE_DAY
    before_start_on = add_days(day.start_on, -length)
    return {
        "now": [
            asdict(point)
            for point in curve((s for s in starts if day.in_period(s.started_on)), day.on)
        ],
        "before": [
            asdict(point)
            for point in curve(
                (s for s in starts if before_start_on <= s.started_on <= before_on), day.on
            )
        ],
    }


def make_files(
    audit: Audit, report_progress: ReportProgress, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Its files, with the own view and answers as they stand, or stood when signed."""
    if not said_reader.is_frozen(audit):
        audit.service_figures["own_view"] = own_view.stored(audit.service_id)
        audit.service_figures["own_answers"] = own_answers.stored(audit.service_id)
        audit.save(update_fields=["service_figures"])
    files.make(audit, report_progress, meanwhile)
