"""What may be printed beside what earlier reports of the same time have printed. Pure.

A figure that differs by 1 to 4 people from one that was printed before tells of those few. Where no
figure of an indicator differs by more, all are printed as they were then. Else the ones that differ
by so few are left out, and with them what was left out before; and where a reader with both reports
could still work something out, nothing of the indicator is printed. docs/decisions/0026.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audits.as_printed import OWN, AsPrinted
from audits.protect import EVERYTHING, FIGURE, SIGN, closed_table, protect
from audits.report import IndicatorReport
from audits.several import CellName
from audits.sums import EVERYONE, Bounds, Name, Table

ALL_OF_IT = frozenset({EVERYTHING})


@dataclass(frozen=True, slots=True)
class Earlier:
    """One indicator as a report printed it. `totals`: sizes of caseloads beside it.
    `is_same_question`: counted of the same period's length, by the same definition and numbers."""

    run: int
    on: str
    item: IndicatorReport
    counted: Mapping[str, Any]
    totals: tuple[int, ...]
    kept_back: frozenset[CellName]
    is_same_question: bool


def decide(
    now: IndicatorReport,
    totals: tuple[int, ...],
    earlier: Sequence[Earlier],
    under: int,
) -> AsPrinted:
    """How this indicator leaves the service. `earlier`: the oldest first."""
    told = [one for one in earlier if not _told_nothing(one, under)]
    if not told:
        return OWN
    last = told[-1]
    if last.is_same_question and _differs_little(now, last.item, under):
        same = AsPrinted(totals=last.totals, kept_back=last.kept_back)
        if _figures(now) == _figures(last.item) and now.figures == last.item.figures:
            return same
        return replace(same, run=last.run, on=last.on, counted=last.counted)
    kept = frozenset[CellName]().union(*(_left_out(now, one, under) for one in told))
    table = closed_table(now, under, totals, kept)
    if any(tells(table, _table(one, under), under) for one in told):
        kept = ALL_OF_IT
    return AsPrinted(last.run, last.on, kept_back=kept) if kept else OWN


def _told_nothing(one: Earlier, under: int) -> bool:
    return one.kept_back == ALL_OF_IT or _table(one, under).is_withheld


def _table(one: Earlier, under: int) -> Table:
    return closed_table(one.item, under, one.totals, one.kept_back)


def is_few(people: float, then: float, under: int) -> bool:
    return 0 < abs(people - then) < under


def _differs_little(now: IndicatorReport, then: IndicatorReport, under: int) -> bool:
    """No figure by as many as may be printed."""
    one, other = _figures(now), _figures(then)
    return all(
        abs(one.get(name, 0) - other.get(name, 0)) < under for name in one.keys() | other.keys()
    )


def _figures(item: IndicatorReport) -> dict[CellName, int]:
    """Every number of people there is of it, by name."""
    found: dict[CellName, int] = {
        name: getattr(item, name) for name in ("number", "others", "of", "unknown", "set_apart")
    }
    found |= {(group.outcome, group.words): group.people for group in item.groups}
    found |= {(SIGN, mark.words): mark.people for mark in item.marks}
    return found | {(FIGURE, figure.label): figure.of for figure in item.figures}


def _left_out(now: IndicatorReport, one: Earlier, under: int) -> frozenset[CellName]:
    """What of the later report cannot stand beside this earlier one."""
    hidden = protect(one.item, under, one.totals, one.kept_back)
    was_left_out: set[CellName] = {*hidden.cells, *hidden.groups}
    was_left_out |= {(SIGN, words) for words in hidden.marks}
    was_left_out |= {(FIGURE, label) for label in hidden.figures}
    then = _figures(one.item)
    return frozenset(
        name
        for name, people in _figures(now).items()
        if people and (name in was_left_out or is_few(people, then.get(name, 0), under))
    )


def tells(now: Table, then: Table, under: int) -> bool:
    """With both in hand, can a small cell of either, or one of the few who differ, be worked out?

    The reader knows the rule, so what is left out now and was printed then may be taken to be near
    it, or the same; and what is printed now may be taken to have been the same then.
    """
    few: dict[Name, Bounds] = {}
    same: dict[Name, Bounds] = {}
    for name in now.hidden:
        if name in then.hidden:
            continue
        was, people = then.values.get(name, 0), now.values[name]
        if people == was:
            same[name] = (was, was)
        elif is_few(people, was, under):
            few[name] = (max(was - under + 1, 0), was + under - 1)
    back: dict[Name, Bounds] = {
        name: (people, people)
        for name, people in now.values.items()
        if name not in now.hidden and then.values.get(name) == people
    }
    return (
        _is_told(now, few, few)
        or _is_told(now, {**same, **few}, few)
        or _is_told(then, back, ())
        or _whole_tells(now, then, under)
    )


def _is_told(table: Table, heard: Mapping[Name, Bounds], more: Iterable[Name]) -> bool:
    known = table.known(heard)
    if known is None:
        return False
    return any(known[name][0] == known[name][1] for name in (*table.small, *more))


def _whole_tells(now: Table, then: Table, under: int) -> bool:
    """How many were looked at, where both tables tell it."""
    one, other = _whole(now), _whole(then)
    return one is not None and other is not None and is_few(one, other, under)


def _whole(table: Table) -> int | None:
    parts = ("of", "unknown", "set_apart")
    if EVERYONE in table.values:
        return table.values[EVERYONE]
    if set(parts) & table.hidden.keys():
        return None
    return sum(table.values[part] for part in parts)
