"""Plays the reader of a printed indicator, who tries every number a cell may stand for against all
the sums. The sums form a tree, so going up it and down again finds each cell's numbers exactly.

A set of numbers is the bits of one whole number: sums of sets are shifts.
"""

from collections.abc import Iterable, Mapping
from functools import reduce

from audits.printed import Printed

Name = tuple[str, str]
EVERYONE, OF = ("everyone", ""), ("of", "")
OUTCOMES = ("met", "not_met", "not_recorded", "exception")
ALL = (1 << 120) - 1
"""0 to 119. No sum in these tests is above it."""


def cells_of(item: Printed) -> dict[Name, str]:
    """Every group, sum and the whole of what was counted, as it is printed."""
    is_down = item.definition["direction"] == "down"
    met, not_met = (item.others, item.number) if is_down else (item.number, item.others)
    sums = zip(OUTCOMES, (met, not_met, item.unknown, item.set_apart), strict=True)
    groups = (*item.set_apart_groups, *item.unknown_groups, *item.reasons)
    return {
        OF: item.of,
        **{(outcome, ""): words for outcome, words in sums},
        **{(group.outcome, group.words): group.people for group in groups},
    }


def worked_out(
    item: Printed, total: int | None = None, heard: Mapping[Name, set[int]] | None = None
) -> dict[Name, set[int]]:
    """What each cell may be. `total`: how many there are in all. `heard`: learned elsewhere."""
    told = cells_of(item)
    may_be = {EVERYONE: ALL if total is None else 1 << total}
    may_be |= {name: possible(words) for name, words in told.items()}
    for name, numbers in (heard or {}).items():
        may_be[name] &= reduce(lambda bits, number: bits | 1 << number, numbers, 0)
    parts: dict[Name, list[Name]] = {
        EVERYONE: [OF, ("not_recorded", ""), ("exception", "")],
        OF: [("met", ""), ("not_met", "")],
    }
    for outcome in OUTCOMES:
        parts[outcome, ""] = [name for name in told if name[0] == outcome and name[1]]
    _up(EVERYONE, may_be, parts)
    _down(EVERYONE, may_be, parts)
    return {name: numbers_in(may_be[name]) for name in told}


def _up(name: Name, may_be: dict[Name, int], parts: Mapping[Name, list[Name]]) -> None:
    """Each sum is one of its parts' sums."""
    mine = parts.get(name, [])
    for part in mine:
        _up(part, may_be, parts)
    if mine:
        may_be[name] &= added(may_be[part] for part in mine)


def _down(name: Name, may_be: dict[Name, int], parts: Mapping[Name, list[Name]]) -> None:
    """Each part is what is left of the sum."""
    mine = parts.get(name, [])
    up = {part: may_be[part] for part in mine}
    for part in mine:
        rest = added(up[other] for other in mine if other != part)
        left = reduce(lambda bits, n: bits | may_be[name] >> n, numbers_in(rest), 0)
        may_be[part] &= left
    for part in mine:
        _down(part, may_be, parts)


def added(parts: Iterable[int]) -> int:
    """Every sum of one number from each part."""
    return reduce(
        lambda one, other: reduce(lambda bits, n: bits | one << n, numbers_in(other), 0), parts, 1
    )


def numbers_in(bits: int) -> set[int]:
    return {place for place in range(bits.bit_length()) if bits >> place & 1}


def possible(words: str) -> int:
    """What a printed cell may stand for."""
    bare = words.replace(",", "")
    if bare.isdigit():
        return 1 << int(bare)
    return 0b11110 if words == "under 5" else ALL
