"""What changed between two TOPs, in categories and in words. Pure.

Only alcohol's threshold is verified. Where one is not, there is no verdict: abstinent, fewer days,
same or more days. Source: domain/top.md §4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reviews.top import DECLINED, NOT_ASKED, YES, Value
from reviews.top_items import BY_FIELD, CONTEXT_ONLY, ItemKind, TopItem, amount_words
from rodt.words import count


class Status(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"

    @property
    def words(self) -> str:
        return "verified" if self is Status.VERIFIED else "not verified"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The change, in days or points, that is more than measurement noise."""

    measure: str
    value: int
    status: Status
    source: str
    effective_from: date | None = None


THRESHOLDS: Mapping[str, Threshold] = {
    threshold.measure: threshold
    for threshold in (
        Threshold(
            "alcohol_days",
            9,
            Status.VERIFIED,
            "Treatment Progress Measure, documentation for public release, November 2024",
        ),
        Threshold("opiates_days", 13, Status.UNVERIFIED, "commonly cited, not verified"),
        Threshold("crack_days", 9, Status.UNVERIFIED, "commonly cited, not verified"),
        Threshold("cocaine_days", 8, Status.UNVERIFIED, "placeholder"),
        Threshold("amphetamines_days", 9, Status.UNVERIFIED, "placeholder"),
        Threshold("cannabis_days", 9, Status.UNVERIFIED, "placeholder"),
        Threshold("injecting_days", 8, Status.UNVERIFIED, "placeholder"),
        Threshold("psych_health", 4, Status.UNVERIFIED, "house rule"),
        Threshold("physical_health", 4, Status.UNVERIFIED, "house rule"),
        Threshold("quality_of_life", 4, Status.UNVERIFIED, "house rule"),
    )
}


class Category(StrEnum):
    """The first group may be a verdict; the second says which way, without one."""

    ABSTINENT = "abstinent"
    RELIABLY_IMPROVED = "reliably_improved"
    UNCHANGED = "unchanged"
    RELIABLY_DETERIORATED = "reliably_deteriorated"
    FEWER = "fewer"
    SAME = "same"
    MORE = "more"
    NEW_USE = "new_use"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


CATEGORY_WORDS = {
    Category.ABSTINENT: "abstinent",
    Category.RELIABLY_IMPROVED: "reliably improved",
    Category.UNCHANGED: "unchanged",
    Category.RELIABLY_DETERIORATED: "reliably deteriorated",
    Category.FEWER: "fewer days",
    Category.SAME: "same",
    Category.MORE: "more days",
    Category.NEW_USE: "new use",
    Category.NOT_APPLICABLE: "not used then or now",
    Category.UNKNOWN: "not known",
}


# Of a rating or of units there are no fewer days.
_NOT_DAYS = {Category.FEWER: "lower", Category.MORE: "higher"}


@dataclass(frozen=True, slots=True)
class Change:
    """From one TOP to a later one. `difference` is later minus earlier; None where unknown.

    `exceeds_threshold`: at least the threshold, whatever its status; None without threshold or
    answer. `is_beyond_noise`: the same, but only where the threshold is verified.
    """

    measure: str
    category: Category
    words: str
    difference: int | Decimal | None = None
    exceeds_threshold: bool | None = None
    threshold: Threshold | None = None

    @property
    def is_beyond_noise(self) -> bool | None:
        if self.threshold is None or self.threshold.status is not Status.VERIFIED:
            return None
        return self.exceeds_threshold

    @property
    def is_context_only(self) -> bool:
        return BY_FIELD[self.measure].section in CONTEXT_ONLY


def change(
    measure: str,
    earlier: Value,
    later: Value,
    thresholds: Mapping[str, Threshold] = THRESHOLDS,
) -> Change:
    """What changed in one item. Raises KeyError for an item that a TOP does not have."""
    item = BY_FIELD[measure]
    unknown = _unknown_words(earlier, later)
    if unknown:
        return Change(measure, Category.UNKNOWN, unknown)
    if item.kind is ItemKind.YES_NO:
        return _yes_no_change(measure, earlier, later)
    if not isinstance(earlier, int | Decimal) or not isinstance(later, int | Decimal):
        return Change(measure, Category.UNKNOWN, "not comparable")
    difference = _less(later, earlier)
    threshold = thresholds.get(measure)
    exceeds = None if threshold is None else _size(difference) >= threshold.value
    category = _category(item, earlier, later, threshold, exceeds)
    words = _words(item, earlier, later)
    return Change(measure, category, words, difference, exceeds, threshold)


def category_words(found: Change) -> str:
    """fewer days; of what is no number of days: lower."""
    is_days = BY_FIELD[found.measure].kind is ItemKind.DAYS
    words = CATEGORY_WORDS[found.category]
    return words if is_days else _NOT_DAYS.get(found.category, words)


def _less(later: int | Decimal, earlier: int | Decimal) -> int | Decimal:
    if isinstance(later, int) and isinstance(earlier, int):
        return later - earlier
    return Decimal(later) - Decimal(earlier)


def _size(difference: int | Decimal) -> int | Decimal:
    return difference if difference >= 0 else -difference


def _is_known(value: Value) -> bool:
    return value not in (None, "", NOT_ASKED, DECLINED)


def _unknown_words(earlier: Value, later: Value) -> str:
    """Why there is no comparison; "" where there is one. Would rather not say is said as such."""
    if _is_known(earlier) and _is_known(later):
        return ""
    if later == DECLINED:
        return "would rather not say"
    if not _is_known(later) and not _is_known(earlier):
        return "not asked"
    if not _is_known(later):
        return "not asked now"
    return "would rather not say before" if earlier == DECLINED else "not asked before"


def _category(
    item: TopItem,
    earlier: int | Decimal,
    later: int | Decimal,
    threshold: Threshold | None,
    exceeds: bool | None,
) -> Category:
    is_use = item.kind is ItemKind.DAYS and item.is_better_lower is True
    if is_use and earlier == 0:
        return Category.NOT_APPLICABLE if later == 0 else Category.NEW_USE
    if is_use and later == 0:
        return Category.ABSTINENT
    if threshold is not None and threshold.status is Status.VERIFIED:
        if not exceeds:
            return Category.UNCHANGED
        got_better = (later < earlier) is (item.is_better_lower is True)
        return Category.RELIABLY_IMPROVED if got_better else Category.RELIABLY_DETERIORATED
    if later == earlier:
        return Category.SAME
    return Category.FEWER if later < earlier else Category.MORE


def _words(item: TopItem, earlier: int | Decimal, later: int | Decimal) -> str:
    """22 fewer days; stopped; 3 points more; 0.5g less; same; new: 4 days."""
    difference = _size(_less(later, earlier))
    if difference == 0:
        return "same"
    if item.kind is ItemKind.AMOUNT:
        less = "less" if item.unit == "g" else "fewer"
        return f"{amount_words(item, difference)} {'more' if later > earlier else less}"
    if item.kind is ItemKind.DAYS:
        if item.is_better_lower is True and later == 0:
            return "stopped"
        if item.is_better_lower is True and earlier == 0:
            return f"new: {count(int(later), 'day')}"
        more = "more" if later > earlier else "fewer"
        return f"{difference} {more} {'day' if difference == 1 else 'days'}"
    return f"{count(int(difference), 'point')} {'more' if later > earlier else 'fewer'}"


def _yes_no_change(measure: str, earlier: Value, later: Value) -> Change:
    if earlier == later:
        return Change(measure, Category.SAME, "same")
    if later == YES:
        return Change(measure, Category.MORE, "yes now, no before")
    return Change(measure, Category.FEWER, "no now, yes before")
