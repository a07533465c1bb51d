"""How things stand by several TOPs: of each item the last answer. Pure over rows.

A TOP answered in part stands beside the older, fuller one: what it has is newer, and what it has
not hides nothing. Each item that comes from an older TOP says of which day it is.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from reviews.top_items import ITEMS, ItemKind, TopItem

_BLANK = (None, "", "not_asked")


@dataclass(frozen=True, slots=True)
class TopStanding:
    """`top`: the newest, with each item that it leaves open as it was last answered. `older`: the
    day of each item that was answered before."""

    top: Any
    older: Mapping[str, date]


def standing(tops: Sequence[Any]) -> TopStanding | None:
    """`tops`: of one person, the oldest first. None without any."""
    if not tops:
        return None
    top, older = copy(tops[-1]), {}
    for item in ITEMS:
        if item.kind is ItemKind.NAME or _says(top, item.field) or not _may_carry(item, tops[-1]):
            continue
        before = next((one for one in reversed(tops[:-1]) if _says(one, item.field)), None)
        if before is None:
            continue
        older[item.field] = before.on
        setattr(top, item.field, getattr(before, item.field))
        if item.field in before.declined:
            top.declined = [*top.declined, item.field]
        if item.field == "other_days":
            top.other_name = before.other_name
    return TopStanding(top, older)


def _may_carry(item: TopItem, newest: Any) -> bool:
    """An amount is of days of use: without any it is none; and another substance may be another
    one than last time, unless its days are carried too."""
    if item.kind is not ItemKind.AMOUNT:
        return True
    if item.field == "other_avg_g":
        return not _says(newest, item.amount_of)
    return getattr(newest, item.amount_of) != 0


def _says(top: Any, field: str) -> bool:
    """Answered, or "would rather not say", which is an answer."""
    return field in top.declined or getattr(top, field) not in _BLANK
