"""The nightly check as a job: which nights are due, asking for them, and how the last one went.

Each night of a service has one job (`reviews.night_jobs`). The next one that is missing is asked
for when the one before has ended, so that missed nights are caught up in order. One in which many
more people became overdue than usual is held for a look, and the nights after it wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.fields.json import KT
from django.utils import timezone

from accounts.models import Service, User
from jobs import actions
from jobs.kinds import JobRefused, ReportProgress
from jobs.models import Job
from reviews.night_hold import jump
from reviews.night_jobs import (
    KIND,
    RELEASE,
    before,
    day_of,
    hold_rule,
    key_of,
    night_of,
    nights_of,
    waiting_for_a_look,
    was_held,
)
from reviews.overdue import Counts, NightlyResult, flag_overdue, in_words
from rodt.dates import add_days
from rodt.words import count, nhs_date, nhs_time

__all__ = ["KIND", "LastNight", "ensure_requested", "last_night", "night_of", "request", "run_job"]

NOON = 12
HELD = "Held for a look: "


def run_job(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    """The work of one check: arguments `{"on": "2026-10-01"}`, and `release_reason` for a night
    that was held and has been looked at. A check by hand has somebody who looks: it is not held.
    Raises JobRefused for a night that is held."""
    assert job.service is not None
    service, on = job.service, date.fromisoformat(job.arguments["on"])
    is_a_night = job.key == key_of(service, on)

    def hold_a_jump(found: NightlyResult) -> None:
        if is_a_night and RELEASE not in job.arguments:
            _hold_a_jump(service, on, found)

    report_progress(10, "Reading everybody's reviews")
    result = flag_overdue(service, on, by=job.requested_by, look_first=hold_a_jump)
    if is_a_night:
        transaction.on_commit(lambda: request_next(service, timezone.now()), robust=True)
    looked = f"Looked at {count(result.examined, 'person', 'people')} for {nhs_date(on)}"
    return {
        "words": f"{looked}: {in_words(result)}.",
        "examined": result.examined,
        "became_overdue": result.became_overdue,
        "people_became_overdue": result.people,
        "cleared": result.cleared,
        "by_staff": {
            str(staff_id): [counts.examined, counts.became_overdue, counts.cleared]
            for staff_id, counts in result.by_staff.items()
        },
    }


def _hold_a_jump(service: Service, on: date, found: NightlyResult) -> None:
    rule = hold_rule(service, on)
    earlier = before(service, on, rule.nights)
    high = jump(rule, found.people, earlier.people, covers=earlier.covers)
    if high is None:
        return
    raise JobRefused(
        f"{HELD}{high.words} Nothing was written and nobody was told.",
        {
            "is_held": True,
            "examined": found.examined,
            "became_overdue": found.became_overdue,
            "people_became_overdue": found.people,
            "cleared": found.cleared,
            "usual": high.usual,
            "rule": rule.version,
        },
    )


def request(service: Service, on: date, by: User | None = None) -> Job:
    """The check of one night; asked for again, the same job."""
    return actions.request(
        KIND, key_of(service, on), service, by, {"on": on.isoformat()}, is_once=True
    )


def ensure_requested(at: datetime) -> None:
    """Tonight's check of every service, or the first night that was missed. As often as one likes:
    a night that has a job is never asked for twice."""
    for service in Service.objects.order_by("code"):
        request_next(service, at)


def request_next(service: Service, at: datetime) -> None:
    nights = nights_of(service)
    if nights.live().exists() or waiting_for_a_look(service).exists():
        return
    last = nights.aggregate(last=Max(KT("arguments__on")))["last"]
    tonight = night_of(at)
    if last is None:
        request(service, tonight)
    elif date.fromisoformat(last) < tonight:
        request(service, add_days(date.fromisoformat(last), 1))


@dataclass(frozen=True)
class LastNight:
    """How the last check went, for one member's own people or for the whole service.

    `is_done`: the check of the night that was asked about. False: `counts` and `finished_at` are of
    the last one that was, if any, and `words` say so. The list itself is worked out when asked.
    """

    on: date | None
    is_done: bool
    finished_at: datetime | None
    counts: Counts
    words: str
    job: Job | None

    @property
    def moved(self) -> int:
        return self.counts.became_overdue + self.counts.cleared


def last_night(service: Service, on: date, staff: User | None = None) -> LastNight:
    """The check of the night of `on`; one query. The night that it waits for may be held."""
    nights = list(
        nights_of(service)
        .filter(arguments__on__lte=on.isoformat())
        .order_by("-arguments__on", "-created_at")[:10]
    )
    tonight = next((job for job in nights if job.arguments["on"] == on.isoformat()), None)
    done = next((job for job in nights if job.state == Job.State.DONE), None)
    counts = _counts(done, staff)
    is_done = done is not None and done.arguments["on"] == on.isoformat()
    return LastNight(
        on=date.fromisoformat(done.arguments["on"]) if done else None,
        is_done=is_done,
        finished_at=done.finished_at if done else None,
        counts=counts,
        words=_how_it_went(
            tonight or _latest_held(nights), done, is_done, counts, is_mine=staff is not None
        ),
        job=tonight or done,
    )


def _latest_held(nights: Sequence[Job]) -> Job | None:
    """The night that the last one waits for; `nights`: the newest first."""
    latest = next(iter(nights), None)
    return latest if latest is not None and was_held(latest) else None


def _counts(job: Job | None, staff: User | None) -> Counts:
    if job is None:
        return Counts()
    if staff is None:
        return Counts(*(job.result.get(n, 0) for n in ("examined", "became_overdue", "cleared")))
    return Counts(*job.result.get("by_staff", {}).get(str(staff.pk), (0, 0, 0)))


def _how_it_went(
    tonight: Job | None, done: Job | None, is_done: bool, counts: Counts, *, is_mine: bool
) -> str:
    if done is None or done.finished_at is None:
        last = "No nightly check has finished yet."
    else:
        finished_at = timezone.localtime(done.finished_at)
        if is_done and finished_at.date().isoformat() == done.arguments["on"]:
            moved = counts.became_overdue + counts.cleared
            examined = f"all {counts.examined:,}" if counts.examined > 1 else f"{counts.examined}"
            whose = "of your people" if is_mine else "person" if counts.examined == 1 else "people"
            which = "Last night's" if finished_at.hour < NOON else "Today's"
            return (
                f"{which} check finished at {nhs_time(finished_at)}."
                f" It looked at {examined} {whose} and moved {count(moved, 'review')}."
            )
        last = (
            f"The last check finished at {nhs_time(finished_at)} on {nhs_date(finished_at.date())}"
            f", for {nhs_date(date.fromisoformat(done.arguments['on']))}."
        )
    if is_done:
        return last
    why = "Last night's check has not run."
    if tonight is not None and was_held(tonight):
        reason = tonight.reason.removeprefix(HELD)
        why = f"The check of {nhs_date(day_of(tonight))} is held for a look: {reason}"
    elif tonight is not None:
        why = (
            f"Last night's check stopped. {tonight.reason}"
            if tonight.state == Job.State.FAILED
            else "Last night's check has not finished."
        )
    return f"{why} {last} This list is worked out now and is complete."
