"""How late a review was held, as kept when it was saved."""

from datetime import date

import pytest

from patients.entries import typed_fields
from prescribing.models import Pregnancy
from reviews.lateness import DueWhenSaved, days_late, due_when_saved, late_lines, late_words
from reviews.models import TopRecord
from reviews.schedule import Credit, Pause, PauseReason, ReviewFacts, ReviewType, due

START = date(2026, 1, 5)
CARE_PLAN = ReviewType.CARE_PLAN
REVIEWED = ReviewFacts(
    episode_started_on=START, credits=(Credit(CARE_PLAN, date(2026, 6, 18)),)
)  # next due 10 September 2026, on time to 24 September


@pytest.mark.parametrize(
    ("held_on", "late"),
    [
        (date(2026, 8, 1), 0),
        (date(2026, 9, 10), 0),
        (date(2026, 9, 24), 0),
        (date(2026, 9, 25), 15),
        (date(2026, 10, 1), 21),
    ],
)
def test_days_late_are_counted_from_the_due_day_once_grace_is_over(
    held_on: date, late: int
) -> None:
    was = due_when_saved(due(REVIEWED, held_on), CARE_PLAN, "", held_on)
    assert was == DueWhenSaved(date(2026, 9, 10), date(2026, 9, 24), "0")
    assert days_late(held_on, was.due_on, was.on_time_to) == late


def test_a_review_held_while_reviews_are_paused_is_not_late() -> None:
    held_on = date(2026, 12, 1)
    away = ReviewFacts(
        episode_started_on=START,
        credits=REVIEWED.credits,
        pauses=(Pause(date(2026, 8, 1), PauseReason.CUSTODY),),
    )
    was = due_when_saved(due(away, held_on), CARE_PLAN, "", held_on)
    assert days_late(held_on, was.due_on, was.on_time_to) == 0


def test_what_was_not_due_or_is_not_known_is_neither_late_nor_on_time() -> None:
    held_on = date(2025, 12, 1)  # before treatment started
    assert due_when_saved(due(REVIEWED, held_on), CARE_PLAN, "", held_on) == DueWhenSaved()
    assert days_late(held_on, None, None) is None
    assert late_words(None, None) == late_words(0, held_on) == ""


def test_the_words_name_the_day_and_nobody() -> None:
    assert late_words(1, date(2026, 9, 10)) == "Held 1 day after it was due, 10 September 2026"
    assert late_words(21, date(2026, 9, 10)) == "Held 21 days after it was due, 10 September 2026"


def test_when_it_was_due_is_typed_and_corrected_by_nobody() -> None:
    typed = {field.name for field in typed_fields(TopRecord)}
    assert not typed & {"due_on", "on_time_to", "rule_version"}
    assert "due_on" in {field.name for field in typed_fields(Pregnancy)}  # of the baby


def test_of_several_kinds_each_is_named_and_of_one_it_goes_without_saying() -> None:
    words = "Held 15 days after it was due, 10 September 2026"
    assert late_lines([("Care plan review", words)]) == [words]
    assert late_lines([("Care plan review", words), ("Risk review", "")]) == [
        "Care plan review: held 15 days after it was due, 10 September 2026"
    ]
