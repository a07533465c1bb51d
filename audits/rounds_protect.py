"""Which sums over several services give away a small number of one of them. Pure.

Each service's own report leaves it too, with its small cells left out (`audits.protect`). Whoever
has those and the sum takes one from the other. A sum that tells is kept back.
"""

from collections.abc import Sequence

from audits.export import hidden_in, leaving
from audits.protect import CELLS, FIGURE, SIGN
from audits.report import AuditReport, IndicatorReport
from audits.several import CellName
from audits.sums import UNDER

Cell = tuple[int, str | None]  # how many people, and how it is left out of its service's own report


def tells(cells: Sequence[Cell], under: int) -> bool:
    """With every service's own report in hand, does the sum tell one that was left out there?

    What is left over is told of all that are left out together: of one alone, of so few that they
    are a small cell themselves, and of those that must each be as small, or as large, as can be.
    Nobody (0) is nobody's figure.
    """
    left_out = [(people, how) for people, how in cells if how and people]
    if not left_out:
        return False
    over = sum(people for people, _ in left_out)
    small = sum(1 for _, how in left_out if how == UNDER)
    larger = len(left_out) - small
    at_least = {small, small + larger * under}
    at_most = small * (under - 1) if not larger else None
    return len(left_out) == 1 or over < under or over in at_least or over == at_most


def kept_back(
    parts: Sequence[tuple[AuditReport, IndicatorReport]], under: int
) -> frozenset[CellName]:
    """Of one indicator: cells, groups, signs and counts whose sum is not to leave the services."""
    own = [
        (item, hidden_in(report, item))
        for report, counted in parts
        for item in (leaving(report, counted),)
    ]
    by_name: dict[CellName, list[Cell]] = {}
    for item, hidden in own:
        for cell in CELLS:
            by_name.setdefault(cell, []).append((getattr(item, cell), hidden.cells.get(cell)))
        for group in item.groups:
            name = group.outcome, group.words
            by_name.setdefault(name, []).append((group.people, hidden.groups.get(name)))
        for mark in item.marks:
            how = hidden.marks.get(mark.words)
            by_name.setdefault((SIGN, mark.words), []).append((mark.people, how))
        for figure in (one for one in item.figures if one.is_count):
            how = hidden.figures.get(figure.label)
            by_name.setdefault((FIGURE, figure.label), []).append((figure.of, how))
    return frozenset(name for name, cells in by_name.items() if tells(cells, under))


def kept_totals(reports: Sequence[AuditReport], under: int) -> frozenset[int]:
    """Of how many people were read, and are in treatment: the sums not to leave the services."""
    found = set()
    for name in ("people", "on_treatment", "in_treatment"):
        sizes = [report.caseload(name) for report in reports]
        if tells([(size, UNDER if 0 < size < under else None) for size in sizes], under):
            found.add(sum(sizes))
    return frozenset(found)
