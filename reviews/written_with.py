"""What the save of a strategic review wrote beside it: a plan to improve treatment, a talk of
options. Found by their moment: what one save wrote has the review's own, or that of a signature."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from careplans.models import OptionsTalk
from patients.models import CURRENT
from reviews.models import Optimisation, Review, Signature
from reviews.review_versions import versions
from reviews.strategic import PLAN_TRIGGER


def plan_of(review: Review) -> Optimisation | None:
    """The plan that was written down with this review, by whoever signed it."""
    return _with(review, Optimisation).filter(trigger__startswith=PLAN_TRIGGER).first()


def options_of(review: Review) -> OptionsTalk | None:
    """The talk of options that was written down with this review."""
    return _with(review, OptionsTalk).filter(on=review.held_on).first()


def plans_with(rows: Sequence[Review]) -> QuerySet[Optimisation]:
    """Every wording of the plans that came with these versions of one review."""
    return _at_moments_of(rows, Optimisation).filter(trigger__startswith=PLAN_TRIGGER)


def _with(review: Review, model: Any) -> Any:
    found = _at_moments_of(versions(review), model)
    return found.filter(CURRENT).order_by("-recorded_at", "-id")


def _at_moments_of(rows: Sequence[Review], model: Any) -> Any:
    signed = Signature.objects.filter(review__in=rows).values_list("recorded_at", flat=True)
    written = [*(row.recorded_at for row in rows), *signed]
    return model.objects.filter(patient=rows[0].patient_id, recorded_at__in=written)
