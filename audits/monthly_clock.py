"""The month that ended, counted once by the clock on the first morning of the next.

As with `audits.quarterly`, nothing remembers what is due but the months themselves: those that
ended since the service's first night and were never asked for. A manager may ask for those before.
"""

from collections import defaultdict
from datetime import date, datetime, time

from django.db import transaction

from accounts.models import Service
from audits.models import MonthCount
from audits.monthly_actions import count_months
from audits.quarterly import first_nights
from patients.models import Patient
from reviews import night_jobs
from reviews.flows import whole_months
from rodt import row_security

COUNTED_FROM = time(4)
"""On the first day of a month, when the nightly check has run. Ours: a proposal."""


def ensure_requested(at: datetime) -> None:
    """As often as one likes: a month is asked for once."""
    months = whole_months(night_jobs.night_of(at, COUNTED_FROM))
    services = list(Service.objects.order_by("code"))
    ids = [service.pk for service in services]
    with row_security.scope(ids):
        asked = defaultdict(set)
        for service_id, month in MonthCount.objects.filter(month__gte=months[0]).values_list(
            "service", "month"
        ):
            asked[service_id].add(month)
        behind = [one for one in services if months[-1] not in asked[one.pk]]
        if not behind:
            return
        peopled = set(
            Patient.objects.filter(service__in=behind).values_list("service", flat=True).distinct()
        )
    begun = first_nights(service.pk for service in behind if service.pk in peopled)
    for service in behind:
        if service.pk in begun:
            _request(service, [one for one in months if one >= begun[service.pk].replace(day=1)])


def _request(service: Service, months: list[date]) -> None:
    """Of two clocks one waits, and finds them there."""
    with row_security.scope([service.pk]), transaction.atomic():
        Service.objects.select_for_update().get(pk=service.pk)
        asked = set(MonthCount.objects.filter(service=service).values_list("month", flat=True))
        missing = [month for month in months if month not in asked]
        if missing:
            count_months(service=service, months=missing, by=None)
