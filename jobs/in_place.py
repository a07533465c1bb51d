"""A job done by a command, here and now, through the same row that a worker would use."""

import time
from collections.abc import Mapping
from typing import Any

from accounts.models import Service, User
from jobs import actions, lease, run
from jobs.kinds import ReportProgress
from jobs.models import Job
from rodt.ids import new_id

LOOK_EVERY_S = 0.5


def do_now(
    kind: str,
    key: str,
    service: Service | None,
    by: User | None = None,
    arguments: Mapping[str, Any] | None = None,
    is_once: bool = False,
    queue: str = "default",
    report_progress: ReportProgress | None = None,
) -> Job:
    """The job once it has ended, done or failed. One that a worker already has is waited for."""
    job, _ = actions.put_down(kind, key, service, by, arguments, is_once, queue)
    while job.is_live:
        holder = new_id()
        claimed = lease.claim(job.pk, holder)
        if claimed is not None:
            run.carry_out(claimed, holder, report_progress)
        else:
            time.sleep(LOOK_EVERY_S)
            if report_progress is not None:
                report_progress(job.progress, job.progress_words)
        job.refresh_from_db()
    return job
