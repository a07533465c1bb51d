"""Asking for two runs to be laid side by side."""

from accounts.models import User
from audits.models import Audit
from jobs import actions as jobs
from jobs.models import Job

KIND = "read_later"


def compare(*, before: Audit, after: Audit, by: User) -> Job:
    """The job that reads the record of the earlier run on the day of the later."""
    given = {
        "before": str(before.pk),
        "after": str(after.pk),
        "about": f"runs {before.number} and {after.number}",
    }
    return jobs.request(KIND, key_of(before, after), after.service, by, given, queue="pdf")


def job_of(before: Audit, after: Audit) -> Job | None:
    """The last job asked for, for these two."""
    return Job.objects.last_of(key_of(before, after))


def key_of(before: Audit, after: Audit) -> str:
    return f"{KIND}:{before.pk}:{after.pk}"
