"""TOP at the start and now, as the person's page draws it: 28 squares an item. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reviews.top_change import change
from reviews.top_items import BY_FIELD
from reviews.top_standing import standing
from rodt.words import nhs_date

ALWAYS = ("opiates_days", "crack_days", "alcohol_days", "cannabis_days", "injecting_days")
IF_USED = ("cocaine_days", "amphetamines_days", "other_days")
RATINGS = (("psych_health", "Mind"), ("physical_health", "Body"), ("quality_of_life", "Life"))
START = "start"


@dataclass(frozen=True, slots=True)
class Pair:
    """components/top_pair.html. None means not asked, which is never 0. An answer from before the
    last TOP says its day."""

    label: str
    start: int | None
    now: int | None
    change: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Rating:
    """`values`: every TOP since the start, oldest first; `title` tells a screen reader the same."""

    label: str
    values: tuple[int | None, ...]
    first: int | None
    last: int | None
    title: str

    @property
    def is_line(self) -> bool:
        """One result never makes a line."""
        return sum(1 for value in self.values if value is not None) > 1


@dataclass(frozen=True, slots=True)
class TopNow:
    """`now_on` None: there has been no TOP since the start. In part: it restarts no clock, but what
    it has is shown."""

    start_on: date
    is_start_in_part: bool
    now_on: date | None
    is_now_in_part: bool
    pairs: tuple[Pair, ...]
    ratings: tuple[Rating, ...]


def top_now(tops: Sequence[Any], since: date | None) -> TopNow | None:
    """`tops`: records of one person, in any order; `since`: the start of this treatment.

    The start is the TOP marked so, or else the first of this treatment; a start TOP may be done up
    to 14 days before it. None when there is none.
    """
    ordered = sorted(tops, key=lambda top: (top.on, top.recorded_at))
    if since is not None:
        ordered = [top for top in ordered if (since - top.on).days <= 14] or ordered
    if not ordered:
        return None
    start = next((top for top in ordered if top.stage == START), ordered[0])
    later = [top for top in ordered if top is not start and top.on >= start.on]
    found = standing(later)
    now, older = (found.top, found.older) if found else (None, {})
    return TopNow(
        start.on,
        not start.is_complete,
        now.on if now else None,
        now is not None and not now.is_complete,
        tuple(_pair(field, start, now, older.get(field)) for field in _shown(start, now)),
        tuple(_rating(field, label, [start, *later]) for field, label in RATINGS),
    )


def _shown(start: Any, now: Any) -> list[str]:
    used = [
        field
        for field in IF_USED
        if getattr(start, field) or (now is not None and getattr(now, field))
    ]
    return [*ALWAYS, *used]


def _pair(field: str, start: Any, now: Any, answered_on: date | None) -> Pair:
    before = getattr(start, field)
    after = getattr(now, field) if now is not None else None
    label = BY_FIELD[field].label
    if field == "other_days":
        label = (now and now.other_name) or start.other_name or label
    if now is None:
        return Pair(label, before, None, "no TOP since", False)
    if before is None and after is None:
        return Pair(label, None, None, _not_asked(field, start, now), False)
    found = change(field, before, after)
    words = f"{found.words} on {nhs_date(answered_on)}" if answered_on else found.words
    return Pair(label, before, after, words, bool(found.difference))


def _not_asked(field: str, start: Any, now: Any) -> str:
    declined = field in start.declined or field in now.declined
    return "would rather not say" if declined else "not asked"


def _rating(field: str, label: str, tops: Sequence[Any]) -> Rating:
    values = tuple(getattr(top, field) for top in tops)
    known = [value for value in values if value is not None]
    first, last = (known[0], known[-1]) if known else (None, None)
    title = f"{label}: not asked"
    if known:
        title = f"{label}: {first} at first, {last} now, of 20"
    return Rating(label, values, first, last, title)
