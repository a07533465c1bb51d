"""The schedule against a slow, obvious version that walks through a life day by day."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.schedule import (
    Credit,
    Pause,
    PauseReason,
    ReviewFacts,
    ReviewType,
    State,
    due,
    due_for,
)
from rodt.dates import add_days

START = date(2027, 12, 6)
LAST = 420
DAYS = st.integers(0, LAST)
KINDS = {
    # type: first due after, then every, grace
    ReviewType.CARE_PLAN: (28, 84, 14),
    ReviewType.MEDICAL: (28, 84, 14),
    ReviewType.STRATEGIC: (84, 365, 28),
    ReviewType.RISK: (0, 84, 7),
    ReviewType.TOP: (14, 182, 0),
}


@st.composite
def credits(draw: st.DrawFn) -> Credit:
    held = draw(DAYS)
    agreed = draw(st.none() | st.integers(1, 200))
    return Credit(
        draw(st.sampled_from(list(KINDS))),
        add_days(START, held),
        is_valid=draw(st.booleans()),
        patient_absent=draw(st.booleans()),
        next_review_on=None if agreed is None else add_days(START, held + agreed),
    )


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    started = draw(DAYS)
    expected = draw(st.none() | st.integers(0, 90))
    returned = draw(st.none() | st.integers(0, 90))
    return Pause(
        add_days(START, started),
        PauseReason.RESIDENTIAL,
        None if expected is None else add_days(START, started + expected),
        None if returned is None else add_days(START, started + returned),
    )


PEOPLE = st.builds(
    lambda held, away: ReviewFacts(
        START, ost_started_on=START, credits=tuple(held), pauses=tuple(away)
    ),
    st.lists(credits(), max_size=8),
    st.lists(pauses(), max_size=3),
)


def walk(kind: ReviewType, facts: ReviewFacts, last: int) -> tuple[date, State]:
    """Live every day from the start, keep one due day, and look at it on the last."""
    first, every, grace = KINDS[kind]
    due_on = add_days(START, first)
    paused = False
    for number in range(last + 1):
        today = add_days(START, number)
        back_today = any(
            pause.ends_on == today and pause.started_on <= today for pause in facts.pauses
        )
        if back_today and due_on < today and number > 0:
            due_on = add_days(today, 7)
        held = [
            credit
            for credit in facts.credits
            if credit.type is kind
            and credit.held_on == today
            and credit.is_valid
            and not credit.patient_absent
        ]
        if held:
            agreed = [credit.next_review_on for credit in held if credit.next_review_on]
            due_on = min([add_days(today, every), *agreed])
        paused = any(
            pause.started_on <= today and (pause.ends_on is None or today < pause.ends_on)
            for pause in facts.pauses
        )
    today = add_days(START, last)
    if paused:
        return due_on, State.PAUSED
    late = (today - due_on).days
    if late > grace + 28:
        return due_on, State.LONG_OVERDUE
    if late > grace:
        return due_on, State.OVERDUE
    if late >= 0:
        return due_on, State.DUE
    return due_on, State.DUE_SOON if late >= -14 else State.NOT_DUE


@settings(max_examples=400, deadline=None)
@given(PEOPLE, st.sampled_from(list(KINDS)), DAYS)
def test_the_schedule_says_what_living_every_day_says(
    facts: ReviewFacts, kind: ReviewType, last: int
) -> None:
    expected_due, expected_state = walk(kind, facts, last)
    found = due_for(kind, facts, add_days(START, last))
    assert found.state is expected_state
    if found.state is not State.PAUSED:
        assert found.due_on == expected_due


@settings(max_examples=200, deadline=None)
@given(PEOPLE, DAYS)
def test_what_has_not_happened_yet_changes_nothing(facts: ReviewFacts, last: int) -> None:
    on = add_days(START, last)
    known = replace(
        facts,
        credits=tuple(credit for credit in facts.credits if credit.held_on <= on),
        pauses=tuple(pause for pause in facts.pauses if pause.started_on <= on),
    )
    assert due(facts, on) == due(known, on)


@settings(max_examples=200, deadline=None)
@given(PEOPLE, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(
    facts: ReviewFacts, last: int, chance: object
) -> None:
    held, away = list(facts.credits), list(facts.pauses)
    chance.shuffle(held)  # type: ignore[attr-defined]
    chance.shuffle(away)  # type: ignore[attr-defined]
    shuffled = replace(facts, credits=tuple(held), pauses=tuple(away))
    on = add_days(START, last)

    def told(answers: ReviewFacts) -> list[tuple[object, ...]]:
        return [(item.key, item.state, item.due_on) for item in due(answers, on)]

    assert told(shuffled) == told(facts)


@settings(max_examples=200, deadline=None)
@given(PEOPLE, DAYS)
def test_overdue_is_never_left_but_by_a_review_a_pause_or_a_lapse(
    facts: ReviewFacts, last: int
) -> None:
    on = add_days(START, last)
    tomorrow = add_days(on, 1)
    held_tomorrow = {credit.type for credit in facts.credits if credit.held_on == tomorrow}
    away = any(pause.started_on == tomorrow or pause.ends_on == tomorrow for pause in facts.pauses)
    after = {item.key: item for item in due(facts, tomorrow)}
    for item in due(facts, on):
        if item.is_overdue and item.type in KINDS and item.type not in held_tomorrow and not away:
            assert after[item.key].is_overdue
