"""Saying that something is done in another way from a month on, and taking that back."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import Service, User
from reviews.flows import Flow
from reviews.models import ProcessChange
from rodt.ids import new_id
from rodt.words import month_year


@transaction.atomic
def begin_anew(
    *,
    service: Service,
    flow: Flow,
    month: date,
    reason: str,
    by: User,
    entry_id: UUID | None = None,
) -> ProcessChange:
    """The limits of a chart begin anew with this month. Raises ValidationError where they already
    do, or no reason is given."""
    Service.objects.select_for_update().get(pk=service.pk)
    made = ProcessChange.objects.filter(pk=entry_id, service=service).first() if entry_id else None
    if made is not None:
        return made
    if not reason.strip():
        raise ValidationError({"reason": "Say what is done in another way since then"})
    standing = ProcessChange.objects.filter(service=service, flow=flow.code, is_withdrawn=False)
    if standing.filter(month=month).exists():
        raise ValidationError(
            {"month": f"The limits already begin anew in {month_year(month)}. Take that back first"}
        )
    change = ProcessChange.objects.create(
        id=entry_id or new_id(),
        service=service,
        flow=flow.code,
        month=month,
        reason=reason.strip(),
        recorded_by=by,
    )
    _note("began a chart’s limits anew", change, by)
    return change


@transaction.atomic
def take_back(*, change: ProcessChange, by: User) -> None:
    """The limits run on as before. What was said stays in the history."""
    now = ProcessChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if now.is_withdrawn:
        return
    now.is_withdrawn = True
    now.save(update_fields=["is_withdrawn"])
    _note("let a chart’s limits run on", now, by)


def _note(verb: str, change: ProcessChange, by: User) -> None:
    trail.record(verb, by=by, service_id=change.service_id, about=f"chart {change.flow}")
