"""Which figures may leave the service: no cell under 5, and none that gives such a cell away. Pure.

A cell of 1 to 4 people is printed as "under 5". Where a reader could still work it out, from the
sums the cells belong to and from how cells are left out, more cells of those sums are left out too
("not shown"). Nobody (0) is printed: it is nobody's figure. Source: domain/twelve-steps.md, common
definitions [P]; product.md, "The audit".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from audits.report import Group, IndicatorReport
from audits.several import CellName
from audits.step import Outcome
from audits.sums import EVERYONE, NOT_SHOWN, UNDER, Name, Table

SIGN, FIGURE = "sign", "figure"
EVERYTHING = "everything"
"""In place of the name of a cell: the whole indicator."""
CELLS = ("number", "others", "of", "unknown", "set_apart")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not printed of one indicator: cell, or words of a group, to UNDER or NOT_SHOWN.

    Cells: number, of, others, unknown, set_apart. `share`: per cent and interval may not be shown.
    """

    cells: dict[str, str] = field(default_factory=dict)
    groups: dict[tuple[str, str], str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    share: bool = False

    @property
    def unknown_range(self) -> bool:
        return self.share or bool(set(self.cells) & {"unknown", "of", "number"})


def nothing_hidden() -> Hidden:
    return Hidden()


def protect(
    indicator: IndicatorReport,
    under: int,
    public_totals: Iterable[int] = (),
    kept_back: Collection[CellName] = (),
) -> Hidden:
    """What to leave out of one indicator. `public_totals`: sizes of caseloads printed elsewhere,
    from which a cell could be had by subtraction. `kept_back`: cells that are not to be told,
    however large they are."""
    figures, marks = _figures(indicator, under, kept_back), _marks(indicator, under)
    signs = (mark.words for mark in indicator.marks if (SIGN, mark.words) in kept_back)
    marks = dict.fromkeys(signs, NOT_SHOWN) | marks
    given_away = str(indicator.definition.get("gives_away", ""))
    if given_away in figures or EVERYTHING in kept_back:
        return _withheld(indicator)
    if given_away:
        marks |= {m.words: NOT_SHOWN for m in indicator.marks if m.words in figures}
    table = closed_table(indicator, under, public_totals, kept_back)
    cells = {name: how for name, how in table.hidden.items() if isinstance(name, str)}
    is_small = any(
        _small(people, under) for people in (indicator.number, indicator.others, indicator.of)
    )
    return Hidden(
        cells=cells,
        groups={name: how for name, how in table.hidden.items() if isinstance(name, tuple)},
        marks=marks,
        figures=figures,
        # With its `of` beside it, a share tells the number; and it comes near one kept back.
        share=is_small
        or table.is_withheld
        or ("number" in cells and "of" not in cells)
        or bool(table.kept_back & {"number", "others", "of"}),
    )


def closed_table(
    indicator: IndicatorReport,
    under: int,
    public_totals: Iterable[int],
    kept_back: Collection[CellName],
) -> Table:
    """Cells and groups of one indicator, and which of them are left out."""
    table = _table(indicator, under, set(public_totals))
    table.keep_back(kept_back)
    table.close()
    return table


def _withheld(indicator: IndicatorReport) -> Hidden:
    """Nothing of it: with the size of a caseload, how many people tells which few keyworkers."""
    return Hidden(
        cells=dict.fromkeys(CELLS, NOT_SHOWN),
        groups={(group.outcome, group.words): NOT_SHOWN for group in indicator.groups},
        marks={mark.words: NOT_SHOWN for mark in indicator.marks},
        figures={figure.label: NOT_SHOWN for figure in indicator.figures},
        share=True,
    )


def _small(people: int, under: int) -> bool:
    return 0 < people < under


def _table(indicator: IndicatorReport, under: int, totals: set[int]) -> Table:
    values: dict[Name, int] = {cell: getattr(indicator, cell) for cell in CELLS}
    sums: dict[Name, tuple[Name, ...]] = {"of": ("number", "others")}
    everyone = indicator.of + indicator.unknown + indicator.set_apart
    if everyone in totals and not _small(everyone, under):
        values[EVERYONE] = everyone
        sums[EVERYONE] = ("of", "unknown", "set_apart")
    told = (
        *indicator.asked_about,
        *indicator.groups_of(Outcome.EXCEPTION),
        *indicator.groups_of(Outcome.NOT_RECORDED),
    )
    for outcome, cell in _cell_of(indicator).items():
        groups = [group for group in told if group.outcome == outcome and group.people]
        if groups:
            names: tuple[Name, ...] = tuple(_name(outcome, group) for group in groups)
            values |= {_name(outcome, group): group.people for group in groups}
            sums[cell] = names
    hidden = {name: UNDER for name, people in values.items() if _small(people, under)}
    if hidden.get("of"):
        hidden |= {"number": NOT_SHOWN, "others": NOT_SHOWN}
    return Table(values, sums, under, hidden)


def _name(outcome: Outcome, group: Group) -> tuple[str, str]:
    return str(outcome.value), group.words


def _cell_of(indicator: IndicatorReport) -> dict[Outcome, str]:
    """Each outcome, and the cell its groups add up to."""
    counted = indicator.counts
    other = Outcome.MET if counted is Outcome.NOT_MET else Outcome.NOT_MET
    return {
        counted: "number",
        other: "others",
        Outcome.EXCEPTION: "set_apart",
        Outcome.NOT_RECORDED: "unknown",
    }


def _marks(indicator: IndicatorReport, under: int) -> dict[str, str]:
    """Each by itself; but answers to one question ("People: higher") make up all who gave one, so
    that a single small one takes the next of them with it."""
    hidden = {mark.words: UNDER for mark in indicator.marks if _small(mark.people, under)}
    questions: dict[str, list[Group]] = defaultdict(list)
    for mark in indicator.marks:
        question, is_answer, _ = mark.words.partition(": ")
        if is_answer:
            questions[question].append(mark)
    for answers in questions.values():
        shown = [mark for mark in answers if mark.words not in hidden and mark.people]
        if len([mark for mark in answers if mark.words in hidden]) == 1 and shown:
            hidden[min(shown, key=lambda mark: (mark.people, mark.words)).words] = NOT_SHOWN
    return hidden


def _figures(
    indicator: IndicatorReport, under: int, kept_back: Collection[CellName]
) -> dict[str, str]:
    """Each by itself; but counts may make up everybody, so that a single one left out takes the
    next of them with it."""
    figures = indicator.figures
    hidden = {item.label: NOT_SHOWN for item in figures if (FIGURE, item.label) in kept_back}
    hidden |= {item.label: UNDER for item in figures if _small(item.of, under)}
    counts = [item for item in figures if item.is_count]
    lone = [item for item in counts if item.label in hidden]
    shown = [item for item in counts if item.label not in hidden]
    if len(lone) == 1 and shown:
        hidden[min(shown, key=lambda item: item.of).label] = NOT_SHOWN
    return hidden
