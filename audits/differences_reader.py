"""Reads what two runs found differently, and what the later could see and the earlier could not.
Three statements, whatever the caseload."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from audits.as_known import Model, is_about_somebody, tracked_models
from audits.differences import Difference, Moved, RunFacts, Written, differences
from audits.models import Audit, ReadLater
from audits.plan_quality import is_sampled
from audits.step import Direction, Outcome
from audits.steps import INDICATORS
from patients.models import Patient

_MOVED = """
    WITH was AS (
        SELECT patient_id, found.key AS code, found.value->>'outcome' AS outcome
        FROM audits_auditresult, jsonb_each(findings) AS found
        WHERE audit_id = %(before)s AND %(code)s IN ('', found.key)
    ), now_is AS (
        SELECT patient_id, found.key AS code, found.value->>'outcome' AS outcome
        FROM audits_auditresult, jsonb_each(findings) AS found
        WHERE audit_id = %(after)s AND %(code)s IN ('', found.key)
    )
    SELECT moved.*,
        EXISTS (SELECT FROM audits_auditresult AS read
            WHERE read.audit_id = %(before)s AND read.patient_id = moved.patient_id),
        EXISTS (SELECT FROM audits_auditresult AS read
            WHERE read.audit_id = %(after)s AND read.patient_id = moved.patient_id)
    FROM (
        SELECT patient_id, code, was.outcome AS before, now_is.outcome AS after
        FROM was FULL JOIN now_is USING (patient_id, code)
        WHERE was.outcome IS DISTINCT FROM now_is.outcome
    ) AS moved
    ORDER BY code, patient_id
"""


def read(before: Audit, after: Audit, code: str = "") -> list[Difference]:
    """Of every indicator, or of one. Row-level security must be open for the service. The earlier
    run comes first."""
    moved = moved_between(before, after, code)
    people = {one.patient_id for one in moved}
    return differences(
        _facts(before),
        _facts(after),
        {
            own: direction
            for own, direction in (_directions(before) | _directions(after)).items()
            if code in ("", own)
        },
        moved,
        written_between(before, after, people),
    )


def moved_between(before: Audit, after: Audit, code: str = "") -> list[Moved]:
    same = ReadLater.objects.filter(before=before, after=after).values_list("same", flat=True)
    on_time: dict[str, list[str]] = same.first() or {}
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, {"before": before.pk, "after": after.pk, "code": code})
        return [
            Moved(
                who,
                code,
                _outcome(was),
                _outcome(now_is),
                was_read,
                is_read,
                code in on_time.get(str(who), ()),
                code in _BY_LOT,
            )
            for who, code, was, now_is, was_read, is_read in cursor.fetchall()
        ]


def written_between(
    before: Audit, after: Audit, people: Iterable[UUID]
) -> dict[UUID, frozenset[Written]]:
    """What the later run could see of each of them and the earlier could not.

    New: it happened after the earlier run's day. Late: it happened by that day, and was entered
    after what that run knew. A correction: a row that amends another, is taken back or was changed,
    and does not say that something ended since.
    """
    known = sorted((before.known_at, after.known_at))
    given: dict[str, Any] = {
        "service": after.service_id,
        "since": known[0],
        "until": known[1],
        "people": list(people),
        "on": min(before.on, after.on),
        "last": max(before.on, after.on),
    }
    parts = [
        _written_in(model, event)
        for model, event in tracked_models().items()
        if is_about_somebody(model)
    ]
    found: dict[UUID, set[Written]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ").join(parts), given)
        for patient_id, kind in cursor.fetchall():
            found[patient_id].add(Written(kind))
    return {patient_id: frozenset(kinds) for patient_id, kinds in found.items()}


# Days on which something was over: the other day of a row that may be news.
_ENDS = frozenset({"ended_on", "died_on", "done_on", "decided_on"})
_WRITTEN = """
    SELECT {person}, CASE WHEN pgh_label = 'insert' AND {is_first} THEN 'late' ELSE 'corrected' END
    FROM {events}
    WHERE service_id = %(service)s AND pgh_created_at > %(since)s AND pgh_created_at <= %(until)s
        AND {person} = ANY(%(people)s) AND NOT ({is_new})
"""
_HAPPENED = """
    SELECT {key}, 'new' FROM {table}
    WHERE service_id = %(service)s AND recorded_at <= %(until)s AND {key} = ANY(%(people)s)
        AND ({is_new})
"""


def _written_in(model: Model, event: Model) -> sql.Composed:
    fields = model._meta.concrete_fields
    days = [str(f.column) for f in fields if type(f) is models.DateField]
    # The first day a table names is the day of what it tells; most others lie ahead.
    telling = [day for place, day in enumerate(days) if place == 0 or day in _ENDS]
    is_new = sql.SQL(" OR ").join(
        sql.SQL("coalesce({} BETWEEN %(on)s::date + 1 AND %(last)s, FALSE)").format(
            sql.Identifier(day)
        )
        for day in telling
    )
    amends = any(field.name == "amends" for field in fields)
    return sql.SQL(_WRITTEN + (f" UNION {_HAPPENED}" if telling else "")).format(
        person=sql.Identifier("pgh_obj_id" if model is Patient else "patient_id"),
        key=sql.Identifier("id" if model is Patient else "patient_id"),
        is_first=sql.SQL("amends_id IS NULL" if amends else "TRUE"),
        is_new=is_new if telling else sql.SQL("FALSE"),
        events=sql.Identifier(event._meta.db_table),
        table=sql.Identifier(model._meta.db_table),
    )


def _facts(audit: Audit) -> RunFacts:
    return RunFacts(
        on=audit.on,
        versions={item["code"]: item["version"] for item in _indicators(audit)},
        outcomes={
            code: counted["outcomes"] for code, counted in audit.service_figures["counts"].items()
        },
        configuration={
            name: value for name, value in audit.configuration.items() if name in _NUMBERS
        },
    )


_BY_LOT = {one.code for one in INDICATORS if one.eligible is is_sampled}
_NUMBERS = ("numbers", "schedule", "limits", "skills")


def _directions(audit: Audit) -> dict[str, Direction]:
    return {item["code"]: Direction(item["direction"]) for item in _indicators(audit)}


def _indicators(audit: Audit) -> list[dict[str, Any]]:
    return [item for step in audit.definitions["steps"] for item in step["indicators"]]


def _outcome(stored: str | None) -> Outcome | None:
    return None if stored is None else Outcome(stored)


def earlier_of(one: Audit, other: Audit) -> tuple[Audit, Audit]:
    """By what was asked: the day, then what was known, then the number."""

    def asked(audit: Audit) -> tuple[date, Any, int]:
        return audit.on, audit.known_at, audit.number

    return (one, other) if asked(one) <= asked(other) else (other, one)
