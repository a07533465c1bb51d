"""What a colleague looks for who reads a plan: a list of questions, as data.

The product's own is a proposal [P], not checked by anybody. A service puts its own in its place as
versioned configuration (kind "plan_checklist"); a run keeps the one it was made with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts import configuration
from accounts.models import Configuration

KIND = "plan_checklist"
LONGEST, MOST_ITEMS = 200, 20


class ChecklistError(ValueError):
    """Values that cannot be a checklist: its sentence says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question, answered with yes or no."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """`enough`: how many questions have to be answered with yes for a plan to pass."""

    items: tuple[Item, ...]
    enough: int
    version: str = "0"
    is_verified: bool = False

    @property
    def words(self) -> str:
        """Which list this is, and whether somebody has checked it."""
        if self.version == "0":
            return "The questions are the product’s own proposal, not yet checked."
        checked = "verified" if self.is_verified else "not yet verified"
        return f"The questions are {self.version} of this service’s own, {checked}."

    def stored(self) -> dict[str, Any]:
        return {
            "items": [{"key": item.key, "text": item.text} for item in self.items],
            "enough": self.enough,
            "version": self.version,
            "is_verified": self.is_verified,
        }


PROPOSAL = Checklist(
    items=(
        Item("own", "Are the goals what the person wants, in their own words?"),
        Item("whole_life", "Is it about more than drugs and medicine?"),
        Item("steps", "Could one tell next week whether each next step was taken?"),
        Item("strengths", "Does it build on what is strong in their life?"),
        Item("now", "Does it fit how the person is now?"),
        Item("ending", "Does it lead somewhere the person has named?"),
    ),
    enough=5,
)


def read(values: Mapping[str, Any]) -> Checklist:
    """As `Checklist.stored` keeps it. Raises ChecklistError."""
    found = values.get("items")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_ITEMS:
        raise ChecklistError(f"A checklist has from 1 to {MOST_ITEMS} questions.")
    items = tuple(_item(entry) for entry in found)
    if len({item.key for item in items}) < len(items):
        raise ChecklistError("Two questions have the same key.")
    enough = values.get("enough")
    if type(enough) is not int or not 0 < enough <= len(items):
        raise ChecklistError("Say how many answers with yes are enough.")
    version, is_verified = str(values.get("version", "0")), bool(values.get("is_verified"))
    return Checklist(items, enough, version, is_verified)


def in_force(service_id: UUID, on: date) -> Checklist:
    """One query. Raises ChecklistError."""
    stored = configuration.in_force(service_id, KIND, on)
    if not stored.version:
        return PROPOSAL
    is_verified = stored.status == Configuration.Status.VERIFIED
    version = {"version": f"version {stored.version}", "is_verified": is_verified}
    return read({**stored.values, **version})


def _item(entry: Any) -> Item:
    key, text = (entry.get("key"), entry.get("text")) if isinstance(entry, dict) else ("", "")
    if not isinstance(key, str) or not key.isidentifier():
        raise ChecklistError("Each question has a key of letters and digits.")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST:
        raise ChecklistError(f"Give each question its words, up to {LONGEST} letters.")
    return Item(key, text.strip())
