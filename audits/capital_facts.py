"""Recovery capital, as people rate it themselves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits.rows import Ask, by_person

_CAPITAL = """
    SELECT patient_id, "on", ARRAY[social, physical, human, cultural], id
    FROM careplans_recoverycapital
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        AND num_nonnulls(social, physical, human, cultural) > 0
    ORDER BY patient_id, "on", recorded_at, id
"""


@dataclass(frozen=True, slots=True)
class CapitalFact:
    """`ratings`: in the order of `careplans.capital.KINDS`; None is not asked."""

    on: date
    ratings: tuple[int | None, ...]
    id: UUID | None = None


def read(ask: Ask) -> dict[UUID, tuple[CapitalFact, ...]]:
    """By the person, oldest first, in one query whatever the caseload."""
    return {
        who: tuple(CapitalFact(on, tuple(ratings), rating_id) for on, ratings, rating_id in rows)
        for who, rows in by_person(ask(_CAPITAL)).items()
    }
