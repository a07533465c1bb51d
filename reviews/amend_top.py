"""Correcting a TOP, of its own or inside a review. The old answers stay readable beside it.

Inside a review it is part of what was signed, so the review's row moves with it
(docs/decisions/0011): signatures and what the review counts for are asked again by the one rule.
"""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from patients import facts
from reviews.amend_actions import amend_review
from reviews.models import TopRecord
from reviews.schedule import Schedule
from reviews.top import TopAnswers
from reviews.top_form import top_columns


@transaction.atomic
def amend_top(
    *,
    record: TopRecord,
    by: User,
    reason: str,
    on: date,
    schedule: Schedule,
    answers: TopAnswers | None,
) -> TopRecord:
    """The TOP as it now stands; `answers` None: it is taken back. Whether it is complete, and so
    restarts the clock, is worked out again. The day of one inside a review is the review's.

    Raises StaleSave when somebody corrected it or its review first, ValidationError without a
    reason.
    """
    said = _says(answers)
    if record.review is None:
        day = {"on": answers.held_on} if answers else {}
        return facts.amend(record, by=by, reason=reason, values={**said, **day})
    amend_review(
        review=record.review,
        by=by,
        reason=reason,
        on=on,
        schedule=schedule,
        parts={TopRecord: said},
    )
    return TopRecord.objects.get(amends=record)


def _says(answers: TopAnswers | None) -> dict[str, Any]:
    if answers is None:
        return {"is_withdrawn": True}
    return {"stage": answers.stage, **top_columns(answers)}
