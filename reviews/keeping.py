"""Keep what is due worked out, so that lists and the nightly check find it done.

No list relies on it: whoever is not kept is worked out when asked (`reviews.due_days`). The notes
of who changed are read before the record is: what is written meanwhile leaves a note of its own,
and the person is worked out again.
"""

import json
import logging
import sys
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import Service
from reviews import facts_reader, schedules
from reviews.due_days import rules_of
from reviews.dues import Due
from reviews.intervals import Schedule
from reviews.worked_out import (
    NEVER,
    from_values,
    holds_to,
    to_values,
    work_out,
)
from rodt import row_security
from rodt.dates import ONE_DAY
from rodt.statements import as_array, ask_all

logger = logging.getLogger(__name__)

# So many are worked out at a time: it bounds the memory.
AT_ONCE = 1000
# So many at most each time the clock comes by: other work of the queue waits about a second for it.
A_TICK = 2000


def ensure_kept(at: datetime) -> int:
    """Of every service, some of those whose record changed or whose kept days are over: how many.
    Another that keeps the same service at this moment is left to it. Where it fails, lists work
    out what they need and the nightly check says what is wrong: nothing else waits for it."""
    on = timezone.localdate(at)
    kept = 0
    for service_id in Service.objects.order_by("code").values_list("pk", flat=True):
        try:
            with row_security.scope([service_id]):
                if _alone(service_id, waits=False):
                    kept += _keep(service_id, on, schedules.in_force(service_id, on), A_TICK)
        except Exception:  # whatever it is, the clock has other work to see to
            logger.exception("What is due could not be kept for service %s", service_id)
    return kept


def keep(service_id: UUID, on: date) -> Schedule:
    """Everybody of a service, for a day. Called inside a transaction that is open for the service;
    waits for whoever does the same. The schedule that was used."""
    _alone(service_id, waits=True)
    schedule = schedules.in_force(service_id, on)
    _keep(service_id, on, schedule)
    return schedule


def _alone(service_id: UUID, *, waits: bool) -> bool:
    """Until the transaction ends nobody else keeps this service; False where somebody does."""
    lock = "pg_advisory_xact_lock" if waits else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        key = f"due days {service_id}"
        cursor.execute(f"SELECT {lock}(hashtextextended(%s, 0))", [key])
        return cursor.fetchone()[0] is not False


def _keep(service_id: UUID, on: date, schedule: Schedule, most: int = sys.maxsize) -> int:
    kept = 0
    while people := _not_kept(service_id, on, schedule, min(AT_ONCE, most - kept)):
        _work_out(service_id, people, on, schedule)
        kept += len(people)
    return kept


_NOT_KEPT = """
    SELECT patient_id FROM (
        SELECT patient_id FROM reviews_changedrecord WHERE service_id = %(service)s
        UNION SELECT id FROM patients_patient AS person WHERE service_id = %(service)s
            AND NOT EXISTS (SELECT FROM reviews_duedays WHERE patient_id = person.id)
        UNION SELECT patient_id FROM reviews_duedays
            WHERE service_id = %(service)s AND rules < %(rules)s
        UNION SELECT patient_id FROM reviews_duedays
            WHERE service_id = %(service)s AND rules > %(rules)s
        UNION SELECT patient_id FROM reviews_duedays
            WHERE service_id = %(service)s AND rules = %(rules)s AND to_on < %(on)s
        UNION SELECT patient_id FROM reviews_duedays
            WHERE service_id = %(service)s AND from_on > %(on)s
    ) AS outdated JOIN patients_patient AS person ON person.id = patient_id
    WHERE person.service_id = %(service)s
    LIMIT %(most)s
"""


def _not_kept(service_id: UUID, on: date, schedule: Schedule, most: int) -> list[UUID]:
    """Whose record changed, whoever is new, and whose kept days are of other rules or over."""
    given = {"service": service_id, "on": on, "rules": rules_of(schedule), "most": most}
    return [patient_id for (patient_id,) in ask_all([_NOT_KEPT], given)[0]]


