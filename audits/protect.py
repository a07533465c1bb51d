"""Which figures may leave the service: no cell under 5, and none that gives such a cell away. Pure.

A cell of 1 to 4 people is printed as "under 5". Where a reader could still work it out, from the
sums the cells belong to and from how cells are left out, more cells of those sums are left out too
("not shown"). Nobody (0) is printed: it is nobody's figure. Source: domain/twelve-steps.md, common
definitions [P]; product.md, "The audit".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import inf

from audits.report import Group, IndicatorReport
from audits.several import CellName
from audits.step import Outcome

UNDER, NOT_SHOWN = "under", "not_shown"
EVERYONE, SIGN = "everyone", "sign"
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
    figures, marks = _figures(indicator, under), _marks(indicator, under)
    signs = (mark.words for mark in indicator.marks if (SIGN, mark.words) in kept_back)
    marks = dict.fromkeys(signs, NOT_SHOWN) | marks
    given_away = str(indicator.definition.get("gives_away", ""))
    if given_away in figures:
        return _withheld(indicator)
    if given_away:
        marks |= {m.words: NOT_SHOWN for m in indicator.marks if m.words in figures}
    table = _table(indicator, under, set(public_totals))
    table.keep_back(kept_back)
    table.close()
    cells = {name: how for name, how in table.hidden.items() if isinstance(name, str)}
    is_small = any(
        _small(people, under) for people in (indicator.number, indicator.others, indicator.of)
    )
    return Hidden(
        cells=cells,
        groups={name: how for name, how in table.hidden.items() if isinstance(name, tuple)},
        marks=marks,
        figures=figures,
        # With its `of` beside it, a share tells the number.
        share=is_small or table.is_withheld or ("number" in cells and "of" not in cells),
    )


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


Name = str | tuple[str, str]  # a cell of `CELLS` or EVERYONE, or the outcome and words of a group
Bounds = tuple[float, float]


@dataclass(slots=True)
class _Table:
    """The cells of one indicator and the sums they stand in: each total with its parts."""

    values: dict[Name, int]
    sums: dict[Name, tuple[Name, ...]]
    under: int
    hidden: dict[Name, str]
    is_withheld: bool = False
    kept_back: frozenset[Name] = frozenset()

    def keep_back(self, names: Collection[Name]) -> None:
        """Leaves these out too, however large they are."""
        self.kept_back = frozenset(
            n for n in names if self.values.get(n) and n not in self.hidden and n != EVERYONE
        )
        self.hidden |= dict.fromkeys(self.kept_back, NOT_SHOWN)
        if "of" in self.kept_back:
            for part in ("number", "others"):
                self.hidden.setdefault(part, NOT_SHOWN)

    def close(self) -> None:
        """Leaves out one cell more at a time until no small cell can be worked out.

        Where the whole is so small that nothing is enough, nothing of it is shown.
        """
        while (told := self._told()) is not None:
            candidates = self._beside(told)
            if not candidates:
                self.hidden = {name: NOT_SHOWN for name in self.values if name != EVERYONE}
                self.is_withheld = True
                return
            self.hidden[candidates[0]] = NOT_SHOWN
            if candidates[0] == "of":
                self.hidden |= {"number": NOT_SHOWN, "others": NOT_SHOWN}

    def _told(self) -> Name | None:
        """A cell under the limit, or kept back, that a reader can work out."""
        known = self._known()
        small = (n for n, how in self.hidden.items() if how == UNDER or n in self.kept_back)
        return next((name for name in small if known[name][0] == known[name][1]), None)

    def _beside(self, name: Name) -> list[Name]:
        """What can be left out, in the order in which a reader misses least: the other parts of its
        sum, what those are made of, the total; then the same one sum further away."""
        near = self._in_sums_of(name)
        return near or [
            far for total, parts in self._sums_of(name)
            for cell in (*parts, total) for far in self._in_sums_of(cell)
        ]  # fmt: skip

    def _in_sums_of(self, name: Name) -> list[Name]:
        return [
            cell
            for total, parts in self._sums_of(name)
            for cell in (
                *self._shown(parts),
                *(deep for part in parts if part != name
                  for deep in self._shown(self.sums.get(part, ()))),
                *self._shown((total,)),
            )
            if cell != name
        ]  # fmt: skip

    def _sums_of(self, name: Name) -> list[tuple[Name, tuple[Name, ...]]]:
        return [(t, parts) for t, parts in self.sums.items() if name == t or name in parts]

    def _shown(self, cells: tuple[Name, ...]) -> list[Name]:
        """Those still printed with a number that is somebody's, smallest first."""
        return sorted(
            (c for c in cells if c != EVERYONE and c not in self.hidden and self.values[c]),
            key=lambda cell: (self.values[cell], str(cell)),
        )

    def _known(self) -> dict[Name, Bounds]:
        """What a reader knows of each cell: the sums applied until nothing new is learned.

        The sums form a tree and each cell is a whole number: there these bounds are exact.
        """
        known = {name: self._printed(name) for name in self.values}
        while True:
            before = dict(known)
            for total, parts in self.sums.items():
                for name, (low, high) in _from_sum(known, total, parts):
                    known[name] = max(known[name][0], low), min(known[name][1], high)
            if known == before:
                return known

    def _printed(self, name: Name) -> Bounds:
        """What a cell tells by itself. The reader knows these rules too: what is not shown is not
        under the limit, and of the reasons the smallest went first."""
        how = self.hidden.get(name)
        if how is None:
            return self.values[name], self.values[name]
        if how == UNDER:
            return 1, self.under - 1
        if "of" in self.hidden and name in ("number", "others"):
            return 0, inf  # left out with it, whatever they are
        if not isinstance(name, tuple) or name in self.kept_back:
            return self.under, inf
        shown = [self.values[c] for _, parts in self._sums_of(name) for c in self._shown(parts)]
        return self.under, min(shown, default=inf)


def _from_sum(
    known: dict[Name, Bounds], total: Name, parts: tuple[Name, ...]
) -> Iterable[tuple[Name, Bounds]]:
    """What one sum tells of its total and of each part."""
    yield total, (sum(known[part][0] for part in parts), sum(known[part][1] for part in parts))
    for part in parts:
        others = [known[other] for other in parts if other != part]
        yield (
            part,
            (
                known[total][0] - sum(high for _, high in others),
                known[total][1] - sum(low for low, _ in others),
            ),
        )


def _table(indicator: IndicatorReport, under: int, totals: set[int]) -> _Table:
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
    return _Table(values, sums, under, hidden)


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


def _figures(indicator: IndicatorReport, under: int) -> dict[str, str]:
    hidden = {item.label: UNDER for item in indicator.figures if _small(item.of, under)}
    counts = [item for item in indicator.figures if item.unit == "people" and item.value == item.of]
    lone = [item for item in counts if item.label in hidden]
    shown = [item for item in counts if item.label not in hidden]
    if len(lone) == 1 and shown:
        hidden[min(shown, key=lambda item: item.of).label] = NOT_SHOWN
    return hidden
