"""Recovery capital as its page shows it: four ratings by the person over time, each by itself.

They are never added up, and never compared between people. Source: domain/reviews.md §7 [P].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from careplans.models import RecoveryCapital
from patients.models import Patient
from rodt.charts import rating_over_time
from rodt.words import nhs_date


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of recovery capital: its field, its everyday name, and what it takes in."""

    key: str
    label: str
    takes_in: str


KINDS = (
    Kind("social", "People", "Family, partner, friends, groups they belong to."),
    Kind("physical", "Home and money", "A safe home, money, transport, belongings."),
    Kind("human", "Skills and health", "Skills, health and mental health, hopes."),
    Kind("cultural", "Belonging", "Values, beliefs, a place in the community."),
)
KEYS = tuple(kind.key for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Multiple:
    """One kind over time. `words` say the same as the drawing."""

    kind: Kind
    words: str
    drawing: SafeString | None


def ratings_of(patient: Patient) -> list[Any]:
    """Each time it was asked, the newest first, as it now reads. One query."""
    return list(
        RecoveryCapital.objects.current()
        .filter(patient=patient)
        .select_related("recorded_by")
        .order_by("-on", "-recorded_at", "-id")
    )


def multiples(ratings: Sequence[Any]) -> list[Multiple]:
    """Four drawings on one scale and one span of days; none of a kind that was never rated."""
    if not ratings:
        return []
    oldest_first = list(reversed(ratings))
    first, last = oldest_first[0].on, oldest_first[-1].on
    return [_multiple(kind, oldest_first, first, last) for kind in KINDS]


def _multiple(kind: Kind, ratings: Sequence[Any], first: date, last: date) -> Multiple:
    points = [(row.on, getattr(row, kind.key)) for row in ratings]
    said = how_it_moved(points)
    if all(rating is None for _, rating in points):
        return Multiple(kind, said, None)
    title = f"{kind.label}: {said}"
    return Multiple(kind, said, rating_over_time(points, first=first, last=last, title=title))


def how_it_moved(points: Sequence[tuple[date, int | None]]) -> str:
    """From the first rating to the last, oldest first; "Not asked" where there is none."""
    known = [(day, rating) for day, rating in points if rating is not None]
    if not known:
        return "Not asked"
    (day, before), (_, now) = known[0], known[-1]
    if len(known) == 1:
        return f"{now}, asked once, {nhs_date(day)}"
    way = "Up" if now > before else "Down" if now < before else "The same"
    moved = f"{way}: {now}" if now == before else f"{way} from {before} to {now}"
    return f"{moved}, since {nhs_date(day)}"
