"""The list of places as its page shows it: by kind, each with when it was last checked."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rodt.dates import days_between
from support import kinds
from support.querysets import places_of

CHECK_AFTER_DAYS = 182
"""After so many days it is marked to be checked again. A product default [P], not a rule."""
_RANK = {kind.key: number for number, kind in enumerate(kinds.ALL)}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """`is_old`: nobody has checked it for a while."""

    place: Any
    is_old: bool

    @property
    def group(self) -> str:
        return kinds.called(self.place.kind)


def listed(service_id: UUID, on: date) -> list[PlaceRow]:
    """In the order of the kinds, then by name. One query."""
    found = places_of(service_id).select_related("checked_by")
    rows = [PlaceRow(p, days_between(p.checked_on, on) > CHECK_AFTER_DAYS) for p in found]
    return sorted(rows, key=lambda row: (_RANK[row.place.kind], row.place.name.lower()))
