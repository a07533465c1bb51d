"""Addresses of pages about one row: a list holds hundreds, and Django works each out anew."""

from functools import cache
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


def address(name: str, *ids: UUID | str) -> str:
    """The same as `reverse(name, args=ids)`, in a hundredth of the time. Text among the ids is a
    name of our own, never what somebody typed. Raises NoReverseMatch."""
    return _shape(name, len(ids)).format(*ids)


@cache
def _shape(name: str, how_many: int) -> str:
    return reverse(name, args=[_ANY] * how_many).replace(str(_ANY), "{}")
