"""Who is in treatment in a week, who left, and what they answered: edges on both sides."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from prescribing.formulations import Formulation
from reviews.cohort_words import stayed, used, why
from reviews.retention import Start
from reviews.since_start import ALL, Part, Started, Use, cohort, cohorts, first_day_of

ON = date(2026, 11, 1)
METHADONE = Formulation("methadone-oral-solution", "Methadone, oral solution")
DEPOT = Formulation("buprenorphine-monthly-depot-injection", "Buprenorphine, monthly depot")


def somebody(
    began: int,
    left: int | None = None,
    *,
    uses: tuple[tuple[int, int], ...] = (),
    what: Formulation = METHADONE,
    **more: bool,
) -> Started:
    """`began`: days before the day; `left`: day of treatment that was the first without; `uses`:
    day of treatment and days of 28, the first on day 0 or before being a start TOP."""
    begun = ON - timedelta(days=began)
    start = Start(begun, None if left is None else begun + timedelta(days=left), **more)
    answered = tuple(Use(begun + timedelta(days=at), days, at <= 0) for at, days in uses)
    return Started(UUID(int=began), start, what, answered)


def part_of(one: Started, week: int) -> Part:
    found = cohort(ALL, [one], ON, 52)
    row = next(row for row in found.rows if row.week == week)
    (part,) = [
        part for part in (Part.STAYING, Part.LEFT, Part.AHEAD) if row.people(part, found.started)
    ]
    return part


def test_week_1_begins_on_the_first_day() -> None:
    assert [first_day_of(week) for week in (0, 1, 4, 12, 24)] == [0, 0, 21, 77, 161]


@pytest.mark.parametrize(
    ("one", "part"),
    [
        (somebody(21), Part.STAYING),  # week 4 begins today
        (somebody(20), Part.AHEAD),  # tomorrow
        (somebody(300, 22), Part.STAYING),  # the last dose was on its first day
        (somebody(300, 21), Part.LEFT),  # the day before
        (somebody(300, 21, is_transfer=True), Part.AHEAD),  # went on elsewhere
        (somebody(40, 21, is_closed=False), Part.AHEAD),  # a gap of 19 days may yet close
        (somebody(49, 21, is_closed=False), Part.LEFT),  # 28 days without
        (somebody(10, 30), Part.AHEAD),  # a depot covers them beyond today
    ],
)
def test_in_treatment_in_week_4(one: Started, part: Part) -> None:
    assert part_of(one, 4) is part


def test_everybody_is_in_treatment_at_the_start_even_for_a_day() -> None:
    assert part_of(somebody(300, 1), 0) is Part.STAYING


def test_each_row_adds_up_to_all_who_started_and_follows_the_curve() -> None:
    people = [somebody(300, left) for left in (5, 30, 30, 100)] + [somebody(n) for n in (90, 300)]
    found = cohort(ALL, people, ON, 52)
    assert found.curve is not None
    for row in found.rows:
        assert len(row.staying) + len(row.left) + len(row.ahead) == len(people)
        if row.staying:
            assert row.step == found.curve.at(first_day_of(row.week))
        assert len(row.answered) + len(row.not_answered) == len(row.staying)
    assert [row.week for row in found.rows] == list(range(0, 53, 4))[: len(found.rows)]


def test_the_table_ends_with_the_first_week_in_which_nobody_is_left() -> None:
    found = cohort(ALL, [somebody(300, 40), somebody(300, 60)], ON, 52)
    assert [row.week for row in found.rows] == [0, 4, 8, 12]
    assert found.rows[-1].step is not None
    assert found.rows[-1].step.share == 0


@pytest.mark.parametrize(
    ("day", "week"), [(-15, None), (-14, 0), (13, 0), (14, 4), (41, 4), (42, 8)]
)
def test_a_top_belongs_to_the_week_it_is_nearest_to(day: int, week: int | None) -> None:
    found = somebody(300, uses=((day, 7),)).use_by_week
    assert list(found) == ([] if week is None else [week])


def test_a_start_top_comes_before_a_nearer_one_and_else_the_nearest_counts() -> None:
    one = somebody(300, uses=((-9, 28), (2, 20), (25, 9), (30, 6)))
    assert {week: use.days for week, use in one.use_by_week.items()} == {0: 28, 4: 6}


def test_days_of_use_are_those_of_people_in_treatment_and_unknown_is_never_none() -> None:
    answers = [0, 0, 4, 8, 28]
    people = [somebody(300, uses=((28, days),)) for days in answers]
    people += [somebody(300), somebody(300, 10, uses=((28, 28),))]
    row = cohort(ALL, people, ON, 52).rows[1]
    assert (row.days, row.mean, row.middle_half) == ((0, 0, 4, 8, 28), 8.0, (0.0, 8.0))
    assert (len(row.none), len(row.not_answered), row.none_share) == (2, 1, 0.4)


def test_everybody_together_then_by_the_medicine_they_started_on() -> None:
    people = [somebody(300), somebody(200, what=DEPOT)]
    assert [one.what for one in cohorts(people, ON, 52)] == [ALL, DEPOT, METHADONE]


def test_what_is_said_adds_up_and_puts_nothing_that_is_missing_on_people() -> None:
    people = [somebody(300, uses=((0, 28), (28, 4))) for _ in range(10)] + [somebody(300, 30)] * 2
    people.append(somebody(20))
    found = cohort(ALL, people, ON, 52)
    assert stayed(found, 8) == (
        "In week 8, 83 in 100 were still in treatment (95% interval 48 to 96)."
        " Of 13 who started, 10 were in treatment then and 2 had left."
        " 1 is not followed that far yet."
    )
    assert used(found, 8) == (
        "Opiates on 28.0 of 28 days at the start, on average; on 4.0 in week 4, when 0 of 10 used"
        " on none. For 2 of 12 in treatment, no TOP near that week has an answer."
    )


def test_no_mean_is_drawn_of_fewer_than_ten_answers() -> None:
    for number, is_drawn in ((9, False), (10, True)):
        people = [somebody(300, uses=((28, 4),)) for _ in range(number)]
        assert cohort(ALL, people, ON, 52).rows[1].can_be_drawn is is_drawn


def test_each_number_says_why_somebody_is_behind_it() -> None:
    one = somebody(300, 30, uses=((0, 28),))
    began = "Started on 5 January 2026: Methadone, oral solution."
    assert why(Part.STARTED, one, 0, ON) == began
    assert why(Part.ANSWERED, one, 0, ON) == (
        f"{began} TOP of 5 January 2026: opiates on 28 of 28 days."
    )
    assert why(Part.LEFT, one, 8, ON) == f"{began} Nothing prescribed since 4 February 2026."
    assert why(Part.NOT_ANSWERED, one, 4, ON) == (
        f"{began} No TOP from 19 January 2026 to 15 February 2026 has an answer about opiates."
    )
    assert why(Part.AHEAD, somebody(20), 4, ON).endswith("Week 4 begins on 2 November 2026.")
