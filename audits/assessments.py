"""How a service sees itself on one step: written here, read by `audits.own_view`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import trail
from accounts.models import Service, User
from audits.models import SelfAssessment
from rodt.versions import StaleSave

FIELDS = ("rating", "evidence", "evidence_on", "owner", "next_action", "next_action_on")
Values = Mapping[str, Any]


@transaction.atomic
def assess(*, service: Service, step: int, streams: Mapping[str, Values], by: User) -> list[str]:
    """Save what changed in each stream; the streams that did.

    Each holds its `version` as it was seen, 0 where nothing was said yet, and FIELDS. Raises
    StaleSave, and saves none, where somebody else changed a stream first.
    """
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    held = {row.stream: row for row in rows(service, step)}
    changed = []
    for stream, values in streams.items():
        row = held.get(stream) or SelfAssessment(
            service=service, step=step, stream=stream, version=0
        )
        if not _differs(row, values):
            continue
        if row.version != values["version"]:
            raise StaleSave(row)
        for name in FIELDS:
            setattr(row, name, values[name])
        row.version += 1
        row.recorded_by = by
        row.save()
        changed.append(stream)
    if changed:
        trail.record(
            "wrote the service's own view",
            by=by,
            service_id=service.pk,
            about=f"step {step}",
            streams=changed,
        )
    return changed


def rows(service: Service, step: int) -> list[SelfAssessment]:
    return list(SelfAssessment.objects.filter(service=service, step=step).order_by("stream"))


def _differs(row: SelfAssessment, values: Values) -> bool:
    return any(getattr(row, name) != values[name] for name in FIELDS)
