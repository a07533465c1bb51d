"""What a report over several services says beside its figures. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NOT_FOR_SEVERAL = "not for several services"
"""In place of a figure beside an indicator: `FIGURES_LEFT_OUT`."""
FIGURES_LEFT_OUT = (
    "The figures beside an indicator that are not plain counts of people, such as medians and the"
    " largest caseload; how services see themselves; and how many stayed for 12 weeks. They are in"
    " each service’s own report."
)
RETENTION_LEFT_OUT = (
    "How many stayed for 12 weeks is in each service’s own report. The shares of several services"
    " cannot be added up: it takes who left and who was followed for less, day by day."
)

CellName = str | tuple[str, str]
"""A cell of `protect.CELLS`, or the outcome and words of a group; a sign is ("sign", its words), a
figure ("figure", its label)."""


def plain_names(names: Iterable[CellName]) -> list[Any]:
    """As plain values; `names_of` gives them back."""
    return sorted(([*name] if isinstance(name, tuple) else name for name in names), key=str)


def names_of(plain: Iterable[Any]) -> frozenset[CellName]:
    return frozenset(name if isinstance(name, str) else (name[0], name[1]) for name in plain)


@dataclass(frozen=True, slots=True)
class Part:
    """A service's run that was added up."""

    code: str
    name: str
    run: int
    digest: str
    people: int


@dataclass(frozen=True, slots=True)
class Several:
    """`left_out`: names of services whose run was cancelled. `remarks`: where not all were counted
    alike. `kept_back`, by indicator, and `kept_totals`: sums that would tell a small number of one
    service to who has the other services' reports; they do not leave the services."""

    parts: tuple[Part, ...]
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    kept_back: Mapping[str, frozenset[CellName]] = field(default_factory=dict)
    kept_totals: frozenset[int] = frozenset()
