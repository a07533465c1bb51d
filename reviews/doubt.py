"""Benefit in doubt: what has to follow a strategic review, and by when. Pure.

The answer to doubt is to improve treatment: a plan within 28 days and a follow-up within 12 weeks,
or a reason why not yet. Both lengths are the product's own [P], not verified. Source:
domain/twelve-steps.md 5.3 and domain/reviews.md §8.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from patients.models import Assignment
from reviews.ladder import FOLLOW_UP_DAYS
from reviews.models import Conclusion
from reviews.strategic import IN_DOUBT
from rodt.dates import add_days
from rodt.words import nhs_date

PLAN_WITHIN_DAYS, FOLLOW_UP_WITHIN_DAYS = FOLLOW_UP_DAYS
TEXT_LENGTH = 200


class Need(StrEnum):
    PLAN = "plan"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to do: what, who has the duty, by when."""

    need: Need
    text: str
    duty: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a strategic review concluded, and what of the answer is there. `planned`: a plan was
    written that day or since; `follow_up_on`: the day agreed with it."""

    conclusion: str
    held_on: date
    planned: bool
    follow_up_on: date | None
    no_plan_because: str


def follow_up_by(held_on: date) -> date:
    return add_days(held_on, FOLLOW_UP_WITHIN_DAYS)


def plan_by(held_on: date) -> date:
    return add_days(held_on, PLAN_WITHIN_DAYS)


def asked_after(doubt: Doubt) -> dict[Need, Asked]:
    """What is to do; nothing where the conclusion leaves no doubt."""
    return {asked.need: asked for asked in _asked(doubt)}


def _asked(doubt: Doubt) -> Iterator[Asked]:
    if doubt.conclusion not in IN_DOUBT:
        return
    what = f"{Conclusion(doubt.conclusion).label}, review of {nhs_date(doubt.held_on)}"
    if not doubt.planned:
        why = f" Not yet, because: {doubt.no_plan_because}" if doubt.no_plan_because else ""
        yield Asked(
            Need.PLAN,
            _short(f"Write the plan to improve treatment. {what}.{why}"),
            Assignment.Duty.PRESCRIBER.value,
            plan_by(doubt.held_on),
        )
    yield Asked(
        Need.FOLLOW_UP,
        _short(f"Follow-up: has treatment become better? {what}."),
        Assignment.Duty.KEYWORKER.value,
        doubt.follow_up_on or follow_up_by(doubt.held_on),
    )


def _short(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else f"{text[: TEXT_LENGTH - 1]}…"
