"""Every worked example comes out as it says; a definition that does not hold does not start."""

from dataclasses import replace

import pytest

from audits.step import (
    FEWEST_EXAMPLES,
    DefinitionError,
    Direction,
    Example,
    Indicator,
    Outcome,
    check,
)
from audits.steps import BY_CODE, INDICATORS, STEPS

# 6.4 is never shown without 6.3, so both are here.
WANTED = [
    *["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"],
    *["4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "5.3", "5.4", "5.5"],
    *["6.1", "6.2", "6.3", "6.4", "6.5", "7.1", "7.2", "7.3", "7.4", "7.5"],
    *["8.1", "8.2", "8.3", "8.4"],
    *["9.1", "9.2", "9.3", "9.4", "9.5", "9.6", "9.7", "10.1", "10.2", "10.3"],
    *["11.1", "11.2", "11.3", "12.1", "12.2", "12.3", "12.4"],
]
CASES = [(indicator, example) for indicator in INDICATORS for example in indicator.examples]


@pytest.mark.parametrize(
    ("indicator", "example"), CASES, ids=[f"{i.code} {e.words}" for i, e in CASES]
)
def test_an_example_comes_out_as_it_says(indicator: Indicator, example: Example) -> None:
    found = indicator.find(example.facts, example.day)
    assert found.outcome is example.expect
    if example.group:
        assert found.group == example.group
    if found.outcome is not Outcome.NOT_APPLICABLE:
        assert found.reason.endswith(".")


def test_all_twelve_steps_are_there_in_order() -> None:
    assert [step.number for step in STEPS] == list(range(1, 13))
    assert [indicator.code for indicator in INDICATORS] == WANTED


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: item.code)
def test_an_indicator_says_where_it_comes_from(indicator: Indicator) -> None:
    assert indicator.sources
    assert indicator.written_by
    assert indicator.checked_by is None  # nobody has checked them: nobody is named
    assert indicator.checked_words == "not yet checked"
    assert len(indicator.examples) >= FEWEST_EXAMPLES
    assert {example.expect for example in indicator.examples} >= {
        Outcome.MET,
        Outcome.NOT_MET,
        Outcome.NOT_APPLICABLE,
    }


def test_some_are_descriptive_where_neither_way_is_better() -> None:
    described = {item.code for item in INDICATORS if item.direction is Direction.DESCRIPTIVE}
    assert described == {
        *["1.3", "2.2", "2.4", "4.4", "5.2", "6.4", "6.5", "8.3", "9.2", "9.7", "11.3", "12.4"]
    }


def test_a_failing_example_stops_the_start() -> None:
    indicator = BY_CODE["10.3"]
    wrong = replace(indicator.examples[0], expect=Outcome.NOT_MET)
    with pytest.raises(DefinitionError, match=r"Indicator 10\.3, example"):
        check(_step_with(replace(indicator, examples=(wrong, *indicator.examples[1:]))))


def test_an_indicator_without_a_source_does_not_start() -> None:
    with pytest.raises(DefinitionError, match="does not name its source"):
        check(_step_with(replace(BY_CODE["10.3"], sources=())))


def test_an_empty_checker_is_not_a_checker() -> None:
    with pytest.raises(DefinitionError, match="say None"):
        check(_step_with(replace(BY_CODE["10.3"], checked_by=" ")))


def test_too_few_examples_do_not_start() -> None:
    indicator = BY_CODE["10.3"]
    with pytest.raises(DefinitionError, match="fewer than 8"):
        check(_step_with(replace(indicator, examples=indicator.examples[:7])))


def test_length_of_treatment_is_no_sign() -> None:
    """Ten years on treatment and looked at: the same answer as two."""
    words = [example.words for example in BY_CODE["5.4"].examples if "Ten years" in example.words]
    assert words


def _step_with(indicator: Indicator):  # type: ignore[no-untyped-def]
    return replace(STEPS[9], indicators=(indicator,))
