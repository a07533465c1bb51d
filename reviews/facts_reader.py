"""Reads what the schedule needs to know of many people: one statement a table, sent together.

However many people are asked about, the statements are the same. Of long
histories only what can still decide anything is fetched (see `reviews.facts_sql`).
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from patients.models import Appointment, EndReason
from reviews import facts_sql
from reviews.fact_rows import (
    AftercareRow,
    ContactRow,
    CreditRow,
    DepotRow,
    EpisodeRow,
    EventRow,
    JudgedRow,
    MeetingRow,
    MissedRow,
    PauseRow,
    PrescriptionRow,
    Rows,
    StateRow,
    TopRow,
    assemble,
)
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.review_facts import ReviewFacts
from reviews.review_types import ReviewType
from rodt.dates import add_days
from rodt.statements import STANDS, as_array, ask_all

ASKED = (
    "EPISODES",
    "CREDITS",
    "TOPS",
    "LAST_KEYWORK",
    "AFTERCARE_CONTACTS",
    "AFTERCARE_SAID",
    "MISSED_CONTACTS",
    "APPOINTMENTS",
    "PAUSES",
    "EVENTS",
    "MISSED_DOSES",
    "PRESCRIPTIONS",
    "STATES",
    "DEPOTS",
    "JUDGED",
)

# Aftercare asks for the last contact 26 weeks after a planned exit, and it lapses 28 days later.
# A year leaves room for a service that asks for more.
AFTER_THE_END_DAYS = 365

# A list of this many ids costs more than reading the whole service does.
MANY = 1000

(_MAY_COMPLETE,) = DEFAULT_SCHEDULE.rule(ReviewType.AFTERCARE).completed_by
AFTERCARE_BY = sorted(role.value for role in _MAY_COMPLETE)

MILESTONED = [
    ReviewType.INDUCTION.value,
    ReviewType.FIRST12.value,
    ReviewType.AFTERCARE.value,
    ReviewType.EVENT.value,
]


def read(
    *, on: date, service_id: UUID | None = None, patient_ids: Collection[UUID] | None = None
) -> dict[UUID, ReviewFacts]:
    """The facts of each person as now known, for the day `on`: of a service, of some people, or
    of some people of a service.

    Everybody whose episode had started by then and did not end more than a year before. Row-level
    security must be open for the service. `changes_on` leaves out what is recorded ahead.
    """
    found = assemble(read_rows(on=on, service_id=service_id, patient_ids=patient_ids), on)
    if patient_ids is None:
        return found
    wanted = set(patient_ids)
    return {patient_id: facts for patient_id, facts in found.items() if patient_id in wanted}


def read_ahead(
    *, on: date, patient_ids: Collection[UUID]
) -> tuple[dict[UUID, ReviewFacts], dict[UUID, date]]:
    """The same of some people, with what is recorded ahead; and for each of them of whom anything
    is, the first later day of which. It may be of somebody who has no facts yet."""
    rows = read_rows(on=on, patient_ids=patient_ids, with_ahead=True)
    return assemble(rows, on), dict(rows.ahead)


def read_rows(
    *,
    on: date,
    service_id: UUID | None = None,
    patient_ids: Collection[UUID] | None = None,
    with_ahead: bool = False,
    died_from: date | None = None,
) -> Rows:
    """One statement a table. Of many people of a service the whole service is read. `died_from`:
    with whoever died on that day or later, however long after they had left.

    Raises ValueError when neither a service nor people are named.
    """
    if service_id is None and patient_ids is None:
        raise ValueError("Name a service, or people.")
    by_service = service_id is not None and (patient_ids is None or len(patient_ids) > MANY)
    who = "service_id = %(service)s" if by_service else "patient_id = ANY(%(people)s::uuid[])"
    is_who = "service_id = %(service)s" if by_service else "id = ANY(%(people)s::uuid[])"
    given = {
        "on": on,
        "service": service_id,
        "people": None if by_service else as_array(patient_ids or ()),
        "planned": list(EndReason.planned()),
        "milestoned": MILESTONED,
        "after_end": AFTER_THE_END_DAYS,
        "aftercare_by": AFTERCARE_BY,
        "intervals": [kind.value for kind in ReviewType if kind.value not in MILESTONED],
    }

    asked = (*ASKED, "AHEAD") if with_ahead else ASKED
    statements = [
        getattr(facts_sql, name).format(who=who, is_who=is_who, stands=STANDS) for name in asked
    ]
    found = dict(zip(asked, ask_all(statements, given), strict=True))
    episodes = _recent(map(EpisodeRow._make, found["EPISODES"]), on, died_from)
    return Rows(
        episodes=episodes,
        credits=list(map(CreditRow._make, found["CREDITS"])),
        tops=list(map(TopRow._make, found["TOPS"])),
        contacts=list(map(ContactRow._make, found["LAST_KEYWORK"])),
        aftercare=list(map(ContactRow._make, found["AFTERCARE_CONTACTS"])),
        aftercare_said=list(map(AftercareRow._make, found["AFTERCARE_SAID"])),
        pauses=list(map(PauseRow._make, found["PAUSES"])),
        events=list(map(EventRow._make, found["EVENTS"])),
        missed=list(map(MissedRow._make, found["MISSED_DOSES"])),
        booked=_in_state(found["APPOINTMENTS"], Appointment.State.BOOKED),
        not_attended=[
            *_in_state(found["APPOINTMENTS"], Appointment.State.DID_NOT_ATTEND),
            *map(MeetingRow._make, found["MISSED_CONTACTS"]),
        ],
        prescriptions=list(map(PrescriptionRow._make, found["PRESCRIPTIONS"])),
        states=list(map(StateRow._make, found["STATES"])),
        depots=list(map(DepotRow._make, found["DEPOTS"])),
        judged=list(map(JudgedRow._make, found["JUDGED"])),
        ahead=_ahead(found["AHEAD"], episodes) if with_ahead else {},
    )


def _ahead(rows: Iterable[tuple[Any, ...]], episodes: Iterable[EpisodeRow]) -> dict[UUID, date]:
    """With the day on which somebody who left is no longer read at all."""
    first = dict(rows)
    for row in episodes:
        if row.ended_on is not None:
            last_on = add_days(row.ended_on, AFTER_THE_END_DAYS + 1)
            first[row.patient_id] = min(last_on, first.get(row.patient_id, last_on))
    return first


def _recent(rows: Iterable[EpisodeRow], on: date, died_from: date | None) -> list[EpisodeRow]:
    oldest = add_days(on, -AFTER_THE_END_DAYS)
    return [
        row
        for row in rows
        if row.ended_on is None
        or row.ended_on >= oldest
        or (died_from is not None and row.died_on is not None and row.died_on >= died_from)
    ]


def _in_state(meetings: Iterable[tuple[Any, ...]], state: str) -> list[MeetingRow]:
    return [
        MeetingRow(patient_id, day, tuple(types))
        for patient_id, day, types, found in meetings
        if found == state
    ]
