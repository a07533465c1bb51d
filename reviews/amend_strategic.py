"""Correcting a strategic review: its part, the plan and the talk of options that its save wrote.

What the two signed is the whole form, so whatever of it now reads differently is signed again:
docs/decisions/0011. The row that stands and its signatures: `amend_actions`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from careplans.actions import record_options
from patients import facts
from reviews import doubt_tasks
from reviews.actions import stored_part
from reviews.amend_actions import amend_review
from reviews.models import Optimisation, Review, StrategicReview
from reviews.questions import Question
from reviews.schedule import Schedule
from reviews.strategic import PLAN_TRIGGER, RECORDED, StrategicPart
from reviews.written_with import options_of, plan_of


@transaction.atomic
def amend_strategic(
    *,
    review: Review,
    by: User,
    reason: str,
    on: date,
    schedule: Schedule,
    part: StrategicPart,
    preference: str = "",
    answers: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Review:
    """The corrected review, as `amend_review`, with all that its form says. `answers`: those of the
    other questions that stood on it; None: as they were."""
    row = StrategicReview.objects.current().get(review=review)
    before = stored_part(row)
    plan, talk = plan_of(review), options_of(review)
    new = amend_review(
        review=review,
        by=by,
        reason=reason,
        on=on,
        schedule=schedule,
        parts={StrategicReview: part.columns},
        says_more=_plan_differs(plan, part) or preference != (talk.preference if talk else ""),
        answers=answers_now(review.answers if answers is None else answers, before, part),
        **changes,
    )
    _correct_plan(new, part, by=by, reason=reason)
    _correct_options(new, part, before, preference, by=by, reason=reason)
    doubt_tasks.settle(new, by=by, on=on)
    return new


@transaction.atomic
def take_back_strategic(
    *, review: Review, by: User, reason: str, on: date, schedule: Schedule
) -> Review:
    """As taking back any review, with the plan that the second signature brought."""
    plan = plan_of(review)
    new = amend_review(
        review=review, by=by, reason=reason, on=on, schedule=schedule, is_withdrawn=True
    )
    if plan is not None and Optimisation.objects.current().filter(pk=plan.pk).exists():
        facts.withdraw(plan, by=by, reason=reason)
    doubt_tasks.settle(new, by=by, on=on)
    return new


def answers_now(
    answers: Mapping[str, Any], before: StrategicPart, after: StrategicPart
) -> dict[str, Any]:
    """The review's own list of what was answered, once its strategic part says something else. An
    answer that was there and is there stays as it came about."""
    gone = before.said().keys() - after.said().keys()
    found = {key: answer for key, answer in answers.items() if key not in gone}
    for key, said in after.said().items():
        if key not in before.said():
            found[key] = {"value": RECORDED, "state": said}
    decided = found.get(Question.DECISION)
    if decided and decided.get("value") not in (RECORDED, after.decision) and after.decision:
        found[Question.DECISION.value] = {**decided, "value": after.decision}
    return found


def _plan_differs(plan: Optimisation | None, part: StrategicPart) -> bool:
    stood = (plan.actions, plan.follow_up_on) if plan else ("", None)
    return (part.plan, part.follow_up_on if part.plan else None) != stood


def _correct_plan(review: Review, part: StrategicPart, *, by: User, reason: str) -> None:
    plan = plan_of(review)
    now: dict[str, Any] = {
        "trigger": f"{PLAN_TRIGGER}{part.conclusion}",
        "checks": part.columns["ladder"],
        "actions": part.plan,
        "follow_up_on": part.follow_up_on,
    }
    if plan is None and part.plan:
        facts.add(Optimisation, patient=review.patient, by=by, on=review.held_on, **now)
    elif plan is not None and not part.plan:
        facts.withdraw(plan, by=by, reason=reason)
    elif plan is not None and any(getattr(plan, name) != value for name, value in now.items()):
        facts.amend(plan, by=by, reason=reason, **now)


def _correct_options(
    review: Review,
    part: StrategicPart,
    before: StrategicPart,
    preference: str,
    *,
    by: User,
    reason: str,
) -> None:
    """The care plan's own entry of that talk says the same; what it said besides stays."""
    talk = options_of(review)
    if talk is None:
        if preference or (part.options and part.options != before.options):
            record_options(
                patient=review.patient,
                on=review.held_on,
                options=part.options,
                preference=preference,
                by=by,
            )
        return
    now: dict[str, Any] = {"preference": preference}
    if part.options != before.options:
        now["options"] = list(part.options)
    if any(getattr(talk, name) != value for name, value in now.items()):
        facts.amend(talk, by=by, reason=reason, **now)
