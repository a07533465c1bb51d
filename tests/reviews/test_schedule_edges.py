"""The edge cases of domain/reviews.md §9, pauses, spells, the start TOP and endings."""

from dataclasses import replace
from datetime import date, timedelta

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
)
from rodt.dates import add_days

START = date(2026, 1, 5)
ON_OST = ReviewFacts(episode_started_on=START, ost_started_on=START)
CARE_PLAN = ReviewType.CARE_PLAN
HELD_ON = date(2026, 6, 18)
REVIEWED = replace(ON_OST, credits=(Credit(CARE_PLAN, HELD_ON),))  # next due 10 September 2026
CUSTODY = Pause(date(2026, 8, 3), PauseReason.CUSTODY, date(2026, 10, 20))
OST_TYPES = (
    ReviewType.INDUCTION,
    ReviewType.FIRST12,
    ReviewType.MEDICAL,
    ReviewType.STRATEGIC,
)


def by_type(facts: ReviewFacts, on: date) -> dict[ReviewType, list[Due]]:
    found: dict[ReviewType, list[Due]] = {}
    for item in due(facts, on):
        found.setdefault(item.type, []).append(item)
    return found


# Two reviews on one day


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_reviews_on_one_day_the_sooner_next_day_holds(turned: bool) -> None:
    pair = (
        Credit(CARE_PLAN, HELD_ON, next_review_on=date(2026, 7, 30)),
        Credit(CARE_PLAN, HELD_ON, next_review_on=date(2026, 8, 20)),
    )
    facts = replace(ON_OST, credits=pair[::-1] if turned else pair)
    assert due_for(CARE_PLAN, facts, HELD_ON).due_on == date(2026, 7, 30)


def test_of_two_reviews_on_one_day_one_that_does_not_count_is_left_out() -> None:
    absent = Credit(CARE_PLAN, HELD_ON, next_review_on=date(2026, 7, 1), patient_absent=True)
    facts = replace(REVIEWED, credits=(*REVIEWED.credits, absent))
    assert due_for(CARE_PLAN, facts, HELD_ON).due_on == date(2026, 9, 10)


# Reviews before the episode, inherited days, late entries


def test_a_review_before_the_episode_started_is_no_anchor() -> None:
    facts = replace(ON_OST, credits=(Credit(CARE_PLAN, START - timedelta(days=1)),))
    assert due_for(CARE_PLAN, facts, START).is_first


def test_a_review_on_the_first_day_is_an_anchor() -> None:
    facts = replace(ON_OST, credits=(Credit(CARE_PLAN, START),))
    assert due_for(CARE_PLAN, facts, START).due_on == add_days(START, 84)


def test_a_review_brought_along_from_another_service_is_an_anchor() -> None:
    inherited = Credit(CARE_PLAN, START - timedelta(days=60), is_inherited=True)
    facts = replace(ON_OST, credits=(inherited,), is_transferred_in=True)
    found = due_for(CARE_PLAN, facts, START)
    assert found.due_on == add_days(START, 24)
    assert "at another service" in found.why


def test_a_review_in_an_earlier_spell_does_not_anchor_the_new_one() -> None:
    facts = replace(
        ON_OST,
        ost_started_on=date(2026, 9, 1),
        credits=(Credit(ReviewType.STRATEGIC, date(2026, 4, 1)),),
    )
    assert due_for(ReviewType.STRATEGIC, facts, date(2026, 9, 2)).due_on == date(2026, 11, 24)


def test_a_review_entered_late_counts_from_the_day_it_was_held() -> None:
    """The day of entry is no input: known since is the reader's question, not the schedule's."""
    before, after = (due_for(CARE_PLAN, facts, date(2026, 9, 30)) for facts in (ON_OST, REVIEWED))
    assert before.is_overdue
    assert (after.due_on, after.days_overdue) == (date(2026, 9, 10), 20)


# Pauses


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 8, 2), State.NOT_DUE),
        (date(2026, 8, 3), State.PAUSED),
        (date(2026, 9, 30), State.PAUSED),
        (date(2026, 10, 19), State.PAUSED),
        (date(2026, 10, 20), State.DUE_SOON),
        (date(2026, 10, 26), State.DUE_SOON),
        (date(2026, 10, 27), State.DUE),
        (date(2026, 11, 10), State.DUE),
        (date(2026, 11, 11), State.OVERDUE),
    ],
)
def test_a_review_waits_through_custody_and_is_due_within_7_days_of_release(
    on: date, state: State
) -> None:
    found = due_for(CARE_PLAN, replace(REVIEWED, pauses=(CUSTODY,)), on)
    assert found.state is state
    assert found.days_overdue == ((on - date(2026, 10, 27)).days if state.is_overdue else 0)


def test_a_pause_says_where_since_when_and_until_when() -> None:
    found = due_for(CARE_PLAN, replace(REVIEWED, pauses=(CUSTODY,)), date(2026, 10, 1))
    assert found.why == (
        "Paused: in custody from 3 August 2026 to 20 October 2026. Due within 7 days of release"
        " from custody, expected 20 October 2026. It was due 10 September 2026."
    )
    assert found.pause == CUSTODY


