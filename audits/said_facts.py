"""What people said of themselves: of work, and how they rate their recovery capital."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

Rows = list[tuple[Any, ...]]

_WISHES = """
    SELECT patient_id, "on", wish, id FROM careplans_workwish
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on", recorded_at, id
"""
_CAPITAL = """
    SELECT patient_id, "on", ARRAY[social, physical, human, cultural], id
    FROM careplans_recoverycapital
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        AND num_nonnulls(social, physical, human, cultural) > 0
    ORDER BY patient_id, "on", recorded_at, id
"""


@dataclass(frozen=True, slots=True)
class WishFact:
    """`wish`: "wants", "not_now" or "unable"."""

    on: date
    wish: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CapitalFact:
    """`ratings`: in the order of `careplans.capital.KINDS`; None is not asked."""

    on: date
    ratings: tuple[int | None, ...]
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Of one person, oldest first."""

    wishes: tuple[WishFact, ...] = ()
    capital: tuple[CapitalFact, ...] = ()


def read(ask: Callable[[str], Rows]) -> dict[UUID, Said]:
    """By the person, in two queries whatever the caseload."""
    wishes: dict[UUID, list[WishFact]] = defaultdict(list)
    for patient_id, on, wish, wish_id in ask(_WISHES):
        wishes[patient_id].append(WishFact(on, wish, wish_id))
    capital: dict[UUID, list[CapitalFact]] = defaultdict(list)
    for patient_id, on, ratings, rating_id in ask(_CAPITAL):
        capital[patient_id].append(CapitalFact(on, tuple(ratings), rating_id))
    return {
        patient_id: Said(tuple(wishes.get(patient_id, ())), tuple(capital.get(patient_id, ())))
        for patient_id in wishes.keys() | capital.keys()
    }
