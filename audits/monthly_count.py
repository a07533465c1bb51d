"""Counting one month: what an audit of its last day would count, as known now, and nobody's names.

It reads and counts as an audit does (`audits.facts`, `audits.tally`); only the sums are kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audits import facts, monthly
from audits.actions import latest_known_at
from audits.case_facts import CaseFacts
from audits.models import MonthCount, MonthFinding
from audits.monthly_jobs import ask_next
from audits.period import AuditDay, period_start
from audits.run import audit_day
from audits.tally import Tally, find_all
from jobs.kinds import ReportProgress
from jobs.models import Job

LINK = "/audits/months/"


def run_job(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    """One month, then the next one's turn."""
    row = MonthCount.objects.get(pk=UUID(job.arguments["month"]))
    if row.is_wanted:
        count(row, report_progress)
    ask_next(row.service_id)
    return {"words": f"{row.month:%B %Y} is counted.", "link": LINK}


def read(
    row: MonthCount, known_at: datetime, report_progress: ReportProgress
) -> tuple[AuditDay, Sequence[CaseFacts]]:
    """The month's last day, and everybody an audit of it would read. Row-level security must be
    open for the service."""
    on = monthly.last_day(row.month)
    report_progress(5, f"Reading the record for {row.month:%B %Y}")
    day = audit_day(row.service_id, on, period_start(on))
    return day, facts.read(row.service_id, day, known_at).cases


@transaction.atomic
def count(row: MonthCount, report_progress: ReportProgress) -> None:
    """Row-level security must be open for the service. One that was asked for again meanwhile is
    left as it is: it is counted again."""
    known_at = latest_known_at()
    day, cases = read(row, known_at, report_progress)
    report_progress(60, f"Counting {row.month:%B %Y}")
    indicators = monthly.CHARTED.values()
    tallies = {indicator.code: Tally() for indicator in indicators}
    for case in cases:
        find_all(case, indicators, day, tallies)
    is_kept = MonthCount.objects.filter(pk=row.pk, asked_at=row.asked_at).update(
        is_wanted=False,
        known_at=known_at,
        people_read=len(cases),
        counts={
            one.code: monthly.stored(one, tallies[one.code].stored(len(cases))["outcomes"], day)
            for one in indicators
        },
    )
    if is_kept:  # after it: whoever finds the people of what stood before holds that row
        MonthFinding.objects.filter(month=row).delete()
