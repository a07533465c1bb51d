"""Every version of how a service saw itself on a step: who wrote it and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from audits.models import EvidenceFile, SelfAssessment
from audits.own_view import NAMES
from audits.report import RATINGS


@dataclass(frozen=True, slots=True)
class Version:
    """`row`: the values as they were. `file`: its evidence then, shown unless it was taken away."""

    at: datetime
    by: str
    stream: str
    rating: str
    row: Any
    confirmed_by: str
    file: EvidenceFile | None


def read(service_id: UUID, step: int) -> list[Version]:
    """The newest first."""
    events = (
        SelfAssessment.pgh_event_model.objects.filter(service_id=service_id, step=step)  # type: ignore[attr-defined]
        .select_related("recorded_by", "confirmed_by")
        .order_by("-pgh_created_at", "-pgh_id")
    )
    ids = {event.file_id for event in events} - {None}
    files = EvidenceFile.objects.defer("content").in_bulk(list(ids))
    return [
        Version(
            at=event.pgh_created_at,
            by=event.recorded_by.full_name if event.recorded_by else "",
            stream=NAMES[event.stream],
            rating="" if event.rating is None else f"{event.rating} of 3. {RATINGS[event.rating]}",
            row=event,
            confirmed_by=event.confirmed_by.full_name if event.confirmed_by else "",
            file=files.get(event.file_id),
        )
        for event in events
    ]
