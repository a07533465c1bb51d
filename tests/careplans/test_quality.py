"""The six parts of a whole plan: each is there, is not, or cannot be said."""

from dataclasses import replace

import pytest

from careplans.quality import PARTS, Written, quality

WHOLE = Written(
    has_own_words=True,
    agreed="yes",
    has_strengths=True,
    tags=(frozenset({"social"}), frozenset({"human", "harm_reduction"})),
    whole_steps=(True, True),
    has_copy=True,
)


def test_a_whole_plan_has_all_six() -> None:
    found = quality(WHOLE)
    assert (found.there, found.unknown, found.missing) == (6, 0, ())


def test_an_empty_plan_has_none() -> None:
    found = quality(Written()).missing
    assert [part.missing for part in found] == [missing for _, missing in PARTS]


@pytest.mark.parametrize(
    ("changed", "place", "is_there"),
    [
        ({"has_own_words": False}, 0, False),
        ({"agreed": "no"}, 1, False),
        ({"agreed": "not_asked"}, 1, False),
        ({"agreed": "declined"}, 1, None),
        ({"has_strengths": False}, 2, False),
        ({"tags": (frozenset({"social", "physical"}),)}, 3, True),
        ({"tags": (frozenset({"social"}), frozenset({"social"}))}, 3, False),
        ({"tags": (frozenset({"social", "overcoming_dependence", "harm_reduction"}),)}, 3, False),
        ({"tags": (frozenset({"social"}), frozenset())}, 3, None),
        ({"tags": ()}, 3, False),
        ({"whole_steps": (True, False)}, 4, False),
        ({"whole_steps": ()}, 4, False),
        ({"has_copy": False}, 5, False),
    ],
)
def test_each_part_by_itself(changed: dict, place: int, is_there: bool | None) -> None:  # type: ignore[type-arg]
    parts = quality(replace(WHOLE, **changed)).parts
    assert parts[place].is_there is is_there
    assert [part.is_there for part in parts].count(True) == 6 - (is_there is not True)
