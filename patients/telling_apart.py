"""What is read with people in a list, so that two of them can be told apart."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from patients.models import Episode, OtherName, Patient


def with_episode(people: Any) -> Any:
    """With the team, and when the last episode started and ended; by last name."""
    last = Episode.objects.filter(patient=OuterRef("pk")).order_by("-started_on")
    return (
        people.select_related("team")
        .annotate(
            started_on=Subquery(last.values("started_on")[:1]),
            ended_on=Subquery(last.values("ended_on")[:1]),
        )
        .order_by("family_name", "given_name", "reference")
    )


def also_known_as(people: Iterable[Patient]) -> list[Patient]:
    """Each with `other_names`: former names and aliases, and what a record that was made one with
    theirs called them. Two queries, however many people."""
    found = list(people)
    names: dict[UUID, list[str]] = {patient.pk: [] for patient in found}
    for other in OtherName.objects.current().filter(patient__in=found).order_by("recorded_at"):
        said = f"{other.given_name} {other.family_name}".strip()
        names[other.patient_id].append(
            f"formerly {said}" if other.kind == OtherName.Kind.FORMER else said
        )
    for record in Patient.objects.filter(merged_into__in=found).order_by("recorded_at"):
        assert record.merged_into_id is not None
        names[record.merged_into_id].append(f"{record.name}, {record.reference}")
    for patient in found:
        patient.other_names = names[patient.pk]  # type: ignore[attr-defined]
    return found
