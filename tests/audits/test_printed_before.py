"""Two reports of the same time, laid beside each other, tell of no few people."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.as_printed import OWN, AsPrinted
from audits.printed import Printed, printed
from audits.printed_before import ALL_OF_IT, Earlier, decide, is_few
from audits.protect import protect
from audits.report import IndicatorReport
from tests.audits.reading import Name, cells_of, worked_out
from tests.audits.test_protect import report, with_marks

NOBODY_ELSE: tuple[int, ...] = ()


def earlier(item: IndicatorReport, *totals: int, run: int = 7, is_same: bool = True) -> Earlier:
    return Earlier(run, "2026-09-30", item, {"of": run}, totals, frozenset(), is_same)


def leaves(item: IndicatorReport, how: AsPrinted, *totals: int) -> Printed:
    return printed(item, protect(item, 5, how.totals or totals, how.kept_back))


def test_the_first_report_prints_its_own() -> None:
    assert decide(report([60], [40]), NOBODY_ELSE, [], 5) is OWN


def test_where_only_few_differ_the_earlier_figures_stand() -> None:
    found = decide(report([62], [40], 11), NOBODY_ELSE, [earlier(report([60], [40], 12))], 5)
    assert (found.run, found.counted) == (7, {"of": 7})
    assert found.words == "As run 7 of 30 September 2026 printed it: only a few people differ"


def test_the_same_figures_are_printed_the_same_and_nothing_is_said() -> None:
    item = report([60], [20, 9, 3], 12)
    found = decide(item, (104,), [earlier(item, 90)], 5)
    assert found.words == "" and found.counted is None
    assert leaves(item, found, 104).people == leaves(item, OWN, 90).people


def test_many_are_printed_anew_and_the_few_beside_them_are_left_out() -> None:
    now = report([350], [50], 9, 20)
    found = decide(now, NOBODY_ELSE, [earlier(report([300], [100], 12, 20))], 5)
    item = leaves(now, found)
    assert (item.people, item.percent, item.unknown) == ("350 of 400", "88%", "not shown")
    assert found.words.startswith("What would tell the few who differ from run 7")


@pytest.mark.parametrize("is_same", [True, False])
def test_the_figures_of_another_question_are_not_put_in_place(is_same: bool) -> None:
    then = earlier(report([60], [40], 12), is_same=is_same)
    found = decide(report([62], [40], 11), NOBODY_ELSE, [then], 5)
    assert (found.counted is not None) is is_same
    assert is_same or {"number", "of", "unknown"} <= found.kept_back


def test_what_was_left_out_once_stays_left_out() -> None:
    """Custody 3 and hospital 6 of 29; now custody is 3 and 20 more are set apart elsewhere."""
    now = report([60], [40], set_apart=[3, 6, 40])
    found = decide(now, NOBODY_ELSE, [earlier(report([60], [40], set_apart=[3, 6, 20]))], 5)
    shown = {group.words: group.people for group in leaves(now, found).set_apart_groups}
    assert shown == {"apart 0": "under 5", "apart 1": "not shown", "apart 2": "40"}


def test_where_the_rest_would_tell_it_nothing_is_printed() -> None:
    """20 more in all and 16 more in the one reason that is told apart: the other 4 are told."""
    then, now = report([60], [20, 30]), report([60], [24, 46])
    found = decide(now, NOBODY_ELSE, [earlier(then)], 5)
    item = leaves(now, found)
    assert found.kept_back == ALL_OF_IT or "not shown" in {item.others, item.reasons[0].people}


def test_signs_and_figures_are_looked_at_too() -> None:
    then, now = with_marks(20, 15, 9, 30), replace(with_marks(20, 15, 11, 36))
    found = decide(now, NOBODY_ELSE, [earlier(then)], 5)
    assert [mark.people for mark in leaves(now, found).marks] == ["20", "15", "not shown", "36"]


def test_an_earlier_report_that_told_nothing_is_no_hindrance() -> None:
    then = replace(earlier(report([60], [40])), kept_back=ALL_OF_IT)
    assert decide(report([62], [40]), NOBODY_ELSE, [then], 5) is OWN


few = st.one_of(st.just(0), st.integers(1, 14))
moves = st.one_of(st.just(0), st.integers(-6, 6))
Numbers = tuple[list[int], list[int], int, list[int]]


@st.composite
def two_reports(draw: st.DrawFn) -> tuple[Numbers, Numbers]:
    """What was counted, and a little later."""
    shape = (draw(st.integers(1, 2)), draw(st.integers(1, 3)), 1, draw(st.integers(1, 3)))
    then = [[draw(few) for _ in range(length)] for length in shape]
    now = [[max(0, people + draw(moves)) for people in cell] for cell in then]
    return (then[0], then[1], then[2][0], then[3]), (now[0], now[1], now[2][0], now[3])


@settings(max_examples=150, deadline=None)
@given(
    two=two_reports(),
    direction=st.sampled_from(["up", "down", "descriptive"]),
    is_whole_caseload=st.booleans(),
    is_same=st.booleans(),
)
def test_no_few_can_be_worked_out_of_two_reports(
    two: tuple[Numbers, Numbers], direction: str, is_whole_caseload: bool, is_same: bool
) -> None:
    """Plays the reader of both: what each cell may be by either, and by both where what one leaves
    out is taken to be what the other prints, and what is left out now to be near what was."""
    then, now = (report(*numbers, direction) for numbers in two)
    before = earlier(then, *whole(then, is_whole_caseload), is_same=is_same)
    totals = whole(now, is_whole_caseload)
    if totals and before.totals and is_few(totals[0], before.totals[0], 5):
        totals = ()  # the caseload is printed as it was then
    found = decide(now, totals, [before], 5)
    if found.counted is not None:
        return  # what is printed is the earlier report
    first, second = printed(then, protect(then, 5, before.totals)), leaves(now, found, *totals)
    true = {name: people for name, people in counted(now).items() if name in cells_of(second)}
    of_first = worked_out(first, *before.totals)
    of_second = worked_out(second, *totals)
    for name, could_be in of_second.items():
        assert true[name] in could_be
        was = of_first.get(name, {0})
        if len(could_be) == len(was) == 1:
            difference = abs(min(could_be) - min(was))
            assert difference == 0 or difference >= 5, f"{name} differs by {difference}"
    if set(cells_of(second).values()) == {"not shown"}:
        return  # nothing of it is printed: there is no rule to guess by
    guesses = taken_as_before(of_first, cells_of(second), true)
    for name, could_be in worked_out(second, *totals, heard=guesses).items():
        known_then = of_first.get(name, {0})
        differs = len(known_then) == 1 and 0 < abs(true[name] - min(known_then)) < 5
        if differs or cells_of(second)[name] == "under 5":
            assert could_be != {true[name]}, f"{name} is told"


def whole(item: IndicatorReport, is_public: bool) -> tuple[int, ...]:
    everyone = item.of + item.unknown + item.set_apart
    return (everyone,) if is_public and everyone >= 5 else ()


def counted(item: IndicatorReport) -> dict[Name, int]:
    found = {
        ("of", ""): item.of,
        ("met", ""): item.met,
        ("not_met", ""): item.not_met,
        ("not_recorded", ""): item.unknown,
        ("exception", ""): item.set_apart,
    }
    return found | {(group.outcome, group.words): group.people for group in item.groups}


def taken_as_before(
    then: dict[Name, set[int]], now: dict[Name, str], true: dict[Name, int]
) -> dict[Name, set[int]]:
    """Of what is left out now: what did not change is guessed right, the rest to be near."""
    found: dict[Name, set[int]] = {}
    for name, words in now.items():
        was = then.get(name, {0})
        if words.isdigit() or len(was) > 1:
            continue
        people = min(was)
        if true[name] == people:
            found[name] = was
        elif abs(true[name] - people) < 5:
            found[name] = set(range(max(people - 4, 0), people + 5)) - was
    return found
