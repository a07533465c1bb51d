"""What should have happened by now for somebody who started: due days, grace, leaving, pauses."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from prescribing.formulations import Formulation
from reviews.first_weeks import Answer, Checked, Happened, check, gone_on
from reviews.first_weeks_page import opening
from reviews.first_weeks_reader import Newcomer
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.retention import Start
from reviews.review_facts import Credit, Pause, ReviewFacts
from reviews.review_types import PauseReason, ReviewType
from reviews.since_start import Started

ON = date(2026, 11, 1)
WHAT = Formulation("methadone-oral-solution", "Methadone, oral solution")


def checked(
    began: int,
    *credits: tuple[ReviewType, int, str],
    left: int | None = None,
    happened: Happened | None = None,
    pauses: tuple[Pause, ...] = (),
) -> dict[str, Checked]:
    """`began`: days ago; the rest in days of treatment."""
    begun = ON - timedelta(days=began)
    start = Start(begun, None if left is None else begun + timedelta(days=left))
    facts = ReviewFacts(
        begun,
        credits=tuple(Credit(kind, begun + timedelta(days=at), key) for kind, at, key in credits),
        pauses=pauses,
    )
    one = Started(UUID(int=1), start, WHAT)
    found = check(one, facts, happened or Happened(), ON, DEFAULT_SCHEDULE)
    return {item.item.key: item for item in found}


def test_whoever_went_on_elsewhere_is_among_those_who_left() -> None:
    """The opening sentence and the column *Left before* count by the same rule."""
    begun = ON - timedelta(days=50)
    gone = Start(begun, begun + timedelta(days=20), is_transfer=True)
    assert gone_on(gone, ON) == gone.left_on
    assert gone_on(gone, ON - timedelta(days=40)) is None
    one = Started(UUID(int=1), gone, WHAT)
    facts = ReviewFacts(begun)
    new = Newcomer(one, "Ann Hale", check(one, facts, Happened(), ON, DEFAULT_SCHEDULE))
    assert "1 has left, 1 of them to go on elsewhere" in opening([new], ON)


def test_everything_is_asked_for_in_the_order_of_its_day() -> None:
    assert list(checked(10)) == [
        "risk",
        "induction-3",
        "induction-7",
        "induction-14",
        "top-start",
        "plan",
        "first12-28",
        "care_plan",
        "medical",
        "first12-56",
        "first12-84",
        "strategic",
        "top-12",
        "dose",
        "supervision",
    ]


@pytest.mark.parametrize(
    ("key", "last_day_on_time"),
    [
        ("risk", 7),
        ("induction-3", 4),
        ("induction-7", 8),
        ("induction-14", 15),
        ("top-start", 14),
        ("plan", 14),
        ("first12-28", 35),
        ("care_plan", 42),
        ("medical", 42),
        ("first12-56", 63),
    ],
)
def test_it_is_missing_from_the_day_after_its_grace(key: str, last_day_on_time: int) -> None:
    assert checked(last_day_on_time)[key].answer is Answer.AHEAD
    assert checked(last_day_on_time + 1)[key].answer is Answer.MISSING


def test_what_was_held_is_done_with_its_day() -> None:
    found = checked(
        60,
        (ReviewType.FIRST12, 29, "week 4"),
        (ReviewType.CARE_PLAN, 20, ""),
        (ReviewType.TOP, 3, "start"),
        happened=Happened(plans=(ON - timedelta(days=50),)),
    )
    done = {key for key, one in found.items() if one.answer is Answer.DONE}
    assert done == {"first12-28", "care_plan", "top-start", "plan"}
    assert found["first12-28"].words == "on 1 October 2026"


def test_whoever_left_before_its_day_is_set_apart_and_after_it_is_not() -> None:
    found = checked(60, left=28)
    assert found["first12-28"].answer is Answer.LEFT
    assert found["induction-14"].answer is Answer.MISSING
    assert checked(60, left=29)["medical"].answer is Answer.MISSING


def test_while_away_nothing_is_missing() -> None:
    away = Pause(ON - timedelta(days=50), PauseReason.CUSTODY)
    found = checked(60, pauses=(away,))
    assert {one.answer for one in found.values()} == {Answer.AHEAD}
    assert found["medical"].words == "paused since 12 September 2026; was due 30 September 2026"


def test_a_review_of_an_earlier_treatment_is_none_of_this_one() -> None:
    assert checked(60, (ReviewType.CARE_PLAN, -200, ""))["care_plan"].answer is Answer.MISSING


def test_week_12_needs_a_top_a_stable_dose_and_supervision_looked_at() -> None:
    held = ON - timedelta(days=4)
    found = checked(
        84, (ReviewType.TOP, 80, ""), happened=Happened(dose_stable=(held,), supervision=(held,))
    )
    assert [found[key].answer for key in ("top-12", "dose", "supervision")] == [Answer.DONE] * 3
