"""Everybody in a service by member of staff, and who of them cannot wait until tomorrow.

For those whose reach is the whole service. One list of two thousand people answers no question in
the time that a page may take: what cannot wait is read out of the rows that could say so, and each
member's own list is a page away. `tests/reviews` holds it against the whole list.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.access import Access
from reviews import schedules, worklist, worklist_sql
from reviews.order import SAFETY_EVENTS
from reviews.schedule import Schedule
from reviews.worklist import Worklist
from reviews.worklist_reader import STALE_DAYS
from rodt.dates import add_days, add_working_days
from rodt.statements import STANDS, ask_all


@dataclass(frozen=True, slots=True)
class Caseload:
    """One member of staff: for how many people in treatment, and in which duty."""

    staff_id: UUID
    name: str
    as_keyworker: int
    as_prescriber: int


@dataclass(frozen=True, slots=True)
class Caseloads:
    """`without_keyworker`: how many of those in treatment nobody is keyworker of."""

    of_staff: tuple[Caseload, ...]
    in_treatment: int
    without_keyworker: int


def caseloads(access: Access, on: date) -> Caseloads:
    """Two statements, sent together, for any number of people."""
    given = {"service": access.service.pk, "on": on}
    asked = [worklist_sql.CASELOADS, worklist_sql.IN_TREATMENT]
    rows, ((in_treatment, with_keyworker),) = ask_all(asked, given)
    return Caseloads(
        tuple(Caseload(*row) for row in rows), in_treatment, in_treatment - with_keyworker
    )


def cannot_wait(access: Access, on: date) -> Worklist:
    """Of everybody in the service, those who cannot wait until tomorrow; nobody else is on it."""
    schedule = schedules.in_force(access.service.pk, on)
    return worklist.of_people(access, on, _may_not_wait(access, on, schedule)).only_urgent()


def _may_not_wait(access: Access, on: date, schedule: Schedule) -> list[UUID]:
    """Nobody else can be in a group that cannot wait; most of these are not either.

    An event review lapses so many days after its due day, and so many working days never take more
    than as many weeks. A pause moves it: whoever has been away is looked at whatever the day.
    """
    lapsed_days = schedule.lapse_after_days + 7 * schedule.event_working_days
    given = {
        "service": access.service.pk,
        "on": on,
        "stale": add_days(on, -STALE_DAYS),
        "events": [kind.value for kind in SAFETY_EVENTS],
        "events_from": add_days(on, -lapsed_days),
        "scripts_before": add_working_days(on, schedule.script_ending_working_days + 1),
    }
    which = {"who": "service_id = %(service)s", "stands": STANDS, **worklist_sql.NOW}
    statement = worklist_sql.MAY_NOT_WAIT.format(
        missed=worklist_sql.MISSED_DOSES.format(**which),
        depots=worklist_sql.DEPOTS.format(**which),
        scripts=worklist_sql.SCRIPTS.format(**which),
        red_tasks=worklist_sql.RED_TASKS.format(**which),
        **which,
    )
    return [patient_id for (patient_id,) in ask_all([statement], given)[0]]