def test_a_return_names_the_day_it_was_due_before() -> None:
    facts = replace(REVIEWED, pauses=(replace(CUSTODY, returned_on=date(2026, 10, 5)),))
    found = due_for(CARE_PLAN, facts, date(2026, 10, 6))
    assert (found.due_on, found.was_due_on) == (date(2026, 10, 12), date(2026, 9, 10))
    assert found.why == ("Due within 7 days of release from custody. It was due 10 September 2026.")


def test_nobody_stays_paused_beyond_the_expected_day() -> None:
    found = due_for(CARE_PLAN, replace(REVIEWED, pauses=(CUSTODY,)), date(2026, 11, 1))
    assert found.state is State.DUE
    assert "expected 20 October 2026" in found.why


def test_a_recorded_return_replaces_the_expected_day() -> None:
    late = replace(CUSTODY, returned_on=date(2026, 11, 2))
    facts = replace(REVIEWED, pauses=(late,))
    assert due_for(CARE_PLAN, facts, date(2026, 10, 25)).state is State.PAUSED
    assert due_for(CARE_PLAN, facts, date(2026, 11, 2)).due_on == date(2026, 11, 9)


def test_a_pause_without_an_end_pauses_until_one_is_recorded() -> None:
    facts = replace(REVIEWED, pauses=(Pause(date(2026, 8, 3), PauseReason.HOSPITAL),))
    assert due_for(CARE_PLAN, facts, date(2027, 8, 3)).state is State.PAUSED


def test_a_pause_leaves_alone_what_falls_due_after_the_return() -> None:
    short = Pause(date(2026, 7, 1), PauseReason.HOSPITAL, returned_on=date(2026, 7, 4))
    found = due_for(CARE_PLAN, replace(REVIEWED, pauses=(short,)), date(2026, 7, 5))
    assert (found.due_on, found.was_due_on) == (date(2026, 9, 10), None)


def test_a_review_held_since_the_return_is_past_the_pause() -> None:
    back = replace(CUSTODY, returned_on=date(2026, 10, 20))
    facts = replace(
        REVIEWED,
        pauses=(back,),
        credits=(*REVIEWED.credits, Credit(CARE_PLAN, date(2026, 10, 20))),
    )
    assert due_for(CARE_PLAN, facts, date(2026, 10, 21)).due_on == date(2027, 1, 12)


def test_a_review_held_during_the_pause_counts_from_its_day() -> None:
    facts = replace(
        REVIEWED,
        pauses=(CUSTODY,),
        credits=(*REVIEWED.credits, Credit(CARE_PLAN, date(2026, 9, 15))),
    )
    assert due_for(CARE_PLAN, facts, date(2026, 11, 1)).due_on == date(2026, 12, 8)


def test_of_two_pauses_the_last_return_holds() -> None:
    again = Pause(date(2026, 10, 22), PauseReason.HOSPITAL, returned_on=date(2026, 11, 20))
    facts = replace(REVIEWED, pauses=(again, replace(CUSTODY, returned_on=date(2026, 10, 20))))
    assert due_for(CARE_PLAN, facts, date(2026, 10, 21)).due_on == date(2026, 10, 27)
    found = due_for(CARE_PLAN, facts, date(2026, 11, 21))
    assert (found.due_on, found.was_due_on) == (date(2026, 11, 27), date(2026, 9, 10))


def test_a_pause_pauses_every_review_that_applies() -> None:
    states = {
        item.state
        for item in due(replace(REVIEWED, pauses=(CUSTODY,)), date(2026, 9, 1))
        if item.state is not State.NOT_APPLICABLE
    }
    assert states == {State.PAUSED}


# Spells, medicines


@pytest.mark.parametrize(
    ("days", "applies"), [(0, True), (1, True), (27, True), (28, False), (200, False)]
)
def test_prescribing_reviews_go_on_until_28_days_without_treatment(
    days: int, applies: bool
) -> None:
    facts = replace(ON_OST, ost_ended_on=date(2026, 6, 1))
    found = due_for(ReviewType.MEDICAL, facts, add_days(date(2026, 6, 1), days))
    assert (found.state is not State.NOT_APPLICABLE) is applies


def test_somebody_without_a_prescription_has_no_prescribing_reviews() -> None:
    facts = replace(ON_OST, ost_started_on=None)
    found = by_type(facts, START)
    for kind in OST_TYPES:
        assert [item.state for item in found[kind]] == [State.NOT_APPLICABLE]
        assert found[kind][0].why == "No opioid substitution treatment on this day."
    assert found[CARE_PLAN][0].state is State.NOT_DUE


def test_a_prescription_that_starts_later_is_not_counted_yet() -> None:
    facts = replace(ON_OST, ost_started_on=date(2026, 2, 1))
    assert due_for(ReviewType.MEDICAL, facts, date(2026, 1, 31)).state is State.NOT_APPLICABLE
    assert due_for(ReviewType.MEDICAL, facts, date(2026, 2, 1)).due_on == date(2026, 3, 1)


