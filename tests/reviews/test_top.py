"""A TOP as typed: what can be true, what is missing, its totals."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.credits import TopState
from reviews.top import (
    TopAnswers,
    Value,
    answer_to,
    check,
    has_answers,
    may_carry_zero,
    missing_from,
    state_of,
    total_of,
    with_implied,
)
from reviews.top_items import (
    BY_FIELD,
    CONTEXT_ONLY,
    DAYS_FIELDS,
    ITEMS,
    NEEDED_FIELDS,
    SCALE_FIELDS,
    YES_NO_FIELDS,
    ItemKind,
    Section,
)

ON = date(2026, 10, 1)
EMPTY = TopAnswers(ON, "review")


def with_value(name: str, value: Value) -> TopAnswers:
    return replace(EMPTY, values={name: value})


def with_weeks(name: str, *weeks: int | None, total: Value = None) -> TopAnswers:
    return replace(EMPTY, weeks={name: weeks}, values={name: total})


def words(given: TopAnswers) -> list[str]:
    return [problem.words for problem in check(given, ON)]


def test_nothing_asked_is_no_problem() -> None:
    assert check(EMPTY, ON) == ()


@pytest.mark.parametrize("name", DAYS_FIELDS)
@pytest.mark.parametrize(("value", "good"), [(0, True), (28, True), (29, False), (-1, False)])
def test_days_lie_between_0_and_28(name: str, value: int, good: bool) -> None:
    assert (check(with_value(name, value), ON) == ()) is good


@pytest.mark.parametrize("name", SCALE_FIELDS)
@pytest.mark.parametrize(("value", "good"), [(0, True), (20, True), (21, False), (-1, False)])
def test_ratings_lie_between_0_and_20(name: str, value: int, good: bool) -> None:
    assert (check(with_value(name, value), ON) == ()) is good


@pytest.mark.parametrize("name", YES_NO_FIELDS)
@pytest.mark.parametrize(
    ("value", "good"),
    [("yes", True), ("no", True), ("not_asked", True), ("", True), (None, True), ("maybe", False)],
)
def test_yes_no_items_take_yes_no_or_nothing(name: str, value: Value, good: bool) -> None:
    assert (check(with_value(name, value), ON) == ()) is good


@pytest.mark.parametrize("value", ["4", "four", True])
def test_a_number_is_a_whole_number(value: Value) -> None:
    assert words(with_value("crack_days", value)) == ["Crack: give a whole number."]


def test_a_problem_names_the_item_and_the_range() -> None:
    assert words(with_value("crack_days", 31)) == ["Crack: give 0 to 28 days."]
    assert words(with_value("quality_of_life", 21)) == ["Quality of life: give 0 to 20 points."]


@pytest.mark.parametrize(
    ("weeks", "total", "problem"),
    [
        ((2, 0, 0, 0), 2, ""),
        ((7, 7, 7, 7), 28, ""),
        ((0, 0, 0, 0), 0, ""),
        ((2, 0, 0, 0), None, ""),
        ((2, None, None, 0), None, ""),
        ((None, None, None, None), 9, ""),
        ((2, None, None, 0), 16, ""),
        ((2, None, None, 0), 17, "Crack: a total of 17 does not fit the weeks given."),
        ((2, None, None, 0), 1, "Crack: a total of 1 does not fit the weeks given."),
        ((2, 0, 0, 0), 3, "Crack: the weeks add up to 2, the total says 3."),
        ((8, 0, 0, 0), None, "Crack: each week has 0 to 7 days."),
        ((-1, 0, 0, 0), None, "Crack: each week has 0 to 7 days."),
        ((1, 0, 0), None, "Crack: give four weeks, or the total only."),
    ],
)
def test_four_weeks_add_up_to_the_total_or_the_total_stands_alone(
    weeks: tuple[int | None, ...], total: Value, problem: str
) -> None:
    found = words(with_weeks("crack_days", *weeks, total=total))
    assert found == ([problem] if problem else [])


def test_a_rating_has_no_weeks() -> None:
    assert words(with_weeks("psych_health", 1, 1, 1, 1)) == [
        "Psychological health: give four weeks, or the total only."
    ]


@pytest.mark.parametrize(
    ("weeks", "total"),
    [((1, 2, 3, 4), 10), ((0, 0, 0, 0), 0), ((1, None, 3, 4), None), ((), None), ((1, 2), None)],
)
def test_a_total_needs_all_four_weeks(weeks: tuple[int | None, ...], total: int | None) -> None:
    assert total_of(weeks) == total


def test_an_answer_is_the_total_or_the_sum_of_the_weeks() -> None:
    assert answer_to("crack_days", with_weeks("crack_days", 1, 0, 0, 2)) == 3
    assert answer_to("crack_days", with_value("crack_days", 5)) == 5
    assert answer_to("crack_days", with_weeks("crack_days", 1, None, 0, 2)) is None
    assert answer_to("crack_days", EMPTY) is None


@pytest.mark.parametrize("declined", ["crack_days", "psych_health", "assault"])
def test_would_rather_not_say_is_not_zero_and_not_no(declined: str) -> None:
    given = replace(EMPTY, declined=frozenset({declined}))
    assert check(given, ON) == ()
    assert with_implied(given)[declined] is None
    assert declined not in missing_from(given)


@pytest.mark.parametrize(
    "given",
    [with_value("crack_days", 0), with_weeks("crack_days", None, 0, None, None)],
)
def test_an_answer_and_a_refusal_cannot_both_be_given(given: TopAnswers) -> None:
    both = replace(given, declined=frozenset({"crack_days"}))
    assert words(both) == ["Crack: give an answer or “would rather not say”, not both."]


@pytest.mark.parametrize(
    ("injecting", "shared", "problems"),
    [(0, "no", 0), (0, "yes", 1), (0, None, 0), (3, "yes", 0), (None, "yes", 0)],
)
def test_nobody_shares_who_does_not_inject(injecting: Value, shared: Value, problems: int) -> None:
    given = replace(EMPTY, values={"injecting_days": injecting, "shared_works": shared})
    assert len(check(given, ON)) == problems


def test_no_injecting_answers_sharing_too() -> None:
    given = with_weeks("injecting_days", 0, 0, 0, 0)
    assert with_implied(given)["shared_works"] == "no"
    assert "shared_works" not in missing_from(given)
    assert with_implied(with_value("injecting_days", 2))["shared_works"] is None


@pytest.mark.parametrize(("stage", "good"), [("start", True), ("post_exit", True), ("", False)])
def test_the_stage_is_required(stage: str, good: bool) -> None:
    assert (check(replace(EMPTY, stage=stage), ON) == ()) is good


@pytest.mark.parametrize(("days_ahead", "good"), [(-1, True), (0, True), (1, False)])
def test_the_day_is_today_or_past(days_ahead: int, good: bool) -> None:
    given = replace(EMPTY, held_on=date(2026, 10, 1 + days_ahead) if days_ahead >= 0 else ON)
    assert (check(given, ON) == ()) is good


@pytest.mark.parametrize(
    ("stage", "started_on", "ended_on", "warns"),
    [
        ("start", date(2026, 9, 3), None, False),  # 28 days
        ("start", date(2026, 9, 2), None, True),
        ("start", date(2026, 10, 30), None, True),
        ("exit", date(2025, 1, 1), date(2026, 9, 2), True),
        ("exit", date(2025, 1, 1), date(2026, 9, 3), False),
        ("review", date(2020, 1, 1), None, False),
        ("start", None, None, False),
    ],
)
def test_a_start_or_exit_far_from_its_event_deserves_a_second_look(
    stage: str, started_on: date | None, ended_on: date | None, warns: bool
) -> None:
    found = check(
        replace(EMPTY, stage=stage), ON, episode_started_on=started_on, episode_ended_on=ended_on
    )
    assert [problem.is_warning for problem in found] == ([True] if warns else [])


def test_a_top_is_complete_when_every_item_has_an_answer_or_a_refusal() -> None:
    values: dict[str, Value] = dict.fromkeys(NEEDED_FIELDS, 0)
    values |= dict.fromkeys(YES_NO_FIELDS, "no")
    full = replace(EMPTY, values=values)
    assert state_of(full) is TopState.COMPLETE
    one_refused = replace(full, values={**values, "assault": None}, declined=frozenset({"assault"}))
    assert state_of(one_refused) is TopState.COMPLETE
    one_left = replace(full, values={**values, "assault": "not_asked"})
    assert (state_of(one_left), missing_from(one_left)) == (TopState.PARTIAL, ("assault",))
    assert state_of(EMPTY) is TopState.NONE


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (EMPTY, False),
        (replace(EMPTY, values=dict.fromkeys(YES_NO_FIELDS, "not_asked")), False),
        (replace(EMPTY, values={"other_name": "Spice"}), False),
        (replace(EMPTY, values={"opiates_days": 0}), True),
        (replace(EMPTY, values={"tobacco_days": 28}), True),
        (replace(EMPTY, values={"assault": "no"}), True),
        (replace(EMPTY, weeks={"crack_days": (2, None, None, None)}), True),
        (replace(EMPTY, declined=frozenset({"crack_days"})), True),
    ],
)
def test_a_top_says_something_once_anything_is_answered_or_declined(
    given: TopAnswers, says: bool
) -> None:
    assert has_answers(given) is says
    assert (state_of(given) is TopState.PARTIAL) is says


def test_a_service_may_ask_fewer_items() -> None:
    given = with_value("opiates_days", 0)
    assert state_of(given, ("opiates_days",)) is TopState.COMPLETE
    assert state_of(given) is TopState.PARTIAL


@pytest.mark.parametrize(
    ("name", "last", "may"),
    [
        ("crack_days", 0, True),
        ("crack_days", 4, False),
        ("crack_days", None, False),
        ("psych_health", 0, False),
        ("assault", "no", False),
        ("unheard_of", 0, False),
    ],
)
def test_only_a_row_of_days_that_was_0_may_be_answered_still_0(
    name: str, last: Value, may: bool
) -> None:
    assert may_carry_zero(name, last) is may


def test_every_item_has_a_place_a_label_and_a_field_of_its_own() -> None:
    assert len(BY_FIELD) == len(ITEMS)
    assert all(item.label and item.number[0] == item.section for item in ITEMS)
    assert [item.section for item in ITEMS] == sorted(item.section for item in ITEMS)


def test_crime_is_context_only_and_has_no_better_direction() -> None:
    assert frozenset({Section.CRIME}) == CONTEXT_ONLY
    assert {item.is_better_lower for item in ITEMS if item.section is Section.CRIME} == {None}


def test_days_ratings_and_amounts_have_a_largest_answer() -> None:
    for item in ITEMS:
        most = {ItemKind.DAYS: 28, ItemKind.SCALE: 20, ItemKind.AMOUNT: 200}.get(item.kind)
        assert item.most == most
