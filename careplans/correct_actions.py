"""Correcting what was written of a goal: its words, and how it stood on a day.

How it stood is a fact: the correction stands beside it. A goal is a row that people edit: its
history keeps what it said, who changed it and why (docs/decisions/0002).
"""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from careplans.actions import restate
from careplans.models import Goal, GoalProgress
from patients import facts
from rodt.history import because
from rodt.versions import check_version
from rodt.words import nhs_date

ONLY_ENTRY = "This is all that is recorded of the goal. Correct it instead of taking it back."


@transaction.atomic
def correct_goal(
    *,
    goal: Goal,
    version: int,
    by: User,
    amend_reason: str,
    words: str,
    tags: Sequence[str],
    substance: str = "",
) -> Goal:
    """The goal as they said it. Raises StaleSave, ValidationError without words or a reason."""
    if not amend_reason.strip():
        raise ValidationError({"amend_reason": "Say why it is corrected"})
    if not words.strip():
        raise ValidationError({"words": "Write the goal in their own words"})
    now = Goal.objects.select_for_update().get(pk=goal.pk)
    check_version(now, version)
    now.words, now.tags, now.substance = words.strip(), list(tags), substance
    now.version += 1
    with because(amend_reason.strip(), by=by.pk):
        now.save(update_fields=["words", "tags", "substance", "version"])
    facts.note("corrected a goal", now, by, row=str(now.pk))
    return now


@transaction.atomic
def correct_progress(
    *,
    progress: GoalProgress,
    by: User,
    amend_reason: str,
    on: date,
    state: str,
    next_step: str = "",
    next_step_by: str = "",
    next_step_on: date | None = None,
    is_withdrawn: bool = False,
) -> GoalProgress:
    """How the goal stood, and what was agreed next, as it now reads. The goal is open or closed as
    its newest entry then says. Raises StaleSave, ValidationError."""
    goal = Goal.objects.select_for_update().get(pk=progress.goal_id)
    if is_withdrawn and not goal.progress.current().exclude(pk=progress.pk).exists():
        raise ValidationError({"is_withdrawn": ONLY_ENTRY})
    if is_withdrawn:
        now = facts.withdraw(progress, by=by, reason=amend_reason)
    else:
        if on < goal.opened_on:
            words = f"This is before the goal was set, {nhs_date(goal.opened_on)}"
            raise ValidationError({"on": words})
        now = facts.amend(
            progress,
            by=by,
            reason=amend_reason,
            on=on,
            state=state,
            next_step=next_step,
            next_step_by=next_step_by,
            next_step_on=next_step_on,
        )
    restate([goal])
    facts.note("corrected progress", goal, by, row=str(goal.pk), progress=str(now.pk))
    return now
