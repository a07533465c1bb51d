"""Which sums over several services give away a small number of one of them. Pure.

Each service's own report leaves it too, with its small cells left out (`audits.protect`). Whoever
has those and the sum takes one from the other. A sum that tells is kept back.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from audits.as_printed import CASELOADS
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


def kept_back(cells: Mapping[CellName, Mapping[str, Cell]], under: int) -> frozenset[CellName]:
    """Of one indicator: cells, groups, signs and counts whose sum is not to leave the services."""
    return frozenset(name for name, one in cells.items() if tells([*one.values()], under))


def cells_of(
    parts: Sequence[tuple[AuditReport, IndicatorReport]],
) -> dict[CellName, dict[str, Cell]]:
    """Of one indicator: what each service has, by its code, and how its own report prints it."""
    found: dict[CellName, dict[str, Cell]] = defaultdict(dict)
    for report, counted in parts:
        code, item = report.service_code, leaving(report, counted)
        hidden = hidden_in(report, item)
        for cell in CELLS:
            found[cell][code] = getattr(item, cell), hidden.cells.get(cell)
        for group in item.groups:
            name = group.outcome, group.words
            found[name][code] = group.people, hidden.groups.get(name)
        for mark in item.marks:
            found[SIGN, mark.words][code] = mark.people, hidden.marks.get(mark.words)
        for figure in (one for one in item.figures if one.is_count):
            how = hidden.figures.get(figure.label)
            found[FIGURE, figure.label][code] = figure.of, how
    return found


def left_out(cells: Mapping[CellName, Mapping[str, Cell]]) -> dict[CellName, dict[str, Cell]]:
    """Those of somebody that are not in their service's own report."""
    found = {
        name: {code: cell for code, cell in one.items() if cell[0] and cell[1]}
        for name, one in cells.items()
    }
    return {name: one for name, one in found.items() if one}


def sizes_of(reports: Sequence[AuditReport], under: int) -> dict[CellName, dict[str, Cell]]:
    """The same of how many people were read, and are in treatment."""
    return {
        name: {
            report.service_code: (size, UNDER if 0 < size < under else None)
            for report in reports
            for size in (report.caseload(name),)
        }
        for name in CASELOADS
    }
