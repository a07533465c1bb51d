"""What a contact can be about beside what its own form asks: rooms above say what there is to
choose, and keep what was chosen. This room knows of it only that it has an id and words."""

from collections.abc import Sequence
from typing import Protocol

from accounts.models import User
from patients.models import Contact, Patient


class Tie(Protocol):
    """`label`: the question; `choices`: ids and words of what a contact of this person may be
    about."""

    label: str

    def choices(self, patient: Patient) -> list[tuple[str, str]]: ...

    def tie(self, contact: Contact, chosen: Sequence[str], by: User | None) -> None: ...


TIES: list[Tie] = []
"""Rooms above add theirs when the product starts; there is one so far: goals."""


def label() -> str:
    return TIES[0].label if TIES else ""


def choices(patient: Patient) -> list[tuple[str, str]]:
    return [choice for one in TIES for choice in one.choices(patient)]


def tie(contact: Contact, chosen: Sequence[str], by: User | None) -> None:
    """Keeps what was chosen; an id that is none of theirs is left out."""
    for one in TIES:
        one.tie(contact, chosen, by)
