"""Injections: where a day lies in the dosing window, and when each place on the body was last used.
Pure. It shows what is known, and chooses neither day nor place.

Sources: domain/prescribing.md §2. Windows are K (product information, not verified here): weekly
2 days either side, monthly a week. Rotation is S (NHS Borders protocol), for weekly injections.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from rodt.dates import add_days, days_between
from rodt.words import count, nhs_date

SAME_SITE_AFTER_DAYS = 56
ROTATION = (
    "NHS Borders protocol: at least 8 weeks before a weekly injection goes into the same place."
)


class Place(StrEnum):
    """Where a day lies: before the window, in it, or after its last day."""

    EARLY = "early"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Window:
    """When the next is due, and the first and last day of the window around it."""

    due_on: date
    from_on: date
    to_on: date

    def place(self, day: date) -> Place:
        if day < self.from_on:
            return Place.EARLY
        return Place.LATE if day > self.to_on else Place.OPEN

    def words(self, day: date) -> str:
        """What a person who plans the day needs to know."""
        place = self.place(day)
        if place is Place.EARLY:
            return f"The window opens on {nhs_date(self.from_on)}"
        if place is Place.OPEN:
            return f"The window is open to {nhs_date(self.to_on)}"
        late = days_between(self.to_on, day)
        return f"The window closed on {nhs_date(self.to_on)}, {count(late, 'day')} ago"


class Given(Protocol):
    """An injection that was given."""

    @property
    def given_on(self) -> date: ...

    @property
    def site(self) -> str: ...


def places_used(given: Iterable[Given], on: date) -> list[tuple[str, date]]:
    """Each place used in the 8 weeks up to a day and when last, the latest first."""
    since = add_days(on, -SAME_SITE_AFTER_DAYS)
    last: dict[str, tuple[str, date]] = {}
    for one in sorted(given, key=lambda one: one.given_on):
        site = one.site.strip()
        if site and since < one.given_on <= on:
            last[site.lower()] = (site, one.given_on)
    return sorted(last.values(), key=lambda used: used[1], reverse=True)
