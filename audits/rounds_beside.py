"""What a report over several services may not tell beside an earlier one of the same time. Pure.

Whoever has both takes one sum from the other: what is left is of the services that are in one of
them only. docs/decisions/0026.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from audits.printed_before import is_few
from audits.rounds_protect import Cell, tells
from audits.several import CellName, names_of, plain_names

Cells = Mapping[str, Cell]  # those left out in their service's own report, by the service's code
LeftOut = Mapping[CellName, Cells]
KEPT_AS = "left_out_of_own"


def tells_beside(now: Cells, then: Cells, under: int) -> bool:
    """With both sums and every service's own report in hand, is one told that was left out there?

    Sums of services of which none is in both say no more together than each by itself.
    """
    both, more, fewer = now.keys() & then.keys(), now.keys() - then.keys(), then.keys() - now.keys()
    if not both:
        return False
    if more and fewer:
        return True
    if not more and not fewer:
        return is_few(_people(now), _people(then), under)
    return tells([(now if more else then)[code] for code in more or fewer], under)


def _people(cells: Cells) -> int:
    return sum(people for people, _ in cells.values())


def kept_back_beside(
    now: LeftOut, earlier: Iterable[tuple[LeftOut, frozenset[CellName]]], under: int
) -> frozenset[CellName]:
    """Of one indicator. `earlier`: of each report before it, with what that one kept back."""
    return frozenset(
        name
        for then, was_kept_back in earlier
        for name, cells in now.items()
        if name not in was_kept_back and tells_beside(cells, then.get(name, {}), under)
    )


def plain(left_out: LeftOut) -> list[Any]:
    """As plain values; `of_plain` gives them back."""
    return [[*plain_names([name]), dict(cells)] for name, cells in left_out.items()]


def of_plain(values: Iterable[Any]) -> LeftOut:
    return {
        one: {code: (people, how) for code, (people, how) in cells.items()}
        for name, cells in values
        for one in names_of([name])
    }
