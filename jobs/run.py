"""Doing a job: claim it, work, and let the result and the finish become true together."""

import logging
from smtplib import SMTPException
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, OperationalError

from jobs import lease
from jobs.heartbeat import Heartbeat
from jobs.kinds import JobPutOff, JobRefused, ReportProgress, work_of
from jobs.models import Job
from jobs.querysets import at_most_once
from jobs.words import NOT_AGAIN
from rodt import row_security
from rodt.ids import new_id

logger = logging.getLogger(__name__)


def run(job_id: UUID) -> bool:
    """Do the job if nobody else does. True if it was done here."""
    holder = new_id()
    job = lease.claim(job_id, holder)
    return job is not None and carry_out(job, holder)


def carry_out(job: Job, holder: UUID, also_report: ReportProgress | None = None) -> bool:
    """Work on a claimed job. True when done; else the row says why not, or another holder has it.

    Whatever goes wrong, the work's transaction is undone first and the reason is written after.
    """
    try:
        _work(job, holder, also_report)
    except lease.LeaseLost:
        logger.warning("job %s went to another holder", job.pk)
        return False
    except JobRefused as refusal:
        lease.refuse(job, holder, str(refusal), refusal.result)
        return False
    except JobPutOff as fault:
        lease.let_go(job, holder, str(fault))
        return False
    except Exception as fault:
        # The fault's own words may hold what people wrote: the log drops them, the row never asks.
        logger.exception("job %s stopped", job.pk)
        if job.kind in at_most_once():
            lease.refuse(job, holder, f"{in_words(fault)} {NOT_AGAIN}")
        else:
            lease.let_go(job, holder, in_words(fault))
        return False
    return True


def _work(job: Job, holder: UUID, also_report: ReportProgress | None) -> None:
    with Heartbeat(job, holder) as heartbeat:

        def report_progress(percent: int, words: str = "") -> None:
            heartbeat.report(percent, words)
            if also_report is not None:
                also_report(percent, words)

        with row_security.scope([job.service_id] if job.service_id else []):
            result = work_of(job.kind)(job, report_progress)
            lease.finish(job, holder, result or {})


def in_words(fault: Exception) -> str:
    match fault:
        case SoftTimeLimitExceeded():
            return "It took too long and was stopped."
        case MemoryError():
            return "The computer had no memory left for it."
        case OperationalError() | InterfaceError():
            return "The database could not be reached, or stopped on the way."
        case DatabaseError():
            return "The database refused what it wanted to write."
        case SMTPException():
            return "The mail server did not take it."
        case OSError() if fault.errno == 28:
            return "The disk is full."
        case _:
            return f"It stopped because of a fault in the product ({type(fault).__name__})."
