"""Rows of statements about a whole service, by the person each is about."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

Row = tuple[Any, ...]
Ask = Callable[[str], list[Row]]
"""Asks one statement; it knows the service, the day and from when."""


def by_person(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    """The rest of each row, by its first column."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    for first, *rest in rows:
        found[first].append(tuple(rest))
    return found
