"""How the service sees itself, step by step and stream by stream: read, and kept with a run."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from audits.models import SelfAssessment
from audits.report import STREAMS, StreamReport

NAMES = dict(STREAMS)


def stored(service_id: UUID) -> list[dict[str, Any]]:
    """As it stands now, as plain values. Row-level security must be open for the service."""
    return [
        {
            "step": row.step,
            "stream": row.stream,
            "rating": row.rating,
            "evidence": row.evidence,
            "evidence_on": row.evidence_on.isoformat() if row.evidence_on else None,
            "owner": row.owner,
            "next_action": row.next_action,
            "next_action_on": row.next_action_on.isoformat() if row.next_action_on else None,
        }
        for row in SelfAssessment.objects.filter(service_id=service_id).order_by("step", "stream")
    ]


def streams(rows: list[dict[str, Any]]) -> dict[int, tuple[StreamReport, ...]]:
    """By step, all three streams in their order, empty ones too."""
    found: dict[int, dict[str, StreamReport]] = defaultdict(dict)
    for row in rows:
        found[row["step"]][row["stream"]] = StreamReport(
            key=row["stream"],
            name=NAMES[row["stream"]],
            rating=row["rating"],
            evidence=row["evidence"],
            evidence_on=_day(row["evidence_on"]),
            owner=row["owner"],
            next_action=row["next_action"],
            next_action_on=_day(row["next_action_on"]),
        )
    return {
        step: tuple(by_key.get(key, StreamReport(key, name)) for key, name in STREAMS)
        for step, by_key in found.items()
    }


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
