"""Cells and the sums they stand in: what a reader can work out of a table, and what has to be left
out so that no small cell is told. Pure.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

UNDER, NOT_SHOWN = "under", "not_shown"
EVERYONE = "everyone"
Name = str | tuple[str, str]  # a cell of `CELLS` or EVERYONE, or the outcome and words of a group
Bounds = tuple[float, float]
_NOTHING_HEARD: Mapping[Name, Bounds] = MappingProxyType({})


@dataclass(slots=True)
class Table:
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
        known = self.known()
        assert known is not None
        closed = (*self.small, *self.kept_back)
        return next((name for name in closed if known[name][0] == known[name][1]), None)

    @property
    def small(self) -> list[Name]:
        """Cells under the limit."""
        return [name for name, how in self.hidden.items() if how == UNDER]

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

    def known(self, heard: Mapping[Name, Bounds] = _NOTHING_HEARD) -> dict[Name, Bounds] | None:
        """What a reader knows of each cell: the sums applied until nothing new is learned. None
        where what they `heard` elsewhere cannot be so.

        The sums form a tree and each cell is a whole number: there these bounds are exact.
        """
        known = {name: self._printed(name) for name in self.values}
        for name, (low, high) in heard.items():
            known[name] = max(known[name][0], low), min(known[name][1], high)
        while True:
            if any(low > high for low, high in known.values()):
                return None
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
