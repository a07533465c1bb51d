"""The wording of the TOP's items that a service uses: the product's short names, or its own.

The form is under copyright, so the product has short names only. A service that holds a licence
puts its wording in as versioned configuration. What an item means, and what is stored, stays.
Source: domain/top.md §1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from accounts import configuration
from accounts.models import Configuration
from reviews.top_items import BY_FIELD, ITEMS, SECTION_TITLES, TopItem

KIND = "top_wording"
LONGEST = 200


class WordingError(ValueError):
    """Values that cannot be a wording: its sentence says which."""


@dataclass(frozen=True, slots=True)
class Wording:
    """`own`: by item, the words of this service where they are not the product's."""

    version: str = "0"
    own: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_verified: bool = False

    def of(self, item: TopItem) -> str:
        return self.own.get(item.field, item.label)

    def worded(self, items: Sequence[TopItem] = ITEMS) -> tuple[TopItem, ...]:
        """The items as this service says them."""
        return tuple(replace(item, label=self.of(item)) for item in items)

    @property
    def words(self) -> str:
        """Which wording this is, and whether somebody has checked it."""
        if self.version == "0":
            return "The items have the product’s own short names, not the wording of the form."
        checked = "verified" if self.is_verified else "not yet verified"
        return f"The items are worded by {self.version} of this service’s own wording, {checked}."


PRODUCT = Wording()


@dataclass(frozen=True, slots=True)
class Change:
    """One item that is worded otherwise."""

    group: str
    label: str
    before: str
    after: str


def own_words(typed: Mapping[str, str]) -> dict[str, str]:
    """Of what was typed for each item, what differs from the product's own. A blank is that too.

    Raises WordingError for an item that a TOP does not have, and for words that are too long.
    """
    found = {}
    for name, words in typed.items():
        if name not in BY_FIELD:
            raise WordingError(f"“{name}” is not an item of a TOP.")
        if not isinstance(words, str) or len(words) > LONGEST:
            raise WordingError(f"{BY_FIELD[name].label}: give up to {LONGEST} characters.")
        said = " ".join(words.split())
        if said and said != BY_FIELD[name].label:
            found[name] = said
    return found


def changes(before: Wording, after: Wording) -> list[Change]:
    return [
        Change(
            f"{SECTION_TITLES[item.section]} {item.number}",
            item.label,
            before.of(item),
            after.of(item),
        )
        for item in ITEMS
        if before.of(item) != after.of(item)
    ]


def of_version(stored: configuration.Values | Configuration) -> Wording:
    """Raises WordingError when a stored version cannot be read."""
    return Wording(
        version=f"version {stored.version}",
        own=own_words(stored.values),
        is_verified=stored.status == Configuration.Status.VERIFIED,
    )


def in_force(service_id: UUID, on: date) -> Wording:
    """One query. Raises WordingError when a stored version cannot be read."""
    stored = configuration.in_force(service_id, KIND, on)
    return of_version(stored) if stored.version else PRODUCT
