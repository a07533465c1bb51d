"""Reviews of a person that were recorded after a form about them was opened, by whomever.

Two people may log a review of the same person in the same hour. The second to save is shown what
the first recorded, and decides: see `patients.stale` for the house's way.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from patients.models import Patient
from reviews.models import Review
from rodt.versions import StaleSave


def known_reviews(patient: Patient) -> int:
    """How many rows of reviews there are: none is ever taken away, so it works like a version."""
    return Review.objects.filter(patient=patient).count()


def recorded_since(patient: Patient, known: int | None) -> list[Review]:
    """What now stands of those that were not known yet, newest first. `known` None: nobody asked
    how many there were, so nothing is held against the save."""
    if known is None:
        return []
    new = known_reviews(patient) - known
    if new <= 0:
        return []
    newest = Review.objects.filter(patient=patient).order_by("-recorded_at", "-id")
    return list(_standing(newest, list(newest.values_list("id", flat=True)[:new])))


def _standing(reviews: QuerySet[Review], ids: Iterable[UUID]) -> QuerySet[Review]:
    return reviews.filter(id__in=ids, superseded_at=None).select_related("held_by", "recorded_by")


def check_known(patient: Patient, known: int | None) -> None:
    """Raise StaleSave where a review was recorded since. The patient is locked by the caller."""
    since = recorded_since(patient, known)
    if since:
        raise StaleSave(since[0])
