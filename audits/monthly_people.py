"""The people of a month. Only sums are kept of one until somebody asks: then they are found again,
each with the reason, as known when the month was counted. No run of an audit, and no report."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts import trail
from accounts.models import User
from audits import monthly
from audits.models import MonthCount, MonthFinding
from audits.monthly_count import read
from audits.people_behind import COUNTED, OF, SET_APART, UNKNOWN, behind, outcomes
from audits.step import Indicator
from audits.tally import Tally, find_all
from jobs import actions as jobs
from jobs.kinds import ReportProgress
from jobs.models import Job

KIND = "find_month_people"
QUEUE = "pdf"
FIGURES = {
    "Counted": COUNTED,
    "Of": OF,
    "Unknown": UNKNOWN,
    "Set apart": SET_APART,
}
"""What a month says of an indicator; `people_behind.outcomes` says which people these are."""
BATCH = 500


def number_of(row: MonthCount, indicator: Indicator, figure: str) -> int:
    """How many people one of FIGURES counts."""
    kept = row.counts[indicator.code]
    which = outcomes(figure, indicator.direction.value) or ()
    return sum(kept[monthly.KEPT_AS[outcome]] for outcome in which)


def are_found(row: MonthCount) -> bool:
    return row.findings.exists()


def people(row: MonthCount, indicator: Indicator, figure: str) -> QuerySet[MonthFinding]:
    """In the order of names, once they are found."""
    found = MonthFinding.objects.filter(month=row)
    return behind(found, indicator.code, figure, indicator.direction.value)


@transaction.atomic
def find_people(row: MonthCount, by: User) -> Job:
    """Asks a worker, or joins the one that is at it already."""
    trail.record(
        "asked for the people of a month",
        by=by,
        service_id=row.service_id,
        about=f"{row.month:%Y-%m}",
    )
    given = {"month": str(row.pk), "about": f"{row.month:%B %Y}"}
    return jobs.request(KIND, key_of(row), row.service, by, given, queue=QUEUE)


def key_of(row: MonthCount) -> str:
    """Counted anew, they are found anew."""
    assert row.known_at is not None
    return f"{KIND}:{row.pk}:{row.known_at.isoformat()}"


def last_job(row: MonthCount) -> Job | None:
    return Job.objects.last_of(key_of(row))


def run_job(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    row = MonthCount.objects.select_for_update(no_key=True).get(pk=UUID(job.arguments["month"]))
    if not are_found(row):
        find(row, report_progress)
    return {"words": f"The people of {row.month:%B %Y} are found.", "link": "/audits/months/"}


def find(row: MonthCount, report_progress: ReportProgress) -> None:
    """Row-level security must be open for the service. They are found by the definitions and the
    numbers of now: a page says where that is not what the chart says."""
    assert row.known_at is not None
    day, cases = read(row, row.known_at, report_progress)
    report_progress(60, "Finding the people")
    indicators = monthly.CHARTED.values()
    tallies: dict[str, Tally] = defaultdict(Tally)  # the month's own count stands beside it
    found = [find_all(case, indicators, day, tallies) for case in cases]
    report_progress(90, "Keeping whom it found")
    MonthFinding.objects.bulk_create(
        [
            MonthFinding(
                service_id=row.service_id, month=row, patient_id=case.patient_id, findings=said
            )
            for case, said in zip(cases, found, strict=True)
            if case.patient_id is not None
        ],
        batch_size=BATCH,
    )
