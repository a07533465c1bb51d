"""The job that counts one month, and the one after it: the newest that is wanted comes first.

A job a month: each is kept when it is done, one that is killed is taken up again, and other work of
the same queue gets its turn in between.
"""

from uuid import UUID

from audits.models import MonthCount
from jobs import actions as jobs
from jobs.models import Job

KIND = "count_month"
QUEUE = "pdf"


def ask_next(service_id: UUID) -> Job | None:
    """The job of the next month that is wanted; None where none is left."""
    wanted = MonthCount.objects.filter(service_id=service_id, is_wanted=True)
    row = wanted.select_related("service", "asked_by").order_by("-month").first()
    if row is None:
        return None
    given = {"month": str(row.pk), "about": f"{row.month:%B %Y}"}
    return jobs.request(KIND, key_of(row), row.service, row.asked_by, given, queue=QUEUE)


def key_of(row: MonthCount) -> str:
    """Asked for again, a month is counted again."""
    return f"{KIND}:{row.pk}:{row.asked_at.isoformat()}"


def last_job(service_id: UUID) -> Job | None:
    return Job.objects.filter(service=service_id, kind=KIND).order_by("-created_at").first()
