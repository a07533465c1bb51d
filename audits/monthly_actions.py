"""Asking for months to be counted, or counted anew."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import Service, User
from audits.models import MonthCount
from audits.monthly_jobs import ask_next
from jobs.models import Job


@transaction.atomic
def count_months(*, service: Service, months: Sequence[date], by: User | None) -> Job | None:
    """These months (first days), the newest first. What was counted of one before stands until it
    is counted anew, and then is gone; that it was asked for stays in the trail."""
    Service.objects.select_for_update().get(pk=service.pk)
    asked_at = timezone.now()
    MonthCount.objects.bulk_create(
        [
            MonthCount(service=service, month=month, asked_at=asked_at, asked_by=by)
            for month in months
        ],
        update_conflicts=True,
        unique_fields=["service", "month"],
        update_fields=["asked_at", "asked_by", "is_wanted"],
    )
    trail.record(
        "asked for months to be counted",
        by=by,
        service_id=service.pk,
        about=", ".join(f"{month:%Y-%m}" for month in months),
    )
    return ask_next(service.pk)
