"""How the service sees itself, step by step and stream by stream: read, and kept with a run."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from audits import own_evidence
from audits.models import SelfAssessment
from audits.report import STREAMS, StreamReport

NAMES = dict(STREAMS)


def stored(service_id: UUID) -> list[dict[str, Any]]:
    """As it stands now, as plain values. Row-level security must be open for the service."""
    rows = (
        SelfAssessment.objects.filter(service_id=service_id)
        .select_related("file", "confirmed_by")
        .defer("file__content")
    )
    return [
        {
            "step": row.step,
            "stream": row.stream,
            "rating": row.rating,
            "evidence": row.evidence,
            "link": row.link,
            "file": {"id": str(row.file.pk), "name": row.file.name} if row.file else None,
            "evidence_on": row.evidence_on.isoformat() if row.evidence_on else None,
            "confirmed_on": row.confirmed_on.isoformat() if row.confirmed_on else None,
            "confirmed_by": row.confirmed_by.full_name if row.confirmed_by else "",
            "owner": row.owner,
            "next_action": row.next_action,
            "next_action_on": row.next_action_on.isoformat() if row.next_action_on else None,
        }
        for row in rows.order_by("step", "stream")
    ]


def streams(
    rows: list[dict[str, Any]], on: date, evidence_days: int
) -> dict[int, tuple[StreamReport, ...]]:
    """By step, all three streams in their order, empty ones too. `on`: as of which day evidence is
    old. Runs of before evidence had links and files hold fewer values."""
    found: dict[int, dict[str, StreamReport]] = defaultdict(dict)
    for row in rows:
        found[row["step"]][row["stream"]] = _stream(row, on, evidence_days)
    return {
        step: tuple(by_key.get(key, StreamReport(key, name)) for key, name in STREAMS)
        for step, by_key in found.items()
    }


def _stream(row: Mapping[str, Any], on: date, evidence_days: int) -> StreamReport:
    file = row.get("file") or {"id": "", "name": ""}
    evidence_on, confirmed_on = _day(row["evidence_on"]), _day(row.get("confirmed_on"))
    stream = StreamReport(
        key=row["stream"],
        name=NAMES[row["stream"]],
        rating=row["rating"],
        evidence=row["evidence"],
        link=row.get("link", ""),
        file_id=file["id"],
        file_name=file["name"],
        evidence_on=evidence_on,
        confirmed_on=confirmed_on,
        confirmed_by=row.get("confirmed_by", ""),
        owner=row["owner"],
        next_action=row["next_action"],
        next_action_on=_day(row["next_action_on"]),
    )
    if not stream.has_evidence:
        return stream
    return replace(stream, old=own_evidence.words(evidence_on, confirmed_on, on, evidence_days))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
