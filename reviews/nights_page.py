"""Nights as a page: for each night when it was expected, how it went, and what was out of order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Service
from jobs.models import Job
from jobs.words import QUEUE_AWAY, took
from reviews.night_jobs import (
    CHECKED_FROM,
    RELEASE,
    day_of,
    night_of,
    nights_of,
    waiting_for_a_look,
    was_held,
)
from rodt.dates import add_days
from rodt.words import count, nhs_date, nhs_datetime, nhs_time, quoted

NIGHTS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class NightRow:
    """One night. `examined`, `became` and `cleared` are None where nothing was written."""

    on: date
    state: str
    started: str
    ended: str
    took: str
    examined: int | None
    became: int | None
    cleared: int | None
    notes: Sequence[str]
    job: Job | None


@dataclass(frozen=True, slots=True)
class Ledger:
    rows: Sequence[NightRow]
    held: Job | None
    missing: int

    @property
    def held_on(self) -> date | None:
        return day_of(self.held) if self.held else None

    @property
    def opening(self) -> str:
        if self.held_on:
            return f"The night of {nhs_date(self.held_on)} is held for a look; later nights wait."
        if self.missing:
            missing = count(self.missing, "night")
            return f"{missing} not finished. Missed nights are caught up in order."
        return "Every night was checked." if self.rows else "No night has been checked yet."


def expected_words() -> str:
    return nhs_time(CHECKED_FROM)


def ledger(service: Service, at: datetime) -> Ledger:
    """The last nights, the newest first, also those without a check. Two queries."""
    last = night_of(at)
    first = add_days(last, 1 - NIGHTS_SHOWN)
    attempts: dict[date, list[Job]] = {}
    jobs = nights_of(service).filter(arguments__on__gte=first.isoformat())
    for job in jobs.select_related("requested_by").order_by("created_at", "id"):
        attempts.setdefault(day_of(job), []).append(job)
    held = waiting_for_a_look(service).order_by("arguments__on", "-created_at").first()
    rows = []
    if attempts:
        night = max(last, *attempts)
        while night >= min(attempts):
            rows.append(_row(night, attempts.get(night, [])))
            night = add_days(night, -1)
    missing = sum(1 for row in rows if row.job is None or row.job.state != Job.State.DONE)
    return Ledger(rows, held, missing)


def _row(on: date, attempts: Sequence[Job]) -> NightRow:
    if not attempts:
        words = "It is caught up when the nights before are done."
        return NightRow(on, "Not run", "", "", "", None, None, None, [words], None)
    job = next((one for one in attempts if one.state == Job.State.DONE), attempts[-1])
    is_done = job.state == Job.State.DONE
    found: dict[str, Any] = job.result if is_done else {}
    return NightRow(
        on=on,
        state="Held for a look" if was_held(job) else job.get_state_display(),
        started=_moment(job.started_at, on),
        ended=_moment(job.finished_at, on),
        took=took(job),
        examined=found.get("examined"),
        became=found.get("became_overdue"),
        cleared=found.get("cleared"),
        notes=_notes(on, job, attempts),
        job=job,
    )


def _moment(at: datetime | None, on: date) -> str:
    """Only the time for what happened on the night's own day."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return nhs_time(local) if local.date() == on else nhs_datetime(local)


def _notes(on: date, job: Job, attempts: Sequence[Job]) -> list[str]:
    """What was out of the ordinary, as it happened."""
    said = []
    for one in attempts:
        if RELEASE in one.arguments:
            by = one.requested_by.full_name if one.requested_by else "Somebody"
            said.append(f"{by} released it: {quoted(one.arguments[RELEASE])}.")
        elif one.requested_by is not None:
            said.append(f"{one.requested_by.full_name} asked for it again.")
        if one.state == Job.State.FAILED:
            said.append(one.reason)
        elif one.state == Job.State.QUEUED:
            said.append(QUEUE_AWAY if one.sent_at is None else "Waiting for its turn.")
        if one.attempts > 1:
            said.append(f"Taken up {one.attempts} times.")
    if job.state == Job.State.DONE and job.finished_at is not None:
        days = (timezone.localtime(job.finished_at).date() - on).days
        if days > 0:
            said.append(f"Caught up {count(days, 'day')} later, on {nhs_date(add_days(on, days))}.")
    return said
