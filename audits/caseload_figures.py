"""Numbers about the people of a caseload: each knows who stands behind it and why, so that a page,
its file and the list it opens cannot differ."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils.text import slugify

HEADER = ("section", "line", "column", "people")


class Writable(Protocol):
    def write(self, text: str, /) -> Any: ...


Why = Callable[[UUID], str]
"""A sentence about one person. Asked only when a number is opened: most never are."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`url` opens its people; "" where there is nobody."""

    line: str
    column: str
    people: tuple[UUID, ...]
    why: Why
    url: str

    @property
    def value(self) -> int:
        return len(self.people)


class Figures:
    """Every number of the page, by its key. `query`: what else an address asks for."""

    def __init__(self, query: str) -> None:
        self.query = query
        self._found: dict[str, tuple[str, Figure]] = {}

    def add(self, section: str, line: str, column: str, people: Iterable[UUID], why: Why) -> Figure:
        """Its key is its words: an address that was kept opens the same number later."""
        behind = tuple(people)
        key = "_".join(slugify(part.replace(".", "-")) for part in (section, line, column) if part)
        url = f"?{self.query}people={key}" if behind else ""
        figure = Figure(line, column, behind, why, url)
        self._found[key] = (section, figure)
        return figure

    def behind(self, key: str, names: Mapping[UUID, str]) -> dict[str, Any] | None:
        """The people of a number, each with the reason, in the order of `names`: for
        reviews/cohort_people.html."""
        if key not in self._found:
            return None
        section, figure = self._found[key]
        counted = set(figure.people)
        rows = [
            {"patient_id": who, "name": name, "why": figure.why(who)}
            for who, name in names.items()
            if who in counted
        ]
        words = ": ".join(part for part in (section, figure.line, figure.column) if part)
        return {"heading": words, "rows": rows, "asked": key}

    def write(self, out: Writable) -> None:
        """As CSV. It names nobody."""
        lines = csv.writer(out)
        lines.writerow(HEADER)
        for section, figure in self._found.values():
            lines.writerow((section, figure.line, figure.column, figure.value))
