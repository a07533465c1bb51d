"""Every service audited and all added up, by a command: here one after another, or by the workers
while the command waits. The same job rows either way."""

import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Service
from audits import actions, rounds_actions, rounds_reader, rounds_run
from audits.models import Audit, AuditRound, MergedReport
from jobs.in_place import do_now
from jobs.models import Job
from rodt import row_security

Show = Callable[[int, str], None]
LOOK_EVERY_S = 1.0


def run_all(request: dict[str, Any], leaves_to_workers: bool, show: Show) -> AuditRound:
    """The round, with all that could be done. Raises ValidationError where it may not be."""
    services = list(Service.objects.order_by("code"))
    if not services:
        raise ValidationError("There is no service to audit yet.")
    if leaves_to_workers:
        found = rounds_actions.start_round(services=services, by=None, **request)
        wait(found, show)
        return found
    with row_security.scope([service.pk for service in services]):
        found = rounds_actions.make_round(services=services, by=None, **request)
        audits = [m.audit for m in found.members.select_related("audit__service")]
    audits.sort(key=lambda audit: audit.service.code)
    for place, audit in enumerate(audits, 1):
        _run(audit, f"{place} of {len(audits)}, {audit.service.code}", show)
    if _is_settled(found):
        arguments = rounds_actions.merge_arguments(found.pk, found.services)
        key = rounds_reader.key_of_merge(found.pk)
        do_now(
            rounds_reader.MERGE_KIND,
            key,
            None,
            arguments=arguments,
            queue=actions.QUEUE,
            report_progress=lambda percent, words: show(percent, f"Adding up. {words}"),
        )
    return found


def _run(audit: Audit, called: str, show: Show) -> None:
    if audit.state == Audit.State.READY:
        return
    do_now(
        actions.KIND,
        actions.key_of(audit),
        audit.service,
        None,
        actions.arguments_of(audit),
        queue=actions.QUEUE,
        report_progress=lambda percent, words: show(percent, f"{called}: {words}"),
    )


def _is_settled(found: AuditRound) -> bool:
    with row_security.scope(found.services):
        states = {row.state for row in rounds_reader.standings(rounds_reader.members_of(found))}
    return rounds_reader.READY in states and not states & rounds_reader.UNSETTLED


def wait(found: AuditRound, show: Show) -> None:
    """Until it is added up, or nothing works on it any more."""
    said = ""
    while True:
        with row_security.scope(found.services):
            rows = rounds_reader.standings(rounds_reader.members_of(found))
            is_merged = MergedReport.objects.filter(pk=found.pk).exists()
        states = [row.state for row in rows]
        words = f"{states.count(rounds_reader.READY)} of {len(rows)} services ready"
        if words != said:
            show(round(sum(row.percent for row in rows) / len(rows)), words)
            said = words
        if is_merged or _merge_stopped(found):
            return
        if not {rounds_reader.WAITING, rounds_reader.RUNNING} & set(states):
            if rounds_reader.STOPPED in states or rounds_reader.READY not in states:
                return
            rounds_run.ensure_merged(timezone.now())
        time.sleep(LOOK_EVERY_S)


def _merge_stopped(found: AuditRound) -> bool:
    job = Job.objects.last_of(rounds_reader.key_of_merge(found.pk))
    return job is not None and job.has_stopped
