"""The nights of a service as job rows: each night one job, and another when it is run again.

A night is a day in Europe/London; its check is due at 2am.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from accounts import configuration
from accounts.models import Service
from jobs.models import Job
from jobs.querysets import JobQuerySet
from reviews.night_hold import KIND as HOLD_KIND
from reviews.night_hold import HoldRule, HoldRuleError
from rodt.dates import add_days

KIND = "flag_overdue"
KEYS = f"{KIND}:night:"
"""What the key of each night begins with, whichever the service."""
CHECKED_FROM = time(2)
# Until then nobody is told on every page that it has not run: it may be on its way.
SAID_FROM = time(3)  # Ours: a proposal
RELEASE = "release_reason"


def keys_of(service: Service) -> str:
    """What the key of each of its nights begins with; the night's day follows."""
    return f"{KEYS}{service.pk}:"


def key_of(service: Service, on: date) -> str:
    return f"{keys_of(service)}{on.isoformat()}"


def night_of(at: datetime, due_from: time = CHECKED_FROM) -> date:
    """The last night whose check is due by then."""
    local = timezone.localtime(at)
    return local.date() if local.time() >= due_from else add_days(local.date(), -1)


def nights_of(service: Service) -> JobQuerySet:
    """Every job of a night; not those a command asked for by hand."""
    found: JobQuerySet = Job.objects.filter(
        kind=KIND, service=service, key__startswith=keys_of(service)
    )
    return found


def day_of(job: Job) -> date:
    return date.fromisoformat(job.arguments["on"])


def was_held(job: Job) -> bool:
    """This attempt at a night was held for a look and wrote nothing."""
    return job.state == Job.State.FAILED and bool(job.result.get("is_held"))


def waiting_for_a_look(service: Service) -> JobQuerySet:
    """Held, and not written since, nor on its way. Later nights wait for them."""
    nights = nights_of(service)
    settled = nights.exclude(state=Job.State.FAILED).values("key")
    return nights.filter(state=Job.State.FAILED, result__is_held=True).exclude(key__in=settled)


@dataclass(frozen=True, slots=True)
class NightsBefore:
    """`people`: how many people became overdue on each night before, the newest first. `covers`:
    how many nights this check speaks for, more than one where the last ones stopped."""

    people: Sequence[int]
    covers: int = 1


def before(service: Service, on: date, nights: int) -> NightsBefore:
    """The service's first night is left out: it found everything that was overdue already. One
    query."""
    done = nights_of(service).filter(state=Job.State.DONE, arguments__on__lt=on.isoformat())
    rows = list(
        done.order_by("-arguments__on").values_list(
            "arguments__on", "result__people_became_overdue"
        )[: nights + 1]
    )
    if not rows:
        return NightsBefore(())
    covers = (on - date.fromisoformat(rows[0][0])).days
    compared = rows[:nights] if len(rows) > nights else rows[:-1]
    return NightsBefore([number for _, number in compared if number is not None], covers)


def hold_rule(service: Service, on: date) -> HoldRule:
    """The service's own newest version, or the product's defaults. A version that cannot be read
    holds as the defaults do: it must not be what stops every night."""
    stored = configuration.in_force(service.pk, HOLD_KIND, on)
    if not stored.version:
        return HoldRule()
    try:
        return HoldRule.from_values(stored.values, f"version {stored.version}, {stored.status}")
    except HoldRuleError as problem:
        return HoldRule(version=f"product default: version {stored.version} is not read. {problem}")