_NOTED = "SELECT id FROM reviews_changedrecord WHERE patient_id = ANY(%(people)s::uuid[])"

# One document: taking a thousand rows apart here, value by value, takes longer than writing them.
_WRITE = """
    INSERT INTO reviews_duedays
        (patient_id, service_id, from_on, to_on, rules, known, has_dues, overdue_from, check_on)
    SELECT person::uuid, %(service)s, %(on)s, to_on, %(rules)s, known, has_dues, overdue_from,
        %(on)s
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS one (person text, to_on date, known jsonb, has_dues boolean, overdue_from date)
    ON CONFLICT (patient_id) DO UPDATE SET
        service_id = excluded.service_id, from_on = excluded.from_on, to_on = excluded.to_on,
        rules = excluded.rules, known = excluded.known, has_dues = excluded.has_dues,
        overdue_from = excluded.overdue_from, check_on = excluded.check_on
"""
_FORGET = "DELETE FROM reviews_changedrecord WHERE id = ANY(%(noted)s)"


def _work_out(service_id: UUID, people: Collection[UUID], on: date, schedule: Schedule) -> None:
    noted = [note for (note,) in ask_all([_NOTED], {"people": as_array(people)})[0]]
    facts, ahead = facts_reader.read_ahead(on=on, patient_ids=people)
    rows = []
    for one in people:
        row: dict[str, Any] = {"person": str(one), "has_dues": False}
        last_on = ahead.get(one, NEVER) - ONE_DAY
        if one in facts:
            worked = work_out(facts[one], on, schedule)
            last_on = holds_to(facts[one], worked, on, schedule)
            overdue_from = worked.overdue_from
            row["known"], row["has_dues"] = to_values(worked), bool(worked.dues)
            row["overdue_from"] = None if overdue_from is None else overdue_from.isoformat()
        rows.append({**row, "to_on": last_on.isoformat()})
    given: dict[str, Any] = {
        "service": service_id,
        "on": on,
        "rules": rules_of(schedule),
        "rows": json.dumps(rows),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, given)
        cursor.execute(_FORGET, {"noted": noted})


# Only who has something overdue is read: what else there is cannot have moved anything.
_TO_CHECK = """
    SELECT patient_id, overdue_from, CASE WHEN overdue_from <= %(on)s THEN known END
    FROM reviews_duedays WHERE service_id = %(service)s AND check_on <= %(on)s
    ORDER BY patient_id LIMIT %(most)s
"""
_CHECKED = """
    UPDATE reviews_duedays AS kept SET check_on = one.check_on
    FROM unnest(%(people)s::uuid[], %(check_on)s::date[]) AS one (patient_id, check_on)
    WHERE kept.patient_id = one.patient_id
"""


def to_check(
    service_id: UUID, on: date, schedule: Schedule
) -> Iterator[dict[UUID, tuple[Due, ...]]]:
    """What is overdue of those a night has to look at, some people at a time: whoever was worked
    out since the last night that did, and of whom something becomes overdue. Nobody else's reviews
    can have moved. Each person once: what is taken counts as looked at. After `keep` of the day.
    """
    while True:
        given = {"service": service_id, "on": on, "most": AT_ONCE}
        rows = ask_all([_TO_CHECK], given)[0]
        if not rows:
            return
        found: dict[UUID, tuple[Due, ...]] = {}
        next_on = []
        for patient_id, overdue_from, known in rows:
            dues = from_values(json.loads(known), on, schedule).dues if known else ()
            found[patient_id] = tuple(one for one in dues if one.is_overdue)
            days = (one.overdue_from for one in dues) if known else (overdue_from,)
            # Whatever else may move is worked out again by then, and looked at for that.
            next_on.append(min((day for day in days if day and day > on), default=NEVER))
        with connection.cursor() as cursor:
            cursor.execute(_CHECKED, {"people": list(found), "check_on": next_on})
        yield found