def test_on_naltrexone_alone_the_strategic_review_is_a_relapse_prevention_review() -> None:
    facts = replace(ON_OST, ost_started_on=None, relapse_prevention_started_on=date(2026, 2, 2))
    found = by_type(facts, date(2026, 2, 3))
    strategic = found[ReviewType.STRATEGIC][0]
    assert (strategic.title, strategic.due_on) == ("Relapse-prevention review", date(2026, 4, 27))
    assert strategic.why == "Due 12 weeks after the start of naltrexone on 2 February 2026."
    assert found[ReviewType.MEDICAL][0].due_on == date(2026, 3, 2)
    for kind in (ReviewType.INDUCTION, ReviewType.FIRST12):
        assert found[kind][0].state is State.NOT_APPLICABLE


def test_substitution_treatment_comes_before_naltrexone() -> None:
    facts = replace(ON_OST, relapse_prevention_started_on=START)
    assert due_for(ReviewType.STRATEGIC, facts, START).title == "Strategic review"


# People whose age, order or prescriber is unusual: the same days hold


@pytest.mark.parametrize("born_on", [date(2009, 6, 1), date(2008, 1, 6), date(1940, 2, 29)])
def test_a_young_or_old_person_in_an_adult_service_has_the_same_schedule(born_on: date) -> None:
    assert due(replace(REVIEWED, born_on=born_on), date(2026, 9, 1)) == due(
        REVIEWED, date(2026, 9, 1)
    )


def test_a_pregnancy_asks_for_an_event_review_and_changes_no_interval() -> None:
    facts = replace(REVIEWED, events=(Event(date(2026, 8, 28), EventKind.PREGNANCY),))
    found = by_type(facts, date(2026, 9, 1))
    assert found[ReviewType.EVENT][0].due_on == date(2026, 9, 7)  # over the bank holiday
    assert found[CARE_PLAN] == by_type(REVIEWED, date(2026, 9, 1))[CARE_PLAN]


# The start TOP


@pytest.mark.parametrize(
    ("held_after", "due_after"), [(-14, 182), (-1, 182), (0, 182), (14, 182), (-15, 14)]
)
def test_after_a_start_top_the_review_top_is_counted_from_the_start(
    held_after: int, due_after: int
) -> None:
    credit = Credit(ReviewType.TOP, add_days(START, held_after), "start")
    found = due_for(ReviewType.TOP, replace(ON_OST, credits=(credit,)), add_days(START, 20))
    assert found.due_on == add_days(START, due_after)


def test_a_review_top_before_the_episode_does_not_count() -> None:
    credit = Credit(ReviewType.TOP, add_days(START, -3))
    assert due_for(ReviewType.TOP, replace(ON_OST, credits=(credit,)), START).title == "Start TOP"


# Endings


ENDED = replace(REVIEWED, episode_ended_on=date(2026, 7, 6), ost_ended_on=date(2026, 7, 5))


@pytest.mark.parametrize("planned", [True, False])
def test_discharge_ends_everything_but_aftercare(planned: bool) -> None:
    facts = replace(
        ENDED,
        exit_was_planned=planned,
        events=(Event(date(2026, 7, 5), EventKind.OVERDOSE),),
    )
    found = by_type(facts, date(2026, 7, 6))
    live = [kind for kind in found if found[kind][0].state is not State.NOT_APPLICABLE]
    assert live == ([ReviewType.AFTERCARE] if planned else [])
    assert found[CARE_PLAN][0].why == "Treatment ended on 6 July 2026."


def test_the_day_before_discharge_everything_still_stands() -> None:
    assert due(ENDED, date(2026, 7, 5))[2].state is not State.NOT_APPLICABLE


def test_aftercare_is_due_1_4_12_and_26_weeks_after_a_planned_exit() -> None:
    found = by_type(replace(ENDED, exit_was_planned=True), date(2026, 7, 6))[ReviewType.AFTERCARE]
    ended_on = date(2026, 7, 6)
    assert [item.due_on for item in found] == [
        ended_on + timedelta(weeks=weeks) for weeks in (1, 4, 12, 26)
    ]
    assert found[0].title == "Aftercare contact, week 1"


def test_aftercare_stops_on_the_day_it_is_declined() -> None:
    facts = replace(ENDED, exit_was_planned=True, aftercare_declined_on=date(2026, 7, 10))
    assert due_for(ReviewType.AFTERCARE, facts, date(2026, 7, 9)).state is State.DUE_SOON
    declined = due_for(ReviewType.AFTERCARE, facts, date(2026, 7, 10))
    assert declined.why == "Aftercare was declined on 10 July 2026."


def test_a_death_ends_everything_aftercare_too() -> None:
    facts = replace(ENDED, exit_was_planned=True, died_on=date(2026, 7, 20))
    assert {item.state for item in due(facts, date(2026, 7, 20))} == {State.NOT_APPLICABLE}
    assert due_for(ReviewType.AFTERCARE, facts, date(2026, 7, 19)).state is State.DUE


def test_before_treatment_starts_nothing_applies() -> None:
    found = due(ON_OST, date(2026, 1, 4))
    assert {item.why for item in found} == {"Treatment starts on 5 January 2026."}
