"""Recovery capital, as people rate it themselves."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

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


def read(ask: Callable[[str], list[tuple[Any, ...]]]) -> dict[UUID, list[CapitalFact]]:
    """By the person, oldest first, in one query whatever the caseload."""
    found: dict[UUID, list[CapitalFact]] = defaultdict(list)
    for patient_id, on, ratings, rating_id in ask(_CAPITAL):
        found[patient_id].append(CapitalFact(on, tuple(ratings), rating_id))
    return found
