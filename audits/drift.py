"""Drift watch: signs that nobody looked. Pure. Source: domain/twelve-steps.md 5.4 [P].

Length of time in treatment says who is asked about, never that anything is wrong: each sign is
about what was not done.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audits.case_facts import CaseFacts
from audits.period import AuditDay
from patients.models import Contact
from reviews.review_types import ReviewType
from rodt.words import nhs_date, sentence

COLLECTION = Contact.Content.COLLECTION.value
SEEN_BY_KEYWORKER = (
    ReviewType.KEYWORK,
    ReviewType.CARE_PLAN,
    ReviewType.FIRST12,
    ReviewType.STRATEGIC,
)


class Sign(StrEnum):
    NO_REVIEW = "No strategic review for 15 months"
    NO_GOAL = "No goal changed for 12 months"
    HEAVY_USE = "Heroin 13 days or more, no plan to improve"
    NO_CONTACT = "No keywork contact for 8 weeks"
    COLLECTION_ONLY = "Collecting a script the only contact"


@dataclass(frozen=True, slots=True)
class Seen:
    """`holds`: yes, no, or None where the record cannot say. `words` are for the reason."""

    sign: StrEnum
    holds: bool | None
    words: str = ""


def group(held: Iterable[StrEnum]) -> str:
    """Several signs as one: "No strategic review for 15 months; no goal changed for 12 months"."""
    words = "; ".join(sign.value[0].lower() + sign.value[1:] for sign in held)
    return sentence(words)


def signs(case: CaseFacts, day: AuditDay) -> tuple[Seen, ...]:
    return tuple(look(case, day) for look in _LOOKS)


def _no_review(case: CaseFacts, day: AuditDay) -> Seen:
    held = case.held_of(ReviewType.STRATEGIC)
    last_on = held[-1].held_on if held else None
    if last_on is not None and day.within(last_on, day.rules.drift_review_days):
        return Seen(Sign.NO_REVIEW, False)
    return Seen(Sign.NO_REVIEW, True, f"no strategic review {_since(last_on)}")


def _no_goal(case: CaseFacts, day: AuditDay) -> Seen:
    changed = [on for goal in case.goals for on in goal.changed_on]
    last_on = max(changed, default=None)
    if last_on is not None and day.within(last_on, day.rules.drift_goal_days):
        return Seen(Sign.NO_GOAL, False)
    return Seen(Sign.NO_GOAL, True, f"no goal changed {_since(last_on)}")


def _heavy_use(case: CaseFacts, day: AuditDay) -> Seen:
    if any(day.within(on, day.rules.drift_plan_days) for on in case.optimised_on):
        return Seen(Sign.HEAVY_USE, False)
    top = case.latest_top(day.on)
    if top is None or top.opiates_days is None:
        return Seen(Sign.HEAVY_USE, None)
    if top.opiates_days < day.rules.drift_use_days:
        return Seen(Sign.HEAVY_USE, False)
    return Seen(
        Sign.HEAVY_USE,
        True,
        f"heroin on {top.opiates_days} of 28 days at the TOP of {nhs_date(top.on)}, with no plan"
        " to improve treatment",
    )


def _no_contact(case: CaseFacts, day: AuditDay) -> Seen:
    seen_on = [
        credit.held_on for credit in case.reviews.credits if credit.type in SEEN_BY_KEYWORKER
    ]
    last_on = max((on for on in seen_on if on <= day.on), default=None)
    if last_on is not None and day.within(last_on, day.rules.drift_contact_days):
        return Seen(Sign.NO_CONTACT, False)
    return Seen(Sign.NO_CONTACT, True, f"no keywork contact {_since(last_on)}")


def _collection_only(case: CaseFacts, day: AuditDay) -> Seen:
    """Among the contacts of the period. One without its content recorded may have been more."""
    if any(day.in_period(review.held_on) for review in case.held):
        return Seen(Sign.COLLECTION_ONLY, False)
    contacts = [item for item in case.contacts if day.in_period(item.on)]
    if not contacts or any(item.content - {COLLECTION} for item in contacts):
        return Seen(Sign.COLLECTION_ONLY, False)
    if any(not item.content for item in contacts):
        return Seen(Sign.COLLECTION_ONLY, None)
    return Seen(Sign.COLLECTION_ONLY, True, "collecting a script was the only contact")


def _since(last_on: date | None) -> str:
    return f"since {nhs_date(last_on)}" if last_on else "on record"


_LOOKS: tuple[Callable[[CaseFacts, AuditDay], Seen], ...] = (
    _no_review,
    _no_goal,
    _heavy_use,
    _no_contact,
    _collection_only,
)
