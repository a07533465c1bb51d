"""Milestones of the worklist, and reviews that something that happened asks for."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.schedule import (
    Credit,
    Due,
    Event,
    EventKind,
    Pause,
    PauseReason,
    ReviewFacts,
    ReviewType,
    State,
    due,
    due_for,
    events_up_to,
)
from rodt.dates import Span, add_days

START = date(2026, 1, 5)
ON_OST = ReviewFacts(episode_started_on=START, ost_started_on=START)
REVIEWED = replace(ON_OST, credits=(Credit(ReviewType.CARE_PLAN, date(2026, 6, 18)),))


def by_type(facts: ReviewFacts, on: date) -> dict[ReviewType, list[Due]]:
    found: dict[ReviewType, list[Due]] = {}
    for item in due(facts, on):
        found.setdefault(item.type, []).append(item)
    return found


# Milestones


@pytest.mark.parametrize(
    ("days", "open_ones"),
    [
        (0, ["day 3", "week 1", "week 2"]),
        (4, ["day 3", "week 1", "week 2"]),
        (6, ["day 3", "week 1", "week 2"]),
        (7, ["week 1", "week 2"]),
        (13, ["week 1", "week 2"]),
        (14, ["week 2"]),
        (41, ["week 2"]),
        (42, []),
        (900, []),
    ],
)
def test_an_induction_check_lapses_when_the_next_falls_due_the_last_after_28_days(
    days: int, open_ones: list[str]
) -> None:
    found = by_type(ON_OST, add_days(START, days))[ReviewType.INDUCTION]
    assert [item.milestone for item in found if item.milestone] == open_ones
    if not open_ones:
        assert [item.state for item in found] == [State.NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (69, State.NOT_DUE),
        (70, State.DUE_SOON),
        (83, State.DUE_SOON),
        (84, State.DUE),
        (91, State.DUE),
        (92, State.OVERDUE),
        (111, State.OVERDUE),
        (112, State.NOT_APPLICABLE),
    ],
)
def test_the_12_week_review_has_a_week_of_grace_and_lapses_28_days_after_its_day(
    days: int, state: State
) -> None:
    credits = tuple(Credit(ReviewType.FIRST12, add_days(START, held)) for held in (28, 56))
    found = due_for(ReviewType.FIRST12, replace(ON_OST, credits=credits), add_days(START, days))
    assert found.state is state


@pytest.mark.parametrize(
    ("began", "open_ones"),
    [
        (111, {"week 12"}),
        (112, set()),
        (700, set()),
    ],
)
def test_a_pause_brings_back_no_check_that_had_lapsed_before_it_began(
    began: int, open_ones: set[str]
) -> None:
    """Week 12 is day 84, and lapses on day 112."""
    held = tuple(Credit(ReviewType.FIRST12, add_days(START, day)) for day in (28, 56))
    away = Pause(
        add_days(START, began), PauseReason.CUSTODY, returned_on=add_days(START, began + 7)
    )
    event = Event(START, EventKind.BEREAVEMENT)
    facts = replace(ON_OST, credits=held, pauses=(away,), events=(event,))
    for later in (began, began + 7, began + 10):
        found = by_type(facts, add_days(START, later))
        for kind in (ReviewType.INDUCTION, ReviewType.FIRST12):
            asked = {item.milestone for item in found[kind] if item.milestone}
            assert asked == (open_ones if kind is ReviewType.FIRST12 else set())
        happened = {item.milestone for item in found[ReviewType.EVENT]} - {""}
        assert happened == ({add_days(START, began + 7).isoformat()} if later > began else set())


def test_milestones_have_titles_people_use() -> None:
    facts = replace(ON_OST, credits=(Credit(ReviewType.TOP, START, "start"),))
    titles = {item.title for item in due(facts, START)}
    assert {"Day 3 check", "Week 2 check", "Week 12 review", "TOP review"} <= titles


def test_nothing_imported_is_overdue_for_ever() -> None:
    """Milestones and events of long ago are no longer asked for."""
    old = replace(
        ON_OST,
        events=tuple(Event(add_days(START, n), kind) for n, kind in enumerate(EventKind)),
        missed_doses=(Span(date(2026, 2, 1), date(2026, 2, 20)),),
    )
    found = by_type(old, date(2026, 12, 1))
    for kind in (ReviewType.INDUCTION, ReviewType.FIRST12, ReviewType.EVENT):
        assert [item.state for item in found[kind]] == [State.NOT_APPLICABLE]


def test_a_milestone_that_fell_due_in_hospital_is_due_within_7_days_of_leaving() -> None:
    stay = Pause(date(2026, 1, 12), PauseReason.HOSPITAL, returned_on=date(2026, 1, 26))
    found = by_type(replace(ON_OST, pauses=(stay,)), date(2026, 1, 27))
    week_2 = found[ReviewType.INDUCTION][0]
    assert (week_2.milestone, week_2.due_on, week_2.was_due_on) == (
        "week 2",
        date(2026, 2, 2),
        date(2026, 1, 19),
    )


# Events


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 9, 9), State.NOT_APPLICABLE),
        (date(2026, 9, 10), State.DUE_SOON),
        (date(2026, 9, 16), State.DUE_SOON),
        (date(2026, 9, 17), State.DUE),
        (date(2026, 9, 19), State.DUE),
        (date(2026, 9, 20), State.OVERDUE),
        (date(2026, 10, 14), State.OVERDUE),
        (date(2026, 10, 15), State.NOT_APPLICABLE),
    ],
)
def test_an_event_review_is_due_in_5_working_days_with_2_of_grace(on: date, state: State) -> None:
    facts = replace(REVIEWED, events=(Event(date(2026, 9, 10), EventKind.OVERDOSE),))
    assert due_for(ReviewType.EVENT, facts, on).state is state


def test_a_lapsed_event_leaves_the_risk_review_overdue() -> None:
    facts = replace(REVIEWED, events=(Event(date(2026, 9, 10), EventKind.OVERDOSE),))
    facts = replace(facts, credits=(*facts.credits, Credit(ReviewType.RISK, date(2026, 9, 1))))
    found = due_for(ReviewType.RISK, facts, date(2026, 12, 1))
    assert (found.due_on, found.state) == (date(2026, 9, 17), State.LONG_OVERDUE)


@pytest.mark.parametrize(
    ("milestone", "held_on", "answers"),
    [
        ("2026-09-10", date(2026, 9, 10), True),
        ("", date(2026, 9, 12), True),
        ("2026-09-10", date(2026, 9, 9), False),
        ("2026-09-02", date(2026, 9, 12), False),
    ],
)
def test_an_event_review_answers_the_day_it_names_or_all_before_it(
    milestone: str, held_on: date, answers: bool
) -> None:
    facts = replace(
        REVIEWED,
        events=(Event(date(2026, 9, 10), EventKind.OVERDOSE),),
        credits=(Credit(ReviewType.EVENT, held_on, milestone),),
    )
    found = due_for(ReviewType.EVENT, facts, date(2026, 9, 14))
    assert (found.state is State.NOT_APPLICABLE) is answers


def test_two_events_of_one_day_ask_for_one_review_that_names_both() -> None:
    day = date(2026, 9, 10)
    facts = replace(
        REVIEWED, events=(Event(day, EventKind.OVERDOSE), Event(day, EventKind.HOMELESS)) * 2
    )
    found = by_type(facts, day)[ReviewType.EVENT]
    assert [item.title for item in found] == ["Review after the loss of a home and an overdose"]
    assert found[0].milestone == "2026-09-10"


def test_events_of_two_days_ask_for_two_reviews() -> None:
    facts = replace(
        REVIEWED,
        events=(
            Event(date(2026, 9, 10), EventKind.OVERDOSE),
            Event(date(2026, 9, 14), EventKind.OVERDOSE),
        ),
        credits=(Credit(ReviewType.EVENT, date(2026, 9, 12)),),
    )
    found = by_type(facts, date(2026, 9, 14))[ReviewType.EVENT]
    assert [item.milestone for item in found] == ["2026-09-14"]


@pytest.mark.parametrize(
    ("runs", "days"),
    [
        ([(1, 2)], []),
        ([(1, 3)], [3]),
        ([(1, 9)], [3]),
        ([(1, 2), (3, 3)], [3]),
        ([(1, 2), (4, 5)], []),
        ([(1, 3), (10, 12)], [3, 12]),
        ([(1, 3), (2, 4)], [3]),
    ],
)
def test_the_third_missed_day_in_a_row_asks_for_a_review(
    runs: list[tuple[int, int]], days: list[int]
) -> None:
    missed = tuple(Span(date(2026, 9, first), date(2026, 9, last)) for first, last in runs)
    found = events_up_to(replace(REVIEWED, missed_doses=missed), date(2026, 9, 30))
    assert [event.on.day for event in found] == days


def test_missed_days_count_as_they_come() -> None:
    facts = replace(REVIEWED, missed_doses=(Span(date(2026, 9, 1), date(2026, 9, 9)),))
    assert not events_up_to(facts, date(2026, 9, 2))
    assert events_up_to(facts, date(2026, 9, 3))


@pytest.mark.parametrize(
    ("reason", "returned", "kinds"),
    [
        (PauseReason.CUSTODY, True, [EventKind.PRISON_RELEASE]),
        (PauseReason.HOSPITAL, True, [EventKind.HOSPITAL_DISCHARGE]),
        (PauseReason.RESIDENTIAL, True, []),
        (PauseReason.CUSTODY, False, []),
    ],
)
def test_a_recorded_release_asks_for_a_review(
    reason: PauseReason, returned: bool, kinds: list[EventKind]
) -> None:
    back_on = date(2026, 9, 10)
    pause = Pause(date(2026, 8, 1), reason, back_on, back_on if returned else None)
    found = events_up_to(replace(REVIEWED, pauses=(pause,)), back_on)
    assert [event.kind for event in found] == kinds


def test_a_transfer_in_asks_for_a_review_of_its_own() -> None:
    found = by_type(replace(ON_OST, is_transferred_in=True), START)[ReviewType.EVENT]
    assert [item.due_on for item in found] == [date(2026, 1, 12)]


def test_what_happened_before_the_episode_asks_for_nothing_in_it() -> None:
    facts = replace(ON_OST, events=(Event(date(2026, 1, 4), EventKind.OVERDOSE),))
    assert not events_up_to(facts, START)
