"""Two reports over several services of the same time: their difference tells no service's small
number."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits import rounds_merge
from audits.export import outside
from audits.report import AuditReport
from audits.rounds_beside import Cells, LeftOut, of_plain, plain, tells_beside
from audits.rounds_protect import tells
from audits.sums import NOT_SHOWN, UNDER
from tests.audits.test_rounds_merge import CODE, many, merged_of, report

A, B, C, D = (2, UNDER), (3, UNDER), (4, UNDER), (9, NOT_SHOWN)


@pytest.mark.parametrize(
    ("now", "then", "is_told"),
    [
        ({"a": A, "b": B, "c": C}, {"a": A, "b": B}, True),  # c alone
        ({"a": A, "b": B}, {"a": A, "b": B, "c": C}, True),  # the other way round
        ({"a": A, "b": B, "c": B, "d": D}, {"a": A, "b": B}, False),  # c and d stay open
        ({"a": A, "b": B}, {"a": A, "b": B}, False),  # the same sum again
        ({"a": A, "b": C}, {"a": A, "b": B}, True),  # one more of the same services
        ({"a": A, "b": B}, {"c": A, "d": C}, False),  # nothing in common
        ({"a": A, "b": C}, {"b": C, "c": B}, True),  # a less c
        ({"a": A}, {}, False),  # by itself: for `tells`
    ],
)
def test_what_two_sums_tell(now: Cells, then: Cells, is_told: bool) -> None:
    assert tells_beside(now, then, 5) is is_told


PEOPLE = st.lists(st.integers(1, 6), min_size=1, max_size=5)
SOME = st.sets(st.integers(0, 4), min_size=1)


@settings(deadline=None)
@given(PEOPLE, SOME, SOME)
def test_whoever_has_both_sums_cannot_tell_a_small_number(
    people: list[int], first: set[int], second: set[int]
) -> None:
    """Tried out: every way to fill in what was left out that gives the sums that are printed."""
    small = [place for place, number in enumerate(people) if number < 5]
    then, now = [
        {str(place): (people[place], UNDER) for place in small if place in services}
        for services in (first, second)
    ]
    told = [] if tells([*then.values()], 5) else [then]
    if not tells([*now.values()], 5) and not (told and tells_beside(now, then, 5)):
        told.append(now)
    ways = [
        way
        for way in product(range(1, 5), repeat=len(small))
        if all(
            sum(way[small.index(int(code))] for code in cells) == sum(n for n, _ in cells.values())
            for cells in told
        )
    ]
    for place in range(len(small)):
        assert len({way[place] for way in ways}) > 1


def two_rounds(first: str, second: str) -> tuple[AuditReport, AuditReport]:
    """Each service by a letter; those of small letters have few who were not met."""
    one, other = (
        [report(name, many(met=40, not_met=20 if name.isupper() else 3)) for name in names]
        for names in (first, second)
    )
    before = rounds_merge.add_up(one)["figures"]
    return merged_of(one), merged_of(other, [before])


def others(merged: AuditReport) -> str:
    return outside(merged, merged.indicator(CODE)).others


def test_a_later_round_with_one_service_more_does_not_tell_of_it() -> None:
    first, second = two_rounds("Aab", "Aabc")
    assert others(first) == "26"
    assert others(second) == "not shown"
    alone, _ = two_rounds("Aabc", "A")
    assert others(alone) == "29"


def test_a_later_round_with_a_service_that_leaves_nothing_out_is_whole() -> None:
    _, second = two_rounds("Aab", "AabB")
    assert others(second) == "46"


def test_what_was_left_out_is_kept_as_plain_values() -> None:
    left_out: LeftOut = {"others": {"a": A}, ("met", "Yes"): {"b": D}}
    assert of_plain(plain(left_out)) == left_out
