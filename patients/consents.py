"""Which of a person's answers about consent stand: of each matter the last."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from patients.models import Answer, Consent, Patient

NEWEST_FIRST = ("-on", "-recorded_at", "-id")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is asked: `said`, every answer, the newest first."""

    key: str
    words: str
    said: tuple[Any, ...]

    @property
    def last(self) -> Any:
        return self.said[0] if self.said else None


def matters(patient: Patient) -> list[Matter]:
    """Everything that can be asked, answered or not. One query."""
    rows = list(
        Consent.objects.current()
        .filter(patient=patient)
        .select_related("recorded_by")
        .order_by(*NEWEST_FIRST)
    )
    return [
        Matter(key, words, tuple(row for row in rows if row.about == key))
        for key, words in Consent.About.choices
    ]


def agreeing(service_id: UUID, about: str) -> set[UUID]:
    """The people of a service whose last answer to a matter is yes. One query."""
    last = (
        Consent.objects.current()
        .filter(service_id=service_id, about=about)
        .order_by("patient_id", *NEWEST_FIRST)
        .distinct("patient_id")
    )
    return {row.patient_id for row in last if row.answer == Answer.YES}
