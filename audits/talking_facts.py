"""What an audit knows of structured talking help: what was offered, what came of it, who gives it.
Plain values, and the statement behind them. Pure but for that."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from audits.rows import Ask, Row, by_person
from support.kinds import ALL, Group

TAKEN_UP, ENDED, DECLINED, NOT_AVAILABLE = "started", "ended", "declined", "not_available"


class TalkStep(NamedTuple):
    """`staff`: whoever of this service gives it; `is_outside`: somebody outside does."""

    on: date
    state: str
    staff: UUID | None = None
    is_outside: bool = False


class Talking(NamedTuple):
    """Structured talking help that was offered. `steps`: all that came of it, oldest first."""

    kind: str
    on: date
    how: str = "offered"
    steps: tuple[TalkStep, ...] = ()
    id: UUID | None = None

    @property
    def is_available(self) -> bool:
        return self.how != NOT_AVAILABLE or bool(self.steps)


_KINDS = [kind.key for kind in ALL if kind.group is Group.PSYCHOSOCIAL]
_TALKING = f"""
    SELECT offer.patient_id, offer.id, offer.kind, offer."on", offer.how,
        step."on", step.state, step.with_staff_id, step.with_outside <> ''
    FROM support_offer AS offer
    LEFT JOIN (
        SELECT * FROM support_offerstep
        WHERE service_id = %(service)s AND {{stands}} AND "on" <= %(on)s
    ) AS step ON step.offer_id = offer.id
    WHERE offer.service_id = %(service)s AND NOT offer.is_withdrawn AND offer."on" <= %(on)s
        AND offer.kind = ANY(ARRAY{_KINDS})
    ORDER BY offer.patient_id, offer."on", offer.id, step."on", step.recorded_at, step.id
"""  # noqa: S608


def read(ask: Ask) -> dict[UUID, tuple[Talking, ...]]:
    """By person, in one query."""
    return {who: _put_together(rows) for who, rows in by_person(ask(_TALKING)).items()}


def _put_together(rows: Iterable[Row]) -> tuple[Talking, ...]:
    steps: dict[UUID, list[TalkStep]] = defaultdict(list)
    offers: dict[UUID, tuple[str, date, str]] = {}
    for offer_id, kind, on, how, *came in rows:
        offers[offer_id] = (kind, on, how)
        if came[0] is not None:
            steps[offer_id].append(TalkStep(*came))
    return tuple(
        Talking(*offer, tuple(steps[offer_id]), offer_id) for offer_id, offer in offers.items()
    )
