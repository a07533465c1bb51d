"""Who comes first: the order of domain/reviews.md §3, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.order import GROUP_TITLES, Alert, Group, Place, Today, place
from reviews.schedule import (
    Credit,
    Event,
    EventKind,
    Pause,
    PauseReason,
    ReviewFacts,
    ReviewType,
    due,
    in_first_weeks,
)
from rodt.dates import add_days

ON = date(2026, 10, 1)
LONG_AGO = date(2024, 1, 8)
NOBODY = Today()
MISSED = Alert(ON, "3 missed doses in a row, 28 to 30 September 2026.")


def settled(**held: date) -> ReviewFacts:
    """In treatment since 2024 with everything reviewed yesterday, but for the types given."""
    days = {kind.value: add_days(ON, -1) for kind in ReviewType if kind is not ReviewType.EVENT}
    days |= held
    credits = tuple(Credit(ReviewType(kind), on) for kind, on in days.items())
    return ReviewFacts(LONG_AGO, ost_started_on=LONG_AGO, credits=credits)


def placed(facts: ReviewFacts, today: Today = NOBODY, on: date = ON) -> Place:
    first = in_first_weeks(facts, on)
    return place(due(facts, on), replace(today, in_first_weeks=first), on)


OVERDUE = date(2026, 6, 18)  # care plan: due 10 September, 21 days overdue on 1 October
LONG_OVERDUE = date(2026, 4, 18)  # due 11 July, 82 days overdue
DUE = date(2026, 7, 2)  # due 24 September, on time to 8 October
SOON = date(2026, 7, 16)  # due 8 October


@pytest.mark.parametrize(
    ("care_plan", "group", "words"),
    [
        (OVERDUE, Group.OVERDUE, "Care plan review: 21 days overdue, due 10 September 2026."),
        (LONG_OVERDUE, Group.LONG_OVERDUE, "Care plan review: 82 days overdue, due 11 July 2026."),
        (DUE, Group.DUE, "Care plan review: due, on time to 8 October 2026."),
        (SOON, Group.DUE_SOON, "Care plan review: due in 7 days, 8 October 2026."),
    ],
)
def test_one_review_puts_a_person_in_its_group_with_a_sentence(
    care_plan: date, group: Group, words: str
) -> None:
    found = placed(settled(care_plan=care_plan))
    assert (found.group, found.words) == (group, words)
    assert found.lead is not None
    assert found.since_on == found.lead.due_on


def test_with_nothing_due_the_next_day_is_named() -> None:
    found = placed(settled())
    assert found.group is Group.NOTHING_DUE
    assert found.words == "Next: Keywork contact: due in 27 days, 28 October 2026."


def test_a_person_stands_once_in_the_most_urgent_group_with_the_rest_beside() -> None:
    found = placed(settled(care_plan=OVERDUE, medical=LONG_OVERDUE, risk=DUE, top=date(2026, 4, 5)))
    assert found.group is Group.LONG_OVERDUE
    assert found.lead is not None
    assert found.lead.type is ReviewType.MEDICAL
    assert [item.type for item in found.also] == [ReviewType.CARE_PLAN, ReviewType.RISK]


def test_an_alert_comes_before_everything() -> None:
    found = placed(settled(care_plan=LONG_OVERDUE), Today(alerts=(MISSED,)))
    assert found.group is Group.SAFETY
    assert found.words == MISSED.words
    assert [item.type for item in found.also] == [ReviewType.CARE_PLAN]


def test_an_alert_stands_even_while_reviews_are_paused() -> None:
    away = Pause(date(2026, 9, 1), PauseReason.HOSPITAL, date(2026, 10, 9))
    facts = replace(settled(care_plan=OVERDUE), pauses=(away,))
    assert placed(facts, Today(alerts=(MISSED,))).group is Group.SAFETY
    assert placed(facts).group is Group.PAUSED


def test_several_alerts_are_said_together_oldest_first() -> None:
    older = Alert(date(2026, 9, 28), "A depot is overdue.")
    found = placed(settled(), Today(alerts=(MISSED, older)))
    assert found.words == f"{older.words} {MISSED.words}"
    assert found.since_on == older.since_on


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (EventKind.OVERDOSE, Group.SAFETY),
        (EventKind.PREGNANCY, Group.SAFETY),
        (EventKind.SAFEGUARDING, Group.SAFETY),
        (EventKind.MISSED_DOSES, Group.DUE_SOON),
        (EventKind.BEREAVEMENT, Group.DUE_SOON),
        (EventKind.ASKS_TO_STOP, Group.DUE_SOON),
    ],
)
def test_a_dangerous_event_comes_first_from_its_very_day(kind: EventKind, group: Group) -> None:
    found = placed(replace(settled(), events=(Event(ON, kind),)))
    assert found.group is group


def test_a_dangerous_event_comes_first_until_its_review_is_held() -> None:
    facts = replace(settled(), events=(Event(date(2026, 9, 28), EventKind.OVERDOSE),))
    assert placed(facts).since_on == date(2026, 9, 28)
    held = Credit(ReviewType.EVENT, date(2026, 9, 30))
    assert not placed(replace(facts, credits=(*facts.credits, held))).group.needs_someone


@pytest.mark.parametrize(
    ("ends_on", "next_is_recorded", "medical", "group"),
    [
        (date(2026, 10, 2), False, OVERDUE, Group.SCRIPT_ENDING),
        (date(2026, 10, 6), False, OVERDUE, Group.SCRIPT_ENDING),  # 3 working days
        (date(2026, 10, 7), False, OVERDUE, Group.OVERDUE),  # 4 working days
        (date(2026, 9, 28), False, OVERDUE, Group.SCRIPT_ENDING),  # has ended
        (date(2026, 10, 2), True, OVERDUE, Group.OVERDUE),
        (date(2026, 10, 2), False, add_days(ON, -5), Group.NOTHING_DUE),
        (None, False, OVERDUE, Group.OVERDUE),
    ],
)
def test_a_prescription_ending_without_a_prescriber_review_comes_second(
    ends_on: date | None, next_is_recorded: bool, medical: date, group: Group
) -> None:
    today = Today(script_ends_on=ends_on, next_script_is_recorded=next_is_recorded)
    assert placed(settled(medical=medical), today).group is group


def test_a_prescription_ending_says_when_and_what_was_due() -> None:
    found = placed(settled(medical=OVERDUE), Today(script_ends_on=date(2026, 10, 2)))
    assert found.words == (
        "Prescription ends tomorrow, 2 October 2026, and no next one is recorded."
        " Medical review: 21 days overdue, due 10 September 2026."
    )


def test_somebody_in_the_first_12_weeks_comes_before_the_long_overdue() -> None:
    started_on = date(2026, 7, 20)
    facts = replace(
        settled(care_plan=date(2026, 7, 20)),
        episode_started_on=started_on,
        ost_started_on=started_on,
    )
    facts = replace(
        facts, credits=tuple(c for c in facts.credits if c.type is not ReviewType.FIRST12)
    )
    early, late = placed(facts), placed(settled(care_plan=LONG_OVERDUE))
    assert early.group is Group.FIRST_WEEKS
    assert early.key < late.key


def test_a_12_week_review_still_open_after_the_first_12_weeks_keeps_its_place() -> None:
    started_on = add_days(ON, -95)
    facts = replace(settled(), episode_started_on=started_on, ost_started_on=started_on)
    facts = replace(
        facts, credits=tuple(c for c in facts.credits if c.type is not ReviewType.FIRST12)
    )
    found = placed(facts)
    assert found.group is Group.FIRST_WEEKS
    assert found.words == "Week 12 review: 11 days overdue, due 20 September 2026."


def test_within_a_group_the_oldest_due_day_comes_first() -> None:
    older = placed(settled(care_plan=OVERDUE))
    newer = placed(settled(care_plan=add_days(OVERDUE, 3)))
    assert sorted([newer, older], key=lambda item: item.key) == [older, newer]


@pytest.mark.parametrize("held", [OVERDUE, LONG_OVERDUE, DUE, SOON])
def test_years_on_treatment_change_nobodys_place(held: date) -> None:
    two_years = settled(care_plan=held)
    for years in (5, 10, 20):
        started_on = date(LONG_AGO.year - years, 1, 1)
        longer = replace(two_years, episode_started_on=started_on, ost_started_on=started_on)
        assert placed(longer) == placed(two_years)


def test_everybody_who_needs_somebody_is_in_a_group_up_to_due_now() -> None:
    assert [group for group in Group if group.needs_someone] == list(Group)[:6]
    assert [group for group in Group if group.cannot_wait] == [Group.SAFETY, Group.SCRIPT_ENDING]
    assert set(GROUP_TITLES) == set(Group)


def test_somebody_with_nothing_that_applies_has_nothing_due() -> None:
    gone = replace(settled(), episode_ended_on=date(2026, 9, 1))
    assert placed(gone) == Place(Group.NOTHING_DUE, date.max)
    assert placed(gone).words == "Nothing is due."
