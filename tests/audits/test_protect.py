"""No cell under 5 leaves the service, and none can be had by subtraction."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits import sentences
from audits.printed import Printed, printed
from audits.protect import protect
from audits.report import FigureReport, Group, IndicatorReport
from tests.audits.reading import cells_of, worked_out

DEFINITION: dict[str, Any] = {
    "code": "5.1", "version": 1, "title": "", "sub": "", "direction": "up",
    "counted_words": "", "signs": [],
}  # fmt: skip


def report(
    met: list[int],
    not_met: list[int],
    unknown: int = 0,
    set_apart: int | list[int] = 0,
    direction: str = "up",
) -> IndicatorReport:
    """Groups of each outcome; empty groups are not stored, so they are left out here too."""
    groups = [
        *(Group(f"met {place}", number, "met") for place, number in enumerate(met) if number),
        *(
            Group(f"not {place}", number, "not_met")
            for place, number in enumerate(not_met)
            if number
        ),
    ]
    if unknown:
        groups.append(Group("unknown", unknown, "not_recorded"))
    apart = set_apart if isinstance(set_apart, list) else [set_apart]
    groups += [Group(f"apart {place}", n, "exception") for place, n in enumerate(apart) if n]
    return IndicatorReport(
        definition=DEFINITION | {"direction": direction},
        met=sum(met),
        not_met=sum(not_met),
        set_apart=sum(apart),
        unknown=unknown,
        groups=tuple(groups),
        marks=(),
        figures=(),
        known_at_least=80,
    )


def with_marks(*people: int) -> IndicatorReport:
    """One question with three answers, and a sign that stands alone."""
    words = ("People: higher", "People: the same", "People: lower", "Alone")
    marks = tuple(Group(said, number) for said, number in zip(words, people, strict=True))
    return replace(report([20], [20]), marks=marks)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ((20, 15, 5, 9), ["20", "15", "5", "9"]),
        ((20, 15, 3, 9), ["20", "not shown", "under 5", "9"]),
        ((20, 2, 3, 9), ["20", "under 5", "under 5", "9"]),
        ((20, 0, 3, 2), ["not shown", "0", "under 5", "under 5"]),
        ((0, 0, 4, 9), ["0", "0", "under 5", "9"]),
    ],
)
def test_a_small_answer_takes_the_next_one_to_its_question_with_it(
    people: tuple[int, ...], told: list[str]
) -> None:
    assert [mark.people for mark in outside(with_marks(*people)).marks] == told


def outside(indicator: IndicatorReport, *totals: int) -> Printed:
    return printed(indicator, protect(indicator, 5, totals))


def test_a_small_number_is_said_as_under_5_without_its_share() -> None:
    item = outside(report([3], [60]))
    assert item.people == "under 5 of 63"
    assert (item.percent, item.interval, item.strip) == ("–", "", None)


def test_a_small_rest_hides_the_number_too() -> None:
    item = outside(report([60], [3]))
    assert item.people == "not shown of 63"
    assert item.percent == "–"


def test_a_small_reason_takes_another_one_with_it() -> None:
    item = outside(report([60], [20, 9, 3]))
    assert [group.people for group in item.reasons] == ["20", "not shown", "under 5"]
    assert item.people == "60 of 92"


@pytest.mark.parametrize(
    ("not_met", "said"),
    [
        ([20, 9, 3], "Most often: not 0 (20)."),
        ([9, 3], ""),
        ([20, 9], "Most often: not 0 (20)."),
    ],
)
def test_no_reason_is_called_the_first_that_may_not_be(not_met: list[int], said: str) -> None:
    item = outside(report([60], not_met))
    sentence = sentences.of_step([item], item.code)
    assert sentence.endswith(said) and ("Most often" in sentence) == bool(said)


def test_large_figures_are_printed_as_they_are() -> None:
    item = outside(report([60], [20, 9], unknown=12, set_apart=7))
    assert item.people == "60 of 89"
    assert item.unknown == "12"
    assert item.set_apart == "7"
    assert item.percent == "67%"


def test_unknowns_under_5_hide_the_range_they_would_tell() -> None:
    item = outside(report([60], [20], unknown=2))
    assert item.unknown == "under 5"
    assert item.range == ""
    assert item.known == "80% or more"


def test_a_caseload_printed_elsewhere_gives_nothing_away() -> None:
    """86 on treatment, 83 of them counted: the 3 set apart could be had by subtraction."""
    item = outside(report([60], [23], set_apart=3), 86)
    assert item.people == "not shown"
    assert item.percent == "72%"
    assert item.set_apart == "under 5"


def test_nobody_is_printed() -> None:
    item = outside(report([0], [60]))
    assert item.people == "0 of 60"
    assert item.unknown == "0"


def test_inside_the_service_everything_is_shown() -> None:
    item = printed(report([3], [60], unknown=2))
    assert (item.people, item.unknown, item.percent) == ("3 of 63", "2", "5%")


def test_two_small_reasons_whose_sum_is_two_take_a_third_with_them() -> None:
    """8 set apart, 6 of them in custody: two cells "under 5" beside it must each be 1."""
    item = outside(report([60], [20], set_apart=[6, 1, 1]))
    assert [group.people for group in item.set_apart_groups] == ["not shown", "under 5", "under 5"]
    assert item.set_apart == "8"


def test_a_share_is_not_printed_beside_a_number_that_is_not_shown() -> None:
    item = outside(report([5, 1], [60], direction="descriptive"))
    assert (item.people, item.percent, item.interval) == ("not shown of 66", "–", "")


@pytest.mark.parametrize(
    ("few", "number", "mark"), [(3, "not shown", "not shown"), (9, "90", "not shown")]
)
def test_people_do_not_tell_how_few_keyworkers_are_so(few: int, number: str, mark: str) -> None:
    whole = replace(
        report([90], [45]),
        definition=DEFINITION | {"gives_away": "All"},
        marks=(Group("CBT", 45),),
        figures=(
            FigureReport("All", 9.0, "of 15 keyworkers", few),
            FigureReport("CBT", 12.0, "of 15 keyworkers", 3),
        ),
    )
    shown = printed(whole, protect(whole, 5))
    assert (shown.number, shown.marks[0].people) == (number, mark)
    assert shown.figures[1].value == "not shown"
    assert printed(whole).number == "90"
    leading = replace(whole, definition=whole.definition | {"lead_figure": "All"})
    said = sentences.of_indicator(printed(leading, protect(leading, 5)))
    assert said == ("All: not shown." if few < 5 else "All: 9 of 15 keyworkers. 90 of 135 people .")


def test_where_nothing_is_enough_nothing_is_shown() -> None:
    """6 people, 5 of them counted: 6 is known, so the one set apart would be."""
    item = outside(report([5], [0], set_apart=1), 6)
    assert (item.people, item.set_apart, item.percent) == ("not shown", "not shown", "–")


def test_the_place_of_what_is_not_printed_tells_nothing() -> None:
    one = outside(report([60], [20, 9, 2, 3]))
    two = outside(report([60], [20, 9, 3, 2]))
    assert [group.words for group in one.reasons] == [group.words for group in two.reasons]


few = st.one_of(st.just(0), st.integers(1, 9))


@settings(max_examples=400, deadline=None)
@given(
    met=st.lists(few, min_size=1, max_size=2),
    not_met=st.lists(few, min_size=1, max_size=3),
    unknown=few,
    set_apart=st.lists(few, min_size=1, max_size=3),
    direction=st.sampled_from(["up", "down", "descriptive"]),
    is_whole_caseload=st.booleans(),
)
def test_no_small_cell_can_be_worked_out(
    met: list[int],
    not_met: list[int],
    unknown: int,
    set_apart: list[int],
    direction: str,
    is_whole_caseload: bool,
) -> None:
    """Plays the reader, who tries every number a cell may stand for against all the sums."""
    indicator = report(met, not_met, unknown, set_apart, direction)
    everyone = indicator.of + unknown + sum(set_apart)
    total = everyone if is_whole_caseload and not 0 < everyone < 5 else None
    item = outside(indicator, *([] if total is None else [total]))
    for name, could_be in worked_out(item, total).items():
        assert could_be, f"{name}: the true number must be one of them"
        if cells_of(item)[name] == "under 5":
            assert len(could_be) > 1, f"{name} can be worked out: {could_be}"


@pytest.mark.parametrize("direction", ["up", "down"])
def test_verdicts_are_given_only_against_a_threshold_of_the_services_own(direction: str) -> None:
    assert report([60], [40], direction=direction).verdict == "descriptive_only"
    assert report([60], [40], unknown=80, direction=direction).verdict == "insufficient_data"
