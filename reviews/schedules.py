"""The schedule a service works by on a day: its own newest version, or the product's defaults."""

from datetime import date
from uuid import UUID

from accounts import configuration
from accounts.models import Configuration
from reviews.intervals import DEFAULT_SCHEDULE, Schedule

KIND = "schedule"


def in_force(service_id: UUID, on: date) -> Schedule:
    """Raises ScheduleError when a stored version cannot be read."""
    stored = configuration.in_force(service_id, KIND, on)
    return of_version(stored) if stored.version else DEFAULT_SCHEDULE


def of_version(stored: configuration.Values | Configuration) -> Schedule:
    """One stored version as a schedule. Raises ScheduleError when it cannot be read."""
    return Schedule.from_values(
        stored.values,
        version=f"version {stored.version}",
        is_verified=stored.status == Configuration.Status.VERIFIED,
    )
