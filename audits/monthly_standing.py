"""How far the months of a service are: counted, being counted, or stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits.models import MonthCount
from audits.monthly_jobs import last_job
from jobs import words
from jobs.models import Job


@dataclass(frozen=True, slots=True)
class Standing:
    """`missing`: months that were never asked for. `wanted`: those that were, and wait. `of`: how
    many there are to show."""

    missing: tuple[date, ...]
    wanted: int
    of: int
    job: Job | None

    @property
    def is_live(self) -> bool:
        return bool(self.wanted and self.job and self.job.is_live)

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.wanted

    @property
    def left(self) -> int:
        return len(self.missing) + self.wanted

    @property
    def asked(self) -> int:
        return self.of - len(self.missing)

    @property
    def percent(self) -> int:
        """Of those that were asked for."""
        asked = self.asked
        part = self.job.progress / 100 if self.job else 0
        return min(99, round(100 * (asked - self.wanted + part) / asked)) if asked else 0

    @property
    def words(self) -> str:
        return (
            f"{self.wanted} of {self.asked} months to go. {words.standing(self.job)}"
            if self.job
            else ""
        )

    @property
    def stopped(self) -> str:
        """Why it stopped; "" where it did not."""
        if not self.wanted or self.is_live:
            return ""
        return (self.job.reason if self.job else "") or "No job works on it now."


def standing(service_id: UUID, months: Sequence[date]) -> Standing:
    """Two queries. Row-level security must be open for the service."""
    asked = dict(
        MonthCount.objects.filter(service_id=service_id, month__in=months).values_list(
            "month", "is_wanted"
        )
    )
    return Standing(
        tuple(month for month in months if month not in asked),
        sum(asked.values()),
        len(months),
        last_job(service_id),
    )
