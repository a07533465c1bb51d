"""Versioned configuration: the values in force for a service on a day, and their version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts import trail
from accounts.models import Configuration, Service, User
from rodt.statements import ask_all, made, select

_IN_FORCE = select(
    Configuration,
    "service_id = %(service)s AND kind = %(kind)s AND effective_from <= %(on)s"
    " ORDER BY version DESC LIMIT 1",
)


@dataclass(frozen=True)
class Values:
    """`version` 0 means the product's own defaults, which stand beside the rule they feed."""

    kind: str
    version: int
    status: str
    values: Mapping[str, Any]


def in_force(service_id: UUID, kind: str, on: date) -> Values:
    """The newest version whose effective day has come, or an empty version 0."""
    (rows,) = ask_all([_IN_FORCE], {"service": service_id, "kind": kind, "on": on})
    row = next(iter(made(Configuration, rows)), None)
    if row is None:
        return Values(kind, 0, Configuration.Status.UNVERIFIED, {})
    return Values(kind, row.version, row.status, row.values)


@transaction.atomic
def change(
    *,
    service: Service,
    kind: str,
    values: Mapping[str, Any],
    reason: str,
    effective_from: date,
    proposed_by: User,
    agreed_by: User,
    status: str = Configuration.Status.UNVERIFIED,
) -> Configuration:
    """Add a version; earlier ones stay as they are. Raises ValueError without two people."""
    if proposed_by == agreed_by:
        raise ValueError("A second person must agree to the change.")
    if not reason.strip():
        raise ValueError("Say why this is changed.")
    Service.objects.select_for_update().get(pk=service.pk)
    last = Configuration.objects.filter(service=service, kind=kind).aggregate(v=Max("version"))["v"]
    row = Configuration.objects.create(
        service=service,
        kind=kind,
        version=(last or 0) + 1,
        values=dict(values),
        status=status,
        reason=reason,
        effective_from=effective_from,
        proposed_by=proposed_by,
        agreed_by=agreed_by,
    )
    trail.record("changed configuration", by=proposed_by, service_id=service.pk, about=str(row))
    return row
