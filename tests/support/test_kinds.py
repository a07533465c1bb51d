"""Kinds of support, and how far somebody came with mutual aid. Pure."""

import pytest

from support import kinds


def test_every_code_stands_once_and_every_kind_in_a_group() -> None:
    codes = [kind.code for kind in kinds.ALL if kind.code]
    assert len(codes) == len(set(codes)) == 22
    assert len(kinds.BY_KEY) == len(kinds.ALL)
    assert sum(len(found) for _, found in kinds.choices()) == len(kinds.ALL)


def test_opportunities_and_work_are_kinds_there_are() -> None:
    assert set(kinds.BY_KEY) >= kinds.OPPORTUNITIES | kinds.WORK | kinds.HOUSING | kinds.INTRODUCED


@pytest.mark.parametrize(
    ("is_told", "states", "number"),
    [
        (False, (), 0),
        (True, (), 1),
        (True, ("declined",), 1),
        (True, ("introduced",), 2),
        (True, ("introduced", "went_once"), 3),
        (True, ("went_once", "introduced"), 3),
        (True, ("started",), 4),
        (True, ("introduced", "went_once", "started", "ended"), 4),
    ],
)
def test_the_furthest_stage_stands(is_told: bool, states: tuple[str, ...], number: int) -> None:
    assert kinds.stage(is_told, states).number == number


def test_what_is_called_other_says_what_it_is() -> None:
    assert kinds.called("recovery_other", "Choir") == "Other support: Choir"
    assert kinds.called("housing", "") == "Help with housing"
