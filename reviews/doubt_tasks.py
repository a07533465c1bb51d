"""What is to do after doubt about benefit, kept in step with the strategic review that raised it.

The signature that completes a review opens the tasks; a plan that is written, a later strategic
review, a correction or taking it back closes them, each with what came of it. A task that somebody
answered by hand stays answered. What is asked for: `reviews.doubt`.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from patients import todo
from patients.actions import complete_task, open_task
from patients.models import Patient, Task
from reviews.doubt import Asked, Doubt, Need, asked_after
from reviews.models import Optimisation, Review, ReviewCredit, StrategicReview
from reviews.review_types import ReviewType
from reviews.review_versions import versions
from rodt.words import nhs_date

AGAIN = "Looked at again"
CORRECTED = "The strategic review was corrected"
PLANNED = "The plan was written"
_BY_ITSELF = (AGAIN, CORRECTED, PLANNED)


def settle(review: Review, *, by: User, on: date) -> None:
    """After whatever changed it. Called inside the transaction of that change."""
    rows = versions(review)
    part = StrategicReview.objects.current().filter(review=review).first()
    if part is None and not review.is_withdrawn:
        return
    sources = {
        Need.PLAN: set(
            StrategicReview.objects.filter(review__in=rows).values_list("id", flat=True)
        ),
        Need.FOLLOW_UP: {row.pk for row in rows},
    }
    opened = list(todo.about(set().union(*sources.values())))
    counts = not review.is_withdrawn and _counts(review)
    is_last = counts and not _strategic_after(review).exists()
    asked = {}
    if part is not None and (is_last or not counts):
        asked = asked_after(_doubt(review, part))
    for need, ids in sources.items():
        theirs = [task for task in opened if task.source_id in ids]
        wanted = asked.get(need)
        _close(theirs, wanted, _outcome(need, review, part), by=by, on=on)
        if wanted and is_last and part and not _is_answered(theirs, wanted):
            source = part.pk if need is Need.PLAN else review.pk
            _open(review.patient, wanted, source_id=source, by=by)
    if is_last and part:
        _close_earlier(review, part, by=by, on=on)
    elif review.is_withdrawn:
        _settle_the_one_before(review, by=by, on=on)


def _counts(review: Review) -> bool:
    credits = ReviewCredit.objects.current().filter(review=review, type=ReviewType.STRATEGIC)
    return credits.filter(is_valid=True).exists()


def _strategic_after(review: Review) -> QuerySet[ReviewCredit]:
    return (
        ReviewCredit.objects.current()
        .filter(patient=review.patient_id, type=ReviewType.STRATEGIC, is_valid=True)
        .filter(held_on__gt=review.held_on)
        .exclude(review=review)
    )


def _doubt(review: Review, part: StrategicReview) -> Doubt:
    plan = (
        Optimisation.objects.current()
        .filter(patient=review.patient_id, on__gte=review.held_on)
        .order_by("on", "recorded_at")
        .last()
    )
    return Doubt(
        conclusion=part.conclusion,
        held_on=review.held_on,
        planned=plan is not None,
        follow_up_on=plan.follow_up_on if plan else None,
        no_plan_because=part.no_plan_because,
    )


def _close(
    tasks: Iterable[Task], wanted: Asked | None, outcome: str, *, by: User, on: date
) -> None:
    """Those still to do that nobody asks for any more, or not in these words or for this day."""
    for task in tasks:
        if task.done_on is None and not (wanted and _is_same(task, wanted)):
            complete_task(task=task, version=task.version, outcome=outcome, on=on, by=by)
            task.outcome, task.done_on = outcome, on


def _is_same(task: Task, wanted: Asked) -> bool:
    return (task.text, task.due_on) == (wanted.text, wanted.due_on)


def _is_answered(tasks: Iterable[Task], wanted: Asked) -> bool:
    """It is on the list, or somebody has answered it by hand."""
    return any(task.done_on is None or not task.outcome.startswith(_BY_ITSELF) for task in tasks)


def _open(patient: Patient, wanted: Asked, *, source_id: UUID, by: User) -> None:
    open_task(
        patient=patient,
        kind=Task.Kind.OTHER,
        text=wanted.text,
        duty=wanted.duty,
        due_on=wanted.due_on,
        by=by,
        source_id=source_id,
    )


def _outcome(need: Need, review: Review, part: StrategicReview | None) -> str:
    if review.is_withdrawn or part is None:
        return f"{CORRECTED}: it was taken back."
    if need is Need.PLAN and _doubt(review, part).planned:
        return f"{PLANNED}."
    return f"{CORRECTED}: {part.get_conclusion_display().lower()}. What is now to do stands anew."


def _close_earlier(review: Review, part: StrategicReview, *, by: User, on: date) -> None:
    """What earlier strategic reviews left to do: this one has looked at it again."""
    earlier = StrategicReview.objects.filter(
        ~Q(review__in=versions(review)),
        patient=review.patient_id,
        review__held_on__lte=review.held_on,
    ).values_list("id", "review_id")
    said = part.get_conclusion_display().lower() or "nothing concluded"
    outcome = f"{AGAIN} in the strategic review of {nhs_date(review.held_on)}: {said}."
    tasks = todo.about(source for pair in earlier for source in pair).filter(done_on=None)
    _close(tasks, None, outcome, by=by, on=on)


def _settle_the_one_before(review: Review, *, by: User, on: date) -> None:
    """The one that was taken back answers nothing: what the one before it asked for stands."""
    before = (
        ReviewCredit.objects.current()
        .filter(patient=review.patient_id, type=ReviewType.STRATEGIC, is_valid=True)
        .filter(held_on__lte=review.held_on)
        .select_related("review__patient")
        .order_by("-held_on", "-recorded_at")
        .first()
    )
    if before is not None:
        settle(before.review, by=by, on=on)
