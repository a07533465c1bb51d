"""Which kinds of support a service offered, and what came of it, counted; and what was written down
as "other". A growing share of "other" means that the list of kinds no longer fits what is done."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from rodt.dates import add_days
from rodt.statements import STANDS
from support import kinds
from support.models import Offer
from support.querysets import NEWEST_FIRST

DAYS = 365
_COUNTED = f"""
    SELECT kind, count(*) FILTER (WHERE how <> 'not_available'),
        count(*) FILTER (WHERE how = 'not_available'), count(*) FILTER (WHERE took_up),
        count(*) FILTER (WHERE last = 'declined'),
        count(*) FILTER (WHERE helped = 'yes'), count(*) FILTER (WHERE helped = 'no')
    FROM support_offer AS offer LEFT JOIN LATERAL (
        SELECT bool_or(state = 'started') AS took_up,
            (array_agg(state ORDER BY "on" DESC, recorded_at DESC, id DESC))[1] AS last,
            (array_agg(helped ORDER BY "on" DESC, recorded_at DESC, id DESC)
                FILTER (WHERE helped <> 'not_asked'))[1] AS helped
        FROM support_offerstep WHERE offer_id = offer.id AND {STANDS}
    ) AS came ON true
    WHERE service_id = %(service)s AND NOT is_withdrawn AND "on" BETWEEN %(from)s AND %(on)s
    GROUP BY kind
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class InUse:
    """Offers of one kind, and how often it was asked for and is not available here. `helped`,
    `did_not`: as the person last said; the rest were not asked."""

    kind: kinds.Kind
    offered: int
    not_available: int
    taken_up: int
    declined: int
    helped: int
    did_not: int

    @property
    def recorded(self) -> int:
        return self.offered + self.not_available


@dataclass(frozen=True, slots=True)
class KindsInUse:
    from_on: date
    on: date
    rows: tuple[InUse, ...]

    @property
    def recorded(self) -> int:
        return sum(row.recorded for row in self.rows)

    @property
    def not_available(self) -> int:
        return sum(row.not_available for row in self.rows)

    @property
    def others(self) -> int:
        return sum(row.recorded for row in self.rows if row.kind.is_other)

    @property
    def other_share(self) -> float | None:
        return self.others / self.recorded if self.recorded else None


def counted(service_id: UUID, on: date) -> KindsInUse:
    """The year up to a day, both ends included, in the order of the kinds; one query."""
    from_on = add_days(on, -DAYS)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"service": service_id, "from": from_on, "on": on})
        found = {key: numbers for key, *numbers in cursor.fetchall()}
    rows = tuple(InUse(kind, *found[kind.key]) for kind in kinds.ALL if kind.key in found)
    return KindsInUse(from_on, on, rows)


def year_before(service_id: UUID, on: date) -> KindsInUse:
    """The year before the one that ends on this day, to set its share of "other" beside."""
    return counted(service_id, add_days(on, -DAYS - 1))


def others(service_id: UUID, on: date) -> Any:
    """What was written down as another kind in that year, whatever became of it."""
    rows = Offer.objects.filter(
        service_id=service_id,
        is_withdrawn=False,
        kind__in=kinds.OTHERS,
        on__range=(add_days(on, -DAYS), on),
    )
    return rows.select_related("patient").order_by(*NEWEST_FIRST)
