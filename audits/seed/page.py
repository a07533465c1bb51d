"""What every writer of rows needs: the sheets, the clock, the place, ids from the seed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from django.db import models

from audits.seed.course import Course, Member, Place
from audits.seed.moments import Moments
from audits.seed.names import PHARMACIES
from audits.seed.sheets import Ledger, Then, new_id


@dataclass(slots=True)
class Page:
    """One person's page in the ledger. `marks`: ids of rows, by what others call them."""

    ledger: Ledger
    moments: Moments
    place: Place
    course: Course
    ids: Random
    patient_id: str
    marks: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        model: type[models.Model],
        at: datetime,
        by: Member | None = None,
        /,
        then: tuple[Then, ...] = (),
        **values: Any,
    ) -> str:
        """One row about this person; its id."""
        key = new_id(self.ids)
        self.ledger[model].add(
            at,
            then,
            id=key,
            service_id=self.place.service_id,
            patient_id=self.patient_id,
            recorded_by_id=(by or self.place.keyworker).id,
            **values,
        )
        return key

    def amend(
        self,
        model: type[models.Model],
        at: datetime,
        amended_at: datetime,
        reason: str,
        before: dict[str, Any],
        after: dict[str, Any],
        by: Member | None = None,
    ) -> str:
        """A fact as it was first written down, and the one that corrected it; its id."""
        superseded = ((amended_at, {"superseded_at": amended_at}),)
        first = self.add(model, at, by, then=superseded, **before)
        return self.add(
            model, amended_at, by, amends_id=first, amend_reason=reason, **{**before, **after}
        )

    def at(self, day: date, minute: int = 9 * 60, late_days: int = 0) -> datetime:
        return self.moments.at(day, minute, late_days=late_days)

    def course_pharmacy(self) -> str:
        return PHARMACIES[self.course.number % len(PHARMACIES)]

    def role(self, name: str) -> Member:
        return self.place.prescriber if name == "prescriber" else self.place.keyworker
