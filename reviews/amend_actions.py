"""Correcting a review: what stands with the corrected text, and what has to be signed again.

Everything that belongs to the meeting moves to the row that now stands, each as an amendment of its
own. What was signed was the text as it stood: docs/decisions/0011.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from careplans.models import ExitVision, GoalProgress, OptionsTalk, RecoveryCapital
from patients import facts
from patients.models import Contact, Fact, Patient
from reviews.actions import MEETING_SUMMARY, given_from, note_meeting
from reviews.credits import SeenHow, credits_for
from reviews.models import Optimisation, Review, ReviewCredit, Signature, StrategicReview, TopRecord
from reviews.review_types import ReviewerRole
from reviews.review_versions import moments
from reviews.schedule import Schedule

# What a signature stands for, and of it what decides which reviews are credited.
SIGNED = (
    "held_on",
    "seen",
    "held_by_id",
    "held_by_role",
    "with_others",
    "their_words",
    "answers",
    "next_review_on",
)
DECIDES = ("seen", "answers")
PARTS: tuple[Any, ...] = (StrategicReview, TopRecord)
TALKED_ABOUT: tuple[Any, ...] = (
    GoalProgress,
    ExitVision,
    OptionsTalk,
    RecoveryCapital,
    Optimisation,
)


@transaction.atomic
def amend_review(
    *,
    review: Review,
    by: User,
    reason: str,
    on: date,
    schedule: Schedule,
    parts: Mapping[type[Fact], Mapping[str, Any]] | None = None,
    says_more: bool = False,
    **changes: Any,
) -> Review:
    """A corrected review beside the one it corrects. `on`: the day of the correction.

    Its parts, its meeting and what was recorded with it move along. `parts`: what the strategic
    part, or the TOP inside it, now says, by its model; `says_more`: something else that stands on
    the signed form now reads differently. A signature stands only for the text that was signed:
    whoever corrects and had signed signs the new text by it; the others are asked again, and what
    needs them counts once they have signed. With `is_withdrawn` all of it is withdrawn. Raises
    StaleSave when somebody amended it first, ValidationError without a reason.
    """
    Patient.objects.select_for_update().get(pk=review.patient_id)
    new = facts.amend(review, by=by, reason=reason, **changes)
    old = Review.objects.get(pk=review.pk)
    said = parts or {}
    is_differently_told = says_more
    for row, moved in _parts(old, new):
        told = said.get(type(row), {})
        is_differently_told |= any(getattr(row, name) != value for name, value in told.items())
        facts.amend(row, by=by, reason=reason, values={**_gone(new), **moved, **told})
    for row, moved in _talked_about(old, new):
        facts.amend(row, by=by, reason=reason, values={**_gone(new), **moved})
    _correct_meeting(old, new, by, reason)
    _correct_credits(old, new, by, reason, on, schedule, is_differently_told)
    return new


def _gone(new: Review) -> dict[str, Any]:
    return {"is_withdrawn": new.is_withdrawn}


def _parts(old: Review, new: Review) -> Iterator[tuple[Fact, dict[str, Any]]]:
    for model in PARTS:
        for row in model.objects.current().filter(review=old):
            moved: dict[str, Any] = {"review": new}
            if isinstance(row, TopRecord) and row.on == old.held_on:
                moved["on"] = new.held_on
            yield row, moved


def _talked_about(old: Review, new: Review) -> Iterator[tuple[Fact, dict[str, Any]]]:
    """What the same save wrote down for the day of the review."""
    if old.held_on == new.held_on and not new.is_withdrawn:
        return
    for model in TALKED_ABOUT:
        for row in model.objects.current().filter(
            patient=old.patient_id, recorded_at__in=moments(old), on=old.held_on
        ):
            earliest = row.goal.opened_on if isinstance(row, GoalProgress) else new.held_on
            yield row, {"on": max(new.held_on, earliest)}


def _correct_meeting(old: Review, new: Review, by: User, reason: str) -> None:
    """A review that was held is a meeting too; where the person was not seen there was none."""
    meeting = (
        Contact.objects.current()
        .filter(
            patient=old.patient_id,
            recorded_at__in=moments(old),
            on=old.held_on,
            summary=MEETING_SUMMARY,
        )
        .first()
    )
    is_met = new.seen != SeenHow.NOT_SEEN and not new.is_withdrawn
    if meeting is None:
        if is_met and old.seen == SeenHow.NOT_SEEN:
            role = ReviewerRole(new.held_by_role)
            note_meeting(new.patient, new, role, staff=new.held_by, by=by)
        return
    if not is_met:
        facts.withdraw(meeting, by=by, reason=reason)
        return
    now = {"on": new.held_on, "kind": new.seen, "their_words": new.their_words}
    if any(getattr(meeting, name) != value for name, value in now.items()):
        facts.amend(meeting, by=by, reason=reason, **now)


def _correct_credits(
    old: Review,
    new: Review,
    by: User,
    reason: str,
    on: date,
    schedule: Schedule,
    is_differently_told: bool,
) -> None:
    """Each moves to the new row. Whether it counts is asked again where what decides it changed."""
    is_same_text = not (is_differently_told or _differ(old, new, SIGNED))
    before, signed = _signed(old), _carry_signatures(old, new, by, on, is_same_text)
    is_other_ground = is_differently_told and not old.is_inherited
    decides_again = signed != before or is_other_ground or _differ(old, new, DECIDES)
    for credit in ReviewCredit.objects.current().filter(review=old):
        changes: dict[str, Any] = {"review": new, "held_on": new.held_on}
        if new.is_withdrawn:
            changes["is_withdrawn"] = True
        elif decides_again:
            (decision,) = credits_for(given_from(new, credit, signed), schedule)
            changes |= {
                "is_valid": decision.is_valid,
                "awaits": decision.awaits,
                "why": decision.why[:200],
            }
        facts.amend(credit, by=by, reason=reason, **changes)


def _signed(review: Review) -> frozenset[str]:
    """Roles that signed. A review brought along from elsewhere has no signatures: it was given by
    whoever held it."""
    roles = frozenset(Signature.objects.filter(review=review).values_list("role", flat=True))
    return roles or frozenset({review.held_by_role})


def _carry_signatures(
    old: Review, new: Review, by: User, on: date, is_same_text: bool
) -> frozenset[str]:
    """The roles whose signature stands for the new row."""
    before = list(Signature.objects.filter(review=old).order_by("recorded_at", "id"))
    if not before:
        return frozenset({new.held_by_role})
    if new.is_withdrawn:
        return frozenset()
    standing = [one for one in before if is_same_text or one.staff_id == by.pk]
    for one in standing:
        facts.add(
            Signature,
            patient=new.patient,
            by=by,
            review=new,
            staff=one.staff,
            role=one.role,
            signed_on=one.signed_on if is_same_text else on,
        )
    return frozenset(one.role for one in standing)


def _differ(old: Review, new: Review, names: tuple[str, ...]) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in names)
