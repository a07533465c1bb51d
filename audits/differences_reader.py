"""Reads what two runs found differently, and what the later could see and the earlier could not.
Three statements, whatever the caseload."""

from datetime import date
from typing import Any

from django.db import connection

from audits.differences import Difference, Moved, RunFacts, differences
from audits.models import Audit, ReadLater
from audits.plan_quality import is_sampled
from audits.step import Direction, Outcome
from audits.steps import INDICATORS
from audits.written import written_between

_MOVED = """
    WITH was AS (
        SELECT patient_id, found.key AS code, found.value->>'outcome' AS outcome,
            found.value->'evidence' AS rows
        FROM audits_auditresult, jsonb_each(findings) AS found
        WHERE audit_id = %(before)s AND %(code)s IN ('', found.key)
    ), now_is AS (
        SELECT patient_id, found.key AS code, found.value->>'outcome' AS outcome,
            found.value->'evidence' AS rows
        FROM audits_auditresult, jsonb_each(findings) AS found
        WHERE audit_id = %(after)s AND %(code)s IN ('', found.key)
    )
    SELECT patient_id, code, before, after,
        ARRAY(SELECT row->>'id' FROM jsonb_array_elements(rows) AS row),
        EXISTS (SELECT FROM audits_auditresult AS read
            WHERE read.audit_id = %(before)s AND read.patient_id = moved.patient_id),
        EXISTS (SELECT FROM audits_auditresult AS read
            WHERE read.audit_id = %(after)s AND read.patient_id = moved.patient_id)
    FROM (
        SELECT patient_id, code, was.outcome AS before, now_is.outcome AS after,
            coalesce(was.rows, '[]') || coalesce(now_is.rows, '[]') AS rows
        FROM was FULL JOIN now_is USING (patient_id, code)
        WHERE was.outcome IS DISTINCT FROM now_is.outcome
    ) AS moved
    ORDER BY code, patient_id
"""


def read(before: Audit, after: Audit, code: str = "") -> list[Difference]:
    """Of every indicator, or of one. Row-level security must be open for the service. The earlier
    run comes first."""
    moved = moved_between(before, after, code)
    return differences(
        _facts(before),
        _facts(after),
        {
            own: direction
            for own, direction in (_directions(before) | _directions(after)).items()
            if code in ("", own)
        },
        moved,
        written_between(
            before,
            after,
            people={one.patient_id for one in moved},
            rows=frozenset[str]().union(*(one.rests_on for one in moved)),
        ),
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
                frozenset(rests_on) - {""},
            )
            for who, code, was, now_is, rests_on, was_read, is_read in cursor.fetchall()
        ]


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
