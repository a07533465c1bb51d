"""The audit after each quarter, asked for by the clock, once, whatever was away.

Nothing remembers what is due but the runs themselves: the first quarter that ended since the
service's first night and has no such run is asked for, then the next. A service can switch it off
as versioned configuration (`quarterly_changes`); quarters that ended meanwhile are passed over.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min
from django.db.models.fields.json import KT
from django.urls import reverse

from accounts import configuration, notices
from accounts.models import Service
from accounts.roles import Permission
from audits import actions
from audits.models import Audit
from audits.period import last_quarter_end, quarter_after
from jobs.models import Job
from reviews import night_jobs
from rodt import row_security
from rodt.dates import add_days
from rodt.words import nhs_date

KIND = "audit_schedule"
MADE_FROM = time(4)
"""On the first day of a quarter, when the nightly check has run. Ours: a proposal."""


def ensure_requested(at: datetime) -> None:
    """As often as one likes: a quarter that has its run is never asked for twice."""
    end = last_quarter_end(night_jobs.night_of(at, MADE_FROM))
    services = list(Service.objects.order_by("code"))
    with row_security.scope([service.pk for service in services]):
        last = dict(
            Audit.objects.exclude(quarter_end_on=None)
            .values_list("service")
            .annotate(last=Max("quarter_end_on"))
        )
    behind = [service for service in services if last.get(service.pk, date.min) < end]
    begun = first_nights(service.pk for service in behind)
    for service in behind:
        for quarter in _quarters(last.get(service.pk), begun.get(service.pk), end):
            if is_on(service.pk, add_days(quarter, 1)):
                request(service, quarter)
                break


def first_nights(services: Iterator[UUID]) -> dict[UUID, date]:
    """A service that never met a running clock has none; records of years ago ask for nothing."""
    nights = Job.objects.filter(kind=night_jobs.KIND, service__in=list(services))
    by_night = nights.filter(key__startswith=night_jobs.KEYS)
    found = by_night.values_list("service").annotate(first=Min(KT("arguments__on")))
    return {service: date.fromisoformat(first) for service, first in found}


def _quarters(last: date | None, begun: date | None, end: date) -> Iterator[date]:
    """Those without a run, in order."""
    if last is None and begun is None:
        return
    quarter = quarter_after(last or last_quarter_end(begun or end))
    while quarter <= end:
        yield quarter
        quarter = quarter_after(quarter)


def is_on(service_id: UUID, on: date) -> bool:
    return is_made(configuration.in_force(service_id, KIND, on).values)


def is_made(values: Mapping[str, Any]) -> bool:
    """By one version of the configuration."""
    return bool(values.get("quarterly", True))


def request(service: Service, quarter: date) -> None:
    """The run of a quarter's last day, once: of two clocks one waits, and finds it there."""
    with row_security.scope([service.pk]), transaction.atomic():
        Service.objects.select_for_update().get(pk=service.pk)
        if not Audit.objects.filter(service=service, quarter_end_on=quarter).exists():
            audit = actions.start_audit(service=service, on=quarter, by=None)
            audit.quarter_end_on = quarter
            audit.save(update_fields=["quarter_end_on"])


def tell(audit: Audit) -> None:
    """Whoever may start an audit hears that one has been made."""
    if audit.quarter_end_on is None:
        return
    notices.tell(
        may=Permission.RUN_AUDIT,
        but=None,
        service_id=audit.service_id,
        key=f"quarterly audit:{audit.pk}",
        text=f"The audit of the quarter to {nhs_date(audit.on)} is made: run {audit.number}.",
        link=reverse("audits:report", args=[audit.pk]),
    )


def next_made_on(service_id: UUID, at: datetime) -> date | None:
    """The day on which the next one is made; None where it is switched off then."""
    end = last_quarter_end(night_jobs.night_of(at, MADE_FROM))
    made_on = add_days(quarter_after(end), 1)
    return made_on if is_on(service_id, made_on) else None
