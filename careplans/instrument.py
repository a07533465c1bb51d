"""A licensed instrument of recovery capital, as data: the product has room for one and ships none.

Its name, version and item texts are versioned configuration of the service that holds the licence
(kind "recovery_instrument"). What a total would mean is the licence's matter: none is worked out.
Source: domain/reviews.md §7 [P].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts import configuration

KIND = "recovery_instrument"
LONGEST = 300
MOST_ITEMS = 60


class InstrumentError(ValueError):
    """Values that cannot be an instrument: its sentence says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One statement or question, answered by a whole number from `lowest` to `highest`."""

    key: str
    text: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """`edition`: the instrument's own version. `version`: that of the service's configuration."""

    name: str
    edition: str
    licence: str
    items: tuple[Item, ...]
    version: int


def read(values: Mapping[str, Any], version: int) -> Instrument:
    """Raises InstrumentError."""
    name, edition, licence = (_words(values, key) for key in ("name", "version", "licence"))
    found = values.get("items")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_ITEMS:
        raise InstrumentError(f"An instrument has from 1 to {MOST_ITEMS} items.")
    items = tuple(_item(entry) for entry in found)
    if len({item.key for item in items}) < len(items):
        raise InstrumentError("Two items have the same key.")
    return Instrument(name, edition, licence, items, version)


def in_force(service_id: UUID, on: date) -> Instrument | None:
    """None: none is set up. One query. Raises InstrumentError."""
    stored = configuration.in_force(service_id, KIND, on)
    return read(stored.values, stored.version) if stored.version and stored.values else None


def _words(values: Mapping[str, Any], key: str) -> str:
    said = values.get(key)
    if not isinstance(said, str) or not 0 < len(said.strip()) <= LONGEST:
        raise InstrumentError(f"Give its {key}, up to {LONGEST} characters.")
    return said.strip()


def _item(entry: Any) -> Item:
    if not isinstance(entry, dict):
        raise InstrumentError("Each item has a key, a text, and the lowest and highest answer.")
    lowest, highest = entry.get("lowest"), entry.get("highest")
    if type(lowest) is not int or type(highest) is not int or not 0 <= lowest < highest <= 100:
        raise InstrumentError("The answers of an item go from a lower to a higher whole number.")
    key = _words(entry, "key")
    if not key.isidentifier():
        raise InstrumentError(f"“{key}” cannot be the key of an item: use letters and digits.")
    return Item(key, _words(entry, "text"), lowest, highest)
