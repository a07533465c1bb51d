"""The first 12 weeks: what should have happened by now for somebody who started. Pure.

Due days and grace are the schedule's (domain/reviews.md §2); the plan by day 14 is 7.5; a stable
dose, supervision looked at and a TOP at about 12 weeks are 9.5 of domain/twelve-steps.md. All are
the product's own [P]. What comes due in these weeks decides nobody's place and ends nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from reviews.intervals import Schedule
from reviews.milestones import milestones_from, move_for_pauses
from reviews.retention import Start, followed
from reviews.review_facts import Credit, Pause, ReviewFacts
from reviews.review_types import TITLES, ReviewType, milestone_key
from reviews.rules import CountedFrom
from reviews.since_start import HALF_DAYS, Started
from rodt.dates import add_days, days_between
from rodt.words import nhs_date

PLAN_BY_DAYS = 14
"""7.5: days from the start to a plan."""
WEEK_12_DAYS = 84
"""9.5: the day by which the dose is stable, supervision was looked at, and a TOP is there."""


class Answer(StrEnum):
    """Everybody has one for each item; the values stand in addresses."""

    DONE = "done"
    MISSING = "missing"
    AHEAD = "ahead"
    LEFT = "left"


class Item(NamedTuple):
    """`by`: the day of treatment, in words."""

    key: str
    title: str
    by: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What the schedule's facts do not hold: days on which it happened, of this person."""

    plans: tuple[date, ...] = ()
    dose_stable: tuple[date, ...] = ()
    supervision: tuple[date, ...] = ()


class Checked(NamedTuple):
    """`due_on`: the day it is asked for; `words`: when it happened, or when it was or is due."""

    item: Item
    answer: Answer
    due_on: date
    words: str


_INTERVALS = (ReviewType.RISK, ReviewType.CARE_PLAN, ReviewType.MEDICAL, ReviewType.STRATEGIC)
_WHAT = {
    ReviewType.RISK: "Risk review",
    ReviewType.CARE_PLAN: "Full care plan, reviewed with them",
    ReviewType.MEDICAL: "Medical review",
    ReviewType.STRATEGIC: "Strategic review",
}


class _Asked(NamedTuple):
    key: str
    title: str
    days: int
    due_on: date
    grace_days: int
    done_on: date | None
    is_paused: bool = False


def check(
    one: Started, facts: ReviewFacts, happened: Happened, on: date, schedule: Schedule
) -> tuple[Checked, ...]:
    """Every item, in the order in which they come due."""
    asked = sorted(_asked(one, facts, happened, on, schedule), key=lambda item: item.days)
    left_on = gone_on(one.start, on)
    pause = facts.paused_on(on)
    return tuple(_checked(item, on, left_on, pause) for item in asked)


def gone_on(start: Start, on: date) -> date | None:
    """The day somebody left, or went on elsewhere; None while a gap may still close."""
    days, has_left = followed(start, on)
    went_on = start.is_transfer and start.left_on is not None and start.left_on <= on
    return add_days(start.started_on, days) if has_left or went_on else None


def _checked(asked: _Asked, on: date, left_on: date | None, pause: Pause | None) -> Checked:
    item = Item(asked.key, asked.title, f"day {asked.days}" if asked.days else "the start")
    late_from = add_days(asked.due_on, asked.grace_days + 1)
    due = f"due {nhs_date(asked.due_on)}"
    if asked.done_on is not None:
        return Checked(item, Answer.DONE, asked.due_on, f"on {nhs_date(asked.done_on)}")
    if left_on is not None and left_on <= asked.due_on:
        return Checked(item, Answer.LEFT, asked.due_on, f"left before it was {due}")
    if pause is not None:
        since = nhs_date(pause.started_on)
        return Checked(item, Answer.AHEAD, asked.due_on, f"paused since {since}; was {due}")
    if on >= late_from:
        return Checked(item, Answer.MISSING, asked.due_on, f"was {due}")
    return Checked(item, Answer.AHEAD, asked.due_on, due)


def _asked(
    one: Started, facts: ReviewFacts, happened: Happened, on: date, schedule: Schedule
) -> Iterator[_Asked]:
    begun = one.start.started_on
    episode_on = min(facts.episode_started_on, begun)
    pauses = sorted(
        (pause for pause in facts.pauses if pause.started_on <= on),
        key=lambda pause: (pause.ends_on or date.max, pause.started_on),
    )
    held = [credit for credit in facts.credits if credit.counts and credit.held_on <= on]
    for kind in (ReviewType.INDUCTION, ReviewType.FIRST12):
        rule = schedule.rule(kind)
        of_kind = [
            credit
            for credit in held
            if credit.type is kind and (credit.held_on >= begun or credit.is_inherited)
        ]
        for mark in milestones_from(rule.milestones, begun, of_kind, pauses, schedule):
            title = f"{TITLES[kind]}, {milestone_key(mark.days)}"
            key = f"{kind.value}-{mark.days}"
            yield _Asked(key, title, mark.days, mark.due_on, rule.grace_days, mark.held_on)
    for kind in _INTERVALS:
        rule = schedule.rule(kind)
        base_on = begun if rule.counted_from is CountedFrom.OST_START else episode_on
        first_on = add_days(base_on, rule.first_due_days or 0)
        due_on = move_for_pauses(first_on, base_on, pauses, schedule.return_within_days).due_on
        done_on = _first(c.held_on for c in held if c.type is kind and c.held_on >= episode_on)
        yield _Asked(
            kind.value, _WHAT[kind], rule.first_due_days or 0, due_on, rule.grace_days, done_on
        )
    yield from _tops(begun, held, schedule)
    yield _by(begun, "plan", "A first care plan", PLAN_BY_DAYS, happened.plans, episode_on)
    yield _by(begun, "dose", "A stable dose", WEEK_12_DAYS, happened.dose_stable, begun)
    said = happened.supervision
    yield _by(begun, "supervision", "Supervision looked at", WEEK_12_DAYS, said, begun)


def _tops(begun: date, held: Iterable[Credit], schedule: Schedule) -> Iterator[_Asked]:
    rule = schedule.rule(ReviewType.TOP)
    tops = [credit.held_on for credit in held if credit.type is ReviewType.TOP]
    days = rule.first_due_days or 0
    at_start = _first(day for day in tops if abs(days_between(begun, day)) <= HALF_DAYS)
    due_on = add_days(begun, days)
    yield _Asked("top-start", "TOP at the start", days, due_on, rule.grace_days, at_start)
    about = add_days(begun, WEEK_12_DAYS)
    at_12 = _first(day for day in tops if abs(days_between(about, day)) <= HALF_DAYS)
    yield _Asked("top-12", "TOP at about 12 weeks", WEEK_12_DAYS, about, HALF_DAYS, at_12)


def _by(
    begun: date, key: str, title: str, days: int, happened: Iterable[date], from_on: date
) -> _Asked:
    done_on = _first(day for day in happened if day >= from_on)
    return _Asked(key, title, days, add_days(begun, days), 0, done_on)


def _first(days: Iterable[date]) -> date | None:
    return min(days, default=None)
