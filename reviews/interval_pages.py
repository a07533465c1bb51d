"""What the pages about review intervals show: what holds, what waits, and every version so far."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.models import Service
from reviews import facts_reader, schedules, two_people
from reviews.interval_changes import SUBJECT
from reviews.interval_values import (
    EDITABLES,
    EVERY_TYPE,
    Editable,
    changes,
    set_by_service,
    value_of,
    words,
)
from reviews.intervals import DEFAULT_SCHEDULE, Schedule
from reviews.rules import PRODUCT_DEFAULT
from reviews.schedule import due
from reviews.two_people import Version


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value that holds: in words, with the product's own beside it where it differs."""

    value: Editable
    now: str
    default: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ValueGroup:
    title: str
    status: str
    rows: tuple[ValueRow, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Reviews that are overdue today, by what holds and by what is proposed."""

    now: int
    then: int


def value_groups(schedule: Schedule) -> list[ValueGroup]:
    groups: dict[str, list[ValueRow]] = {}
    status: dict[str, str] = {}
    for value in EDITABLES:
        kind, _, name = value.key.partition(".")
        amount = value_of(schedule, value)
        groups.setdefault(value.group, []).append(
            ValueRow(
                value, words(value, amount), words(value, value.default), amount != value.default
            )
        )
        if name:
            status[value.group] = schedule.rules[kind].status  # type: ignore[index]
    is_own = any(row.is_own for row in groups[EVERY_TYPE])
    general = set_by_service(is_verified=schedule.is_verified) if is_own else PRODUCT_DEFAULT
    return [
        ValueGroup(title, status.get(title, general), tuple(rows)) for title, rows in groups.items()
    ]


def versions(service: Service) -> list[Version]:
    """The newest first. Two queries, however many there are."""
    return two_people.versions(
        service, SUBJECT, first=DEFAULT_SCHEDULE, read=schedules.of_version, changes=changes
    )


def effect(service_id: UUID, on: date, now: Schedule, then: Schedule) -> Effect:
    """Counted over everybody of the service, by the function that the worklist asks."""
    facts = facts_reader.read(on=on, service_id=service_id)

    def overdue(schedule: Schedule) -> int:
        return sum(one.is_overdue for known in facts.values() for one in due(known, on, schedule))

    return Effect(overdue(now), overdue(then))
