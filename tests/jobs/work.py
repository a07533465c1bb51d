"""Work for jobs of the tests. Each leaves a line in the trail, so that effects can be counted."""

from typing import Any

from accounts import trail
from accounts.models import Trail
from jobs.kinds import JobRefused, ReportProgress
from jobs.models import Job

EFFECT = "took effect"
KINDS = {
    name: {"title": f"Job that {name}s", "work": f"tests.jobs.work.{name}"}
    for name in ("succeed", "break_down", "refuse", "report")
}


def effects() -> int:
    return Trail.objects.filter(verb=EFFECT).count()


def succeed(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    trail.record(EFFECT, by=None)
    return {"words": "It was done."}


def break_down(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    trail.record(EFFECT, by=None)
    raise KeyError("Marlon Teague")


def refuse(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    trail.record(EFFECT, by=None)
    raise JobRefused("There is nobody to look at on that day.")


def report(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    report_progress(40, "Step 2 of 5")
    return succeed(job, report_progress)
