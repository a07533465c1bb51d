"""When each review is due, and in what state it is: truth tables, edge days included."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviews.review_types import interval_words, milestone_key
from reviews.schedule import (
    DEFAULT_SCHEDULE,
    Appointment,
    Attempt,
    Basis,
    Credit,
    Due,
    Event,
    EventKind,
    ReviewFacts,
    ReviewType,
    State,
    due,
    due_for,
    in_first_weeks,
    next_review_latest_on,
    state_on,
)
from rodt.dates import add_days

START = date(2026, 1, 5)
ON_OST = ReviewFacts(episode_started_on=START, ost_started_on=START)
GRACES = {
    ReviewType.KEYWORK: 7,
    ReviewType.CARE_PLAN: 14,
    ReviewType.MEDICAL: 14,
    ReviewType.STRATEGIC: 28,
    ReviewType.TOP: 0,
    ReviewType.RISK: 7,
}


def reviewed(kind: ReviewType, held_on: date, **more: object) -> ReviewFacts:
    """Somebody in treatment for years, with one review of a type."""
    started_on = held_on - timedelta(days=700)
    credit = Credit(kind, held_on, **more)  # type: ignore[arg-type]
    return ReviewFacts(episode_started_on=started_on, ost_started_on=started_on, credits=(credit,))


def edges(grace: int) -> list[tuple[int, State, int]]:
    """(day from the due day, state, days overdue) on both sides of every change."""
    return [
        (-15, State.NOT_DUE, 0),
        (-14, State.DUE_SOON, 0),
        (-1, State.DUE_SOON, 0),
        (0, State.DUE, 0),
        (grace, State.DUE, 0),
        (grace + 1, State.OVERDUE, grace + 1),
        (grace + 28, State.OVERDUE, grace + 28),
        (grace + 29, State.LONG_OVERDUE, grace + 29),
        (grace + 400, State.LONG_OVERDUE, grace + 400),
    ]


@pytest.mark.parametrize("grace", [0, 1, 2, 7, 14, 28])
def test_state_changes_on_the_day_and_not_before(grace: int) -> None:
    due_on = date(2028, 2, 29)
    for days, state, _ in edges(grace):
        assert state_on(due_on, grace, add_days(due_on, days)) is state


@pytest.mark.parametrize(
    ("kind", "days", "state", "days_overdue"),
    [(kind, *edge) for kind, grace in GRACES.items() for edge in edges(grace)],
)
def test_every_type_changes_state_with_its_own_grace(
    kind: ReviewType, days: int, state: State, days_overdue: int
) -> None:
    interval = DEFAULT_SCHEDULE.rule(kind).interval_days or 0
    facts = reviewed(kind, date(2025, 6, 2))
    due_on = add_days(date(2025, 6, 2), interval)
    found = due_for(kind, facts, add_days(due_on, days))
    assert (found.state, found.due_on, found.days_overdue) == (state, due_on, days_overdue)


@pytest.mark.parametrize(
    ("kind", "interval"),
    [
        (ReviewType.KEYWORK, 28),
        (ReviewType.CARE_PLAN, 84),
        (ReviewType.MEDICAL, 84),
        (ReviewType.STRATEGIC, 365),
        (ReviewType.TOP, 182),
        (ReviewType.RISK, 84),
    ],
)
def test_intervals_are_the_settled_numbers_of_days(kind: ReviewType, interval: int) -> None:
    held_on = date(2027, 12, 1)
    assert due_for(kind, reviewed(kind, held_on), held_on).due_on == add_days(held_on, interval)


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (ReviewType.KEYWORK, 7),
        (ReviewType.CARE_PLAN, 28),
        (ReviewType.MEDICAL, 28),
        (ReviewType.STRATEGIC, 84),
        (ReviewType.TOP, 14),
        (ReviewType.RISK, 0),
    ],
)
def test_before_the_first_review_it_is_counted_from_the_start(kind: ReviewType, days: int) -> None:
    found = due_for(kind, ON_OST, START)
    assert (found.due_on, found.basis, found.is_first) == (add_days(START, days), Basis.FIRST, True)


@pytest.mark.parametrize("kind", [ReviewType.MEDICAL, ReviewType.STRATEGIC])
def test_prescribing_reviews_are_counted_from_the_prescription(kind: ReviewType) -> None:
    facts = replace(ON_OST, ost_started_on=date(2026, 3, 2))
    assert due_for(kind, facts, date(2026, 3, 2)).anchor_on == date(2026, 3, 2)
    assert due_for(ReviewType.CARE_PLAN, facts, date(2026, 3, 2)).anchor_on == START


@pytest.mark.parametrize(
    ("weeks_in", "days_to_next"),
    [(0, 7), (3, 7), (4, 14), (11, 14), (12, 28), (50, 28)],
)
def test_keywork_is_weekly_then_fortnightly_then_every_four_weeks(
    weeks_in: int, days_to_next: int
) -> None:
    held_on = START + timedelta(weeks=weeks_in)
    facts = replace(ON_OST, credits=(Credit(ReviewType.KEYWORK, held_on),))
    assert due_for(ReviewType.KEYWORK, facts, held_on).due_on == add_days(held_on, days_to_next)


def test_an_early_review_starts_the_clock_on_its_own_day() -> None:
    early = Credit(ReviewType.CARE_PLAN, date(2026, 3, 1))
    facts = replace(ON_OST, credits=(Credit(ReviewType.CARE_PLAN, date(2026, 2, 1)), early))
    assert due_for(ReviewType.CARE_PLAN, facts, date(2026, 3, 2)).due_on == date(2026, 5, 24)


def test_a_late_review_starts_the_clock_on_its_own_day() -> None:
    facts = reviewed(ReviewType.CARE_PLAN, date(2026, 6, 18))
    assert due_for(ReviewType.CARE_PLAN, facts, date(2026, 10, 1)).due_on == date(2026, 9, 10)


@pytest.mark.parametrize(
    ("agreed_on", "due_on", "basis"),
    [
        (date(2026, 7, 30), date(2026, 7, 30), Basis.AGREED),
        (date(2026, 9, 9), date(2026, 9, 9), Basis.AGREED),
        (date(2026, 9, 10), date(2026, 9, 10), Basis.INTERVAL),
        (date(2026, 12, 24), date(2026, 9, 10), Basis.INTERVAL),
        (date(2026, 6, 18), date(2026, 9, 10), Basis.INTERVAL),
        (date(2026, 6, 1), date(2026, 9, 10), Basis.INTERVAL),
        (None, date(2026, 9, 10), Basis.INTERVAL),
    ],
)
def test_the_earlier_of_interval_and_agreed_day_is_due(
    agreed_on: date | None, due_on: date, basis: Basis
) -> None:
    facts = reviewed(ReviewType.CARE_PLAN, date(2026, 6, 18), next_review_on=agreed_on)
    found = due_for(ReviewType.CARE_PLAN, facts, date(2026, 7, 1))
    assert (found.due_on, found.basis) == (due_on, basis)


@pytest.mark.parametrize("flaw", [{"patient_absent": True}, {"is_valid": False}])
def test_a_review_that_does_not_count_restarts_no_clock(flaw: dict[str, bool]) -> None:
    good = Credit(ReviewType.CARE_PLAN, date(2026, 3, 2))
    facts = replace(ON_OST, credits=(good, good._replace(held_on=date(2026, 5, 2), **flaw)))
    assert due_for(ReviewType.CARE_PLAN, facts, date(2026, 5, 3)).anchor_on == date(2026, 3, 2)


def test_a_review_of_another_type_restarts_no_clock() -> None:
    facts = reviewed(ReviewType.MEDICAL, date(2026, 6, 18))
    assert due_for(ReviewType.CARE_PLAN, facts, date(2026, 6, 19)).is_first


def test_a_day_that_has_not_come_changes_nothing() -> None:
    later = Credit(ReviewType.CARE_PLAN, date(2026, 6, 2))
    facts = replace(ON_OST, credits=(later,), events=(Event(date(2026, 6, 2), EventKind.OVERDOSE),))
    assert due(facts, date(2026, 6, 1)) == due(ON_OST, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("conclusion", "days"),
    [("clear", 365), ("partial", 182), ("not_evident", 182), ("not_enough", 365), ("", 365)],
)
def test_doubt_about_benefit_brings_the_strategic_review_forward(
    conclusion: str, days: int
) -> None:
    held_on = date(2026, 2, 2)
    facts = reviewed(ReviewType.STRATEGIC, held_on, conclusion=conclusion)
    assert due_for(ReviewType.STRATEGIC, facts, held_on).due_on == add_days(held_on, days)


@pytest.mark.parametrize(
    ("born_on", "has_comorbidity", "days"),
    [
        (date(1976, 2, 2), True, 182),  # 50 on the day of the review
        (date(1976, 2, 3), True, 365),  # 50 the day after
        (date(1960, 1, 1), False, 365),
        (date(1960, 1, 1), None, 365),
        (None, True, 365),
    ],
)
def test_fifty_with_comorbidity_is_read_on_the_day_of_the_review(
    born_on: date | None, has_comorbidity: bool | None, days: int
) -> None:
    held_on = date(2026, 2, 2)
    facts = replace(
        reviewed(ReviewType.STRATEGIC, held_on),
        born_on=born_on,
        has_comorbidity=has_comorbidity,
    )
    for on in (held_on, date(2026, 8, 20)):
        assert due_for(ReviewType.STRATEGIC, facts, on).due_on == add_days(held_on, days)


@pytest.mark.parametrize(
    ("allows", "stable_since", "days"),
    [
        (False, date(2020, 1, 1), 84),
        (True, None, 84),
        (True, date(2025, 2, 2), 84),  # 365 days: not yet more than a year
        (True, date(2025, 2, 1), 182),
    ],
)
def test_stable_for_over_a_year_lengthens_the_medical_interval_where_policy_allows(
    allows: bool, stable_since: date | None, days: int
) -> None:
    held_on = date(2026, 2, 2)
    facts = replace(reviewed(ReviewType.MEDICAL, held_on), stable_since_on=stable_since)
    rule = replace(DEFAULT_SCHEDULE.rule(ReviewType.MEDICAL), allows_stable_interval=allows)
    policy = replace(DEFAULT_SCHEDULE, rules={**DEFAULT_SCHEDULE.rules, ReviewType.MEDICAL: rule})
    found = due_for(ReviewType.MEDICAL, facts, held_on, policy)
    assert found.due_on == add_days(held_on, days)


def test_an_event_brings_the_risk_review_forward() -> None:
    held_on = date(2026, 8, 20)
    facts = replace(
        reviewed(ReviewType.RISK, held_on),
        events=(Event(date(2026, 9, 10), EventKind.HOMELESS),),
    )
    found = due_for(ReviewType.RISK, facts, date(2026, 10, 1))
    assert (found.due_on, found.state, found.days_overdue) == (
        date(2026, 9, 17),
        State.OVERDUE,
        14,
    )


def test_a_risk_review_on_the_day_of_the_event_answers_it() -> None:
    facts = replace(
        reviewed(ReviewType.RISK, date(2026, 9, 10)),
        events=(Event(date(2026, 9, 10), EventKind.HOMELESS),),
    )
    assert due_for(ReviewType.RISK, facts, date(2026, 10, 1)).due_on == date(2026, 12, 3)


def test_an_event_never_puts_a_risk_review_off() -> None:
    held_on = date(2026, 6, 18)
    facts = replace(
        reviewed(ReviewType.RISK, held_on), events=(Event(date(2026, 9, 9), EventKind.OVERDOSE),)
    )
    assert due_for(ReviewType.RISK, facts, date(2026, 9, 10)).due_on == date(2026, 9, 10)


def test_booking_shows_and_clears_nothing() -> None:
    facts = replace(
        reviewed(ReviewType.CARE_PLAN, date(2026, 6, 18)),
        appointments=(
            Appointment(date(2026, 9, 30)),
            Appointment(date(2026, 10, 8), frozenset({ReviewType.MEDICAL})),
            Appointment(date(2026, 10, 12)),
        ),
    )
    on = date(2026, 10, 1)
    care_plan, medical = (
        due_for(kind, facts, on) for kind in (ReviewType.CARE_PLAN, ReviewType.MEDICAL)
    )
    assert care_plan.state is State.OVERDUE
    assert care_plan.booked_on == date(2026, 10, 12)
    assert medical.booked_on == date(2026, 10, 8)


@pytest.mark.parametrize(("missed", "suggests"), [(0, False), (1, False), (2, True), (5, True)])
def test_two_missed_attempts_suggest_outreach_and_discharge_nobody(
    missed: int, suggests: bool
) -> None:
    facts = replace(
        reviewed(ReviewType.CARE_PLAN, date(2026, 6, 18)),
        attempts=(
            Attempt(date(2026, 6, 18)),  # before the review ended
            *(Attempt(date(2026, 9, 1 + day)) for day in range(missed)),
            Attempt(date(2026, 9, 20), frozenset({ReviewType.MEDICAL})),
            Attempt(date(2026, 11, 1)),  # still to come
        ),
    )
    found = due_for(ReviewType.CARE_PLAN, facts, date(2026, 10, 1))
    assert (found.attempts, found.suggests_outreach) == (missed, suggests)
    assert found.state is State.OVERDUE


def test_a_day_due_on_a_weekend_or_bank_holiday_is_not_moved() -> None:
    held_on = date(2026, 10, 2)
    assert due_for(
        ReviewType.CARE_PLAN, reviewed(ReviewType.CARE_PLAN, held_on), held_on
    ).due_on == (date(2026, 12, 25))


@pytest.mark.parametrize(
    ("held_on", "due_on"),
    [
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_twelve_months_are_365_days_across_29_february(held_on: date, due_on: date) -> None:
    facts = reviewed(ReviewType.STRATEGIC, held_on)
    assert due_for(ReviewType.STRATEGIC, facts, held_on).due_on == due_on


def test_every_type_answers_once_at_least_and_in_order() -> None:
    found = due(ON_OST, START)
    assert list(dict.fromkeys(item.type for item in found)) == list(ReviewType)


def test_every_answer_names_the_version_of_its_intervals() -> None:
    version = replace(DEFAULT_SCHEDULE, version="7")
    assert {item.rule_version for item in due(ON_OST, START, version)} == {"7"}
    assert "Intervals: 7." in due(ON_OST, START, version)[0].why_in_full
    assert "the product's defaults" in due(ON_OST, START)[0].why_in_full


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        (ReviewType.CARE_PLAN, {}, "Due 12 weeks after the last care plan review on 18 June 2026."),
        (
            ReviewType.STRATEGIC,
            {},
            "Due 12 months after the last strategic review on 18 June 2026.",
        ),
        (ReviewType.TOP, {}, "Due 26 weeks after the last TOP on 18 June 2026."),
        (
            ReviewType.CARE_PLAN,
            {"next_review_on": date(2026, 8, 3)},
            "Due 3 August 2026, the day agreed at the last care plan review on 18 June 2026.",
        ),
        (
            ReviewType.CARE_PLAN,
            {"is_inherited": True},
            "Due 12 weeks after the last care plan review at another service on 18 June 2026.",
        ),
    ],
)
def test_the_reason_names_anchor_and_interval(
    kind: ReviewType, more: dict[str, object], why: str
) -> None:
    facts = reviewed(kind, date(2026, 6, 18), **more)
    assert due_for(kind, facts, date(2026, 7, 1)).why == why


def test_the_reason_for_a_first_review_names_the_start() -> None:
    assert due_for(ReviewType.RISK, ON_OST, START).why == (
        "Due at the start of treatment on 5 January 2026."
    )
    assert due_for(ReviewType.MEDICAL, ON_OST, START).why == (
        "Due 4 weeks after the start of the prescription on 5 January 2026."
    )


def test_every_reason_is_a_whole_sentence() -> None:
    facts = replace(ON_OST, events=(Event(START, EventKind.OVERDOSE),))
    for item in (*due(facts, START), *due(facts, date(2027, 1, 1))):
        assert item.why.endswith(".")
        assert item.why[0].isupper()


@pytest.mark.parametrize(
    ("days", "is_first"), [(-1, False), (0, True), (84, True), (85, False), (4000, False)]
)
def test_the_first_12_weeks_are_counted_from_the_prescription(days: int, is_first: bool) -> None:
    on = add_days(START, days)
    assert in_first_weeks(ON_OST, on) is is_first
    assert in_first_weeks(replace(ON_OST, ost_started_on=None), on) is is_first


def test_time_in_treatment_changes_no_due_day() -> None:
    credits = tuple(
        Credit(kind, date(2026, 6, 18)) for kind in ReviewType if kind is not ReviewType.EVENT
    )
    lately = ReviewFacts(date(2024, 1, 1), ost_started_on=date(2024, 1, 1), credits=credits)
    for_ever = ReviewFacts(date(2004, 1, 1), ost_started_on=date(2004, 1, 1), credits=credits)
    on = date(2026, 10, 1)
    assert due(lately, on) == due(for_ever, on)


@pytest.mark.parametrize(
    ("kind", "conclusion", "latest"),
    [
        (ReviewType.CARE_PLAN, "", date(2026, 12, 24)),
        (ReviewType.STRATEGIC, "clear", date(2027, 10, 1)),
        (ReviewType.STRATEGIC, "partial", date(2027, 4, 1)),
        (ReviewType.FIRST12, "", None),
        (ReviewType.EVENT, "", None),
    ],
)
def test_the_next_review_may_be_agreed_up_to_the_interval(
    kind: ReviewType, conclusion: str, latest: date | None
) -> None:
    assert next_review_latest_on(kind, date(2026, 10, 1), ON_OST, conclusion=conclusion) == latest


def test_the_latest_next_review_is_the_day_the_schedule_then_gives() -> None:
    held_on = date(2026, 3, 4)
    facts = replace(ON_OST, credits=(Credit(ReviewType.KEYWORK, held_on),))
    assert due_for(ReviewType.KEYWORK, facts, held_on).due_on == (
        next_review_latest_on(ReviewType.KEYWORK, held_on, ON_OST)
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [(365, "12 months"), (84, "12 weeks"), (7, "1 week"), (10, "10 days"), (1, "1 day")],
)
def test_intervals_are_said_in_whole_weeks_where_they_are(days: int, words: str) -> None:
    assert interval_words(days) == words


@pytest.mark.parametrize(("days", "key"), [(3, "day 3"), (7, "week 1"), (84, "week 12")])
def test_milestones_are_stored_under_their_words(days: int, key: str) -> None:
    assert milestone_key(days) == key
    assert len(key) <= 12


def test_a_due_review_says_when_it_becomes_overdue() -> None:
    found: Due = due_for(
        ReviewType.CARE_PLAN, reviewed(ReviewType.CARE_PLAN, date(2026, 6, 18)), date(2026, 9, 1)
    )
    assert (found.on_time_to, found.overdue_from) == (date(2026, 9, 24), date(2026, 9, 25))
    assert found.days_until == 9
