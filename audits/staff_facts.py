"""What an audit knows of the staff: competences as assessed, and the last clinical supervision.
Plain values, and the statements behind them. It is put together for a whole service only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits.rows import Ask, by_person
from support.skills import CLINICAL, Assessed


@dataclass(frozen=True, slots=True)
class StaffFact:
    """`assessed`: oldest first."""

    assessed: tuple[Assessed, ...] = ()
    supervised_on: date | None = None


NOTHING = StaffFact()
Staff = Mapping[UUID, StaffFact]

_ASSESSED = """
    SELECT staff_id, intervention, level, assessed_on, expires_on FROM support_competence
    WHERE service_id = %(service)s AND NOT is_withdrawn AND assessed_on <= %(on)s
    ORDER BY staff_id, assessed_on, recorded_at, id
"""
_SUPERVISED = f"""
    SELECT staff_id, max("on") FROM support_supervision
    WHERE service_id = %(service)s AND NOT is_withdrawn AND "on" <= %(on)s
        AND kind = ANY(ARRAY{list(CLINICAL)})
    GROUP BY staff_id
"""  # noqa: S608


def read(ask: Ask) -> Staff:
    """By member of staff, in two queries; nobody of whom nothing is recorded."""
    assessed = by_person(ask(_ASSESSED))
    supervised: dict[UUID, date] = dict(ask(_SUPERVISED))
    return {
        who: StaffFact(tuple(Assessed(*row) for row in assessed.get(who, ())), supervised.get(who))
        for who in {*assessed, *supervised}
    }
