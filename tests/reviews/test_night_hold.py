"""When a night is held: a truth table of the rule, and a service's own values."""

import pytest

from reviews.night_hold import HoldRule, HoldRuleError, jump

RULE = HoldRule()


@pytest.mark.parametrize(
    ("usual", "became", "is_held"),
    [
        (200, 280, False),  # exactly 40% is not over 40%
        (200, 281, True),
        (20, 29, False),  # 45% more, but fewer than ten people
        (20, 33, False),  # ten more and over 40%, but within what chance explains
        (20, 34, True),
        (1, 3, False),  # a small service: one or two people hold nothing
        (0, 2, False),
        (0, 9, False),
        (0, 10, True),
        (50, 0, False),  # fewer than usual is no jump
    ],
)
def test_a_jump_is_far_more_people_than_usual(usual: int, became: int, is_held: bool) -> None:
    assert (jump(RULE, became, [usual] * 28) is not None) == is_held


def test_one_odd_night_does_not_move_what_is_usual() -> None:
    assert jump(RULE, 60, [20] * 27 + [5000]) is not None
    assert jump(RULE, 22, [20] * 27 + [0]) is None


def test_quiet_weekends_are_part_of_what_is_usual() -> None:
    week = [20, 22, 18, 21, 19, 0, 0]
    assert jump(RULE, 24, week * 4) is None


@pytest.mark.parametrize(("nights", "is_held"), [(0, False), (6, False), (7, True), (40, True)])
def test_with_few_nights_to_compare_nothing_is_held(nights: int, is_held: bool) -> None:
    assert (jump(RULE, 500, [20] * nights) is not None) == is_held


def test_only_the_newest_nights_are_compared() -> None:
    assert jump(RULE, 60, [60] * 28 + [1] * 300) is None


def test_a_check_that_speaks_for_several_nights_is_compared_with_as_many() -> None:
    assert jump(RULE, 60, [20] * 28, covers=3) is None
    high = jump(RULE, 100, [20] * 28, covers=3)
    assert high is not None
    assert high.words == "100 people became overdue in 3 nights; 60 are usual."


def test_it_is_said_in_words() -> None:
    high = jump(RULE, 61, [20] * 27)
    assert high is not None
    assert high.words == "61 people became overdue in one night; 20 are usual."
    assert "more than 40% above" in RULE.words


def test_a_service_changes_single_values() -> None:
    rule = HoldRule.from_values({"jump_percent": 80}, "version 2, verified")
    assert (rule.jump_percent, rule.least_more, rule.version) == (80, 10, "version 2, verified")


@pytest.mark.parametrize(
    "values", [{"percent": 40}, {"nights": 0}, {"nights": "7"}, {"chance": True}]
)
def test_a_value_that_cannot_be_used_is_named(values: dict[str, object]) -> None:
    with pytest.raises(HoldRuleError, match=next(iter(values))):
        HoldRule.from_values(values, "version 1")
