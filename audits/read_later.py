"""The record of an earlier run read on the day of a later one: what time alone changed.

Where that says what the later run says, nothing that was written since had a part in it. It takes
one more gathering of facts, too long for a page: a job does it once for two runs and keeps it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import make_aware

from audits import facts
from audits.differences import Moved
from audits.differences_reader import moved_between
from audits.models import Audit, ReadLater
from audits.run import audit_day
from audits.step import Outcome
from audits.steps import INDICATORS
from jobs.kinds import ReportProgress
from jobs.models import Job
from rodt.dates import ONE_DAY

Verdicts = dict[UUID, dict[str, Outcome]]


def is_needed(before: Audit, after: Audit) -> bool:
    """On one day time has done nothing; a pair is read once."""
    if before.on >= after.on:
        return False
    return not ReadLater.objects.filter(before=before, after=after).exists()


def run_job(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    before, after = (Audit.objects.get(pk=job.arguments[name]) for name in ("before", "after"))
    if is_needed(before, after):
        read_later(before, after, report_progress)
    return {
        "words": f"Runs {before.number} and {after.number} can be told apart, cause by cause.",
        "link": f"/audits/{after.pk}/beside/{before.number}/",
    }


@transaction.atomic
def read_later(before: Audit, after: Audit, report_progress: ReportProgress) -> ReadLater:
    """Row-level security must be open for the service."""
    report_progress(5, "Reading the record as the earlier run knew it")
    day = audit_day(after.service_id, after.on, after.period_start_on)
    cases = facts.read(after.service_id, day, _stood_at(before)).cases
    report_progress(60, "Counting it on the day of the later run")
    said: Verdicts = {
        case.patient_id: {one.code: one.find(case, day).outcome for one in INDICATORS}
        for case in cases
        if case.patient_id is not None
    }
    report_progress(95, "Keeping what time alone did")
    return ReadLater.objects.create(
        service_id=after.service_id,
        before=before,
        after=after,
        same=_same(moved_between(before, after), said),
    )


def _stood_at(before: Audit) -> datetime:
    """What was written after its day is left out, also where the run itself was made later."""
    day_over = make_aware(datetime.combine(before.on + ONE_DAY, time(0)))
    return min(before.known_at, day_over)


def _same(moved: Iterable[Moved], said: Verdicts) -> dict[str, list[str]]:
    """By person, the codes of which the older record already says what the later run says."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in moved:
        after = one.after or Outcome.NOT_APPLICABLE
        if one.patient_id in said and said[one.patient_id].get(one.code) is after:
            found[str(one.patient_id)].append(one.code)
    return found
