"""Change between two TOPs: verdicts only where a threshold is verified."""

from dataclasses import replace

import pytest

from reviews.top import Value
from reviews.top_change import (
    CATEGORY_WORDS,
    THRESHOLDS,
    Category,
    Status,
    category_words,
    change,
)
from reviews.top_items import CONTEXT_ONLY, DAYS_FIELDS, ITEMS


@pytest.mark.parametrize(
    ("earlier", "later", "category", "words", "beyond"),
    [
        (20, 0, Category.ABSTINENT, "stopped", True),
        (4, 0, Category.ABSTINENT, "stopped", False),
        (20, 11, Category.RELIABLY_IMPROVED, "9 fewer days", True),
        (20, 12, Category.UNCHANGED, "8 fewer days", False),
        (20, 20, Category.UNCHANGED, "same", False),
        (11, 19, Category.UNCHANGED, "8 more days", False),
        (11, 20, Category.RELIABLY_DETERIORATED, "9 more days", True),
        (0, 0, Category.NOT_APPLICABLE, "same", False),
        (0, 3, Category.NEW_USE, "new: 3 days", False),
        (0, 28, Category.NEW_USE, "new: 28 days", True),
    ],
)
def test_alcohol_has_a_verified_threshold_of_9_days(
    earlier: int, later: int, category: Category, words: str, beyond: bool
) -> None:
    found = change("alcohol_days", earlier, later)
    assert (found.category, found.words, found.is_beyond_noise) == (category, words, beyond)


@pytest.mark.parametrize(
    ("earlier", "later", "category", "words"),
    [
        (28, 6, Category.FEWER, "22 fewer days"),
        (28, 27, Category.FEWER, "1 fewer day"),
        (28, 0, Category.ABSTINENT, "stopped"),
        (6, 6, Category.SAME, "same"),
        (6, 7, Category.MORE, "1 more day"),
        (1, 28, Category.MORE, "27 more days"),
        (0, 1, Category.NEW_USE, "new: 1 day"),
        (0, 0, Category.NOT_APPLICABLE, "same"),
    ],
)
@pytest.mark.parametrize("measure", ["opiates_days", "crack_days", "cannabis_days"])
def test_without_a_verified_threshold_there_is_no_verdict(
    measure: str, earlier: int, later: int, category: Category, words: str
) -> None:
    found = change(measure, earlier, later)
    assert (found.category, found.words, found.is_beyond_noise) == (category, words, None)


def test_only_alcohol_is_verified() -> None:
    verified = [name for name, t in THRESHOLDS.items() if t.status is Status.VERIFIED]
    assert verified == ["alcohol_days"]
    assert THRESHOLDS["alcohol_days"].value == 9


def test_a_threshold_a_service_has_verified_gives_verdicts() -> None:
    own = {"opiates_days": replace(THRESHOLDS["opiates_days"], status=Status.VERIFIED)}
    assert change("opiates_days", 28, 15, own).category is Category.RELIABLY_IMPROVED
    assert change("opiates_days", 28, 16, own).category is Category.UNCHANGED


def test_for_ratings_more_is_better() -> None:
    own = {"psych_health": replace(THRESHOLDS["psych_health"], status=Status.VERIFIED)}
    assert change("psych_health", 8, 12, own).category is Category.RELIABLY_IMPROVED
    assert change("psych_health", 12, 8, own).category is Category.RELIABLY_DETERIORATED
    assert change("psych_health", 8, 11, own).category is Category.UNCHANGED


@pytest.mark.parametrize(
    ("earlier", "later", "words", "exceeds"),
    [
        (8, 11, "3 points more", False),
        (8, 12, "4 points more", True),
        (8, 7, "1 point fewer", False),
        (8, 8, "same", False),
        (0, 4, "4 points more", True),
        (4, 0, "4 points fewer", True),
    ],
)
def test_ratings_change_by_points_and_a_house_rule_is_no_verdict(
    earlier: int, later: int, words: str, exceeds: bool
) -> None:
    found = change("psych_health", earlier, later)
    assert (found.words, found.exceeds_threshold, found.is_beyond_noise) == (words, exceeds, None)
    assert found.category in (Category.FEWER, Category.SAME, Category.MORE)


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        (None, None, "not asked"),
        ("not_asked", None, "not asked"),
        (5, None, "not asked now"),
        (None, 5, "not asked before"),
        (5, "declined", "would rather not say"),
        ("declined", 5, "would rather not say before"),
        ("", "", "not asked"),
    ],
)
def test_unknown_is_said_and_is_never_no_change(earlier: Value, later: Value, words: str) -> None:
    found = change("crack_days", earlier, later)
    assert (found.category, found.words) == (Category.UNKNOWN, words)
    assert found.difference is None


@pytest.mark.parametrize("measure", DAYS_FIELDS)
def test_a_blank_is_not_0(measure: str) -> None:
    assert change(measure, 10, None).category is Category.UNKNOWN
    assert change(measure, 10, 0).category is not Category.UNKNOWN


@pytest.mark.parametrize(
    ("earlier", "later", "words"), [(0, 8, "8 more days"), (8, 0, "8 fewer days"), (3, 3, "same")]
)
def test_days_of_work_are_never_new_use_or_abstinence(earlier: int, later: int, words: str) -> None:
    found = change("paid_work_days", earlier, later)
    assert found.words == words
    assert found.category in (Category.FEWER, Category.SAME, Category.MORE)
    assert found.exceeds_threshold is None


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("yes", "no", "no now, yes before"),
        ("no", "yes", "yes now, no before"),
        ("no", "no", "same"),
        ("yes", "not_asked", "not asked now"),
        ("declined", "no", "would rather not say before"),
    ],
)
def test_yes_no_items_say_both_ends(earlier: str, later: str, words: str) -> None:
    assert change("acute_housing", earlier, later).words == words


def test_crime_is_marked_as_context_only() -> None:
    for item in ITEMS:
        assert change(item.field, None, None).is_context_only is (item.section in CONTEXT_ONLY)


def test_an_item_that_a_top_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        change("heroin", 1, 2)


def test_every_category_has_its_words() -> None:
    assert set(CATEGORY_WORDS) == set(Category)


@pytest.mark.parametrize(
    ("measure", "later", "words"),
    [
        ("crack_days", 3, "fewer days"),
        ("crack_days", 9, "more days"),
        ("physical_health", 3, "lower"),
        ("physical_health", 9, "higher"),
        ("alcohol_units_per_day", 3, "lower"),
        ("physical_health", 5, "same"),
    ],
)
def test_only_days_are_fewer_or_more_days(measure: str, later: int, words: str) -> None:
    assert category_words(change(measure, 5, later)) == words
