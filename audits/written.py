"""What was written in people's records between the moments of knowing of two runs. One statement.

New: it happened after the earlier run's day. Late: it happened by that day, and was entered after
what that run knew. A correction: what that run knew of an earlier time was taken back, or says
something else now. The ordinary course of a row is none: a blank that is filled in, an end that is
set, an appointment that was kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, LiteralString
from uuid import UUID

from django.db import connection, models
from django.utils.timezone import make_aware
from psycopg import sql

from audits.as_known import Model, is_about_somebody, tracked_models
from audits.differences import Kind, Written
from audits.models import Audit
from patients.models import Fact, Patient
from rodt.dates import ONE_DAY

# The first day that a table names is the day of what it tells, but for days that lie ahead. These
# are news beside it.
_ENDS = frozenset({"ended_on", "died_on", "done_on", "decided_on", "closed_on", "to_on"})
_NEWS = _ENDS | {"started_on"}
# Of a fact, what is no part of what it says.
_ABOUT_THE_ROW = {
    *("id", "service", "recorded_at", "recorded_by", "version"),
    *("amends", "amend_reason", "superseded_at"),
}
# What a later entry rightly changes in a fact that stands: when somebody is to be back, the last
# day of a step that the next one follows, what awaited a decision or a signature.
_COURSE = {
    "pause": {"expected_end_on"},
    "dosestep": {"to_on"},
    "supervisionstep": {"to_on"},
    "misseddoses": {"needs_decision"},
    "reviewcredit": {"is_valid", "awaits", "why"},
}
# A row that people edit says how things are now. Of an earlier time it says its days, but for those
# that lie ahead or come and go, whose it is, and these.
_STAYS = frozenset({"patient", "end_reason", "is_withdrawn"})
_MOVES = frozenset({"closed_on"})
_AHEAD = frozenset({"due_on", "on_time_to", "court_order_to_on"})

_WRITTEN = """
    SELECT person, kind, CASE WHEN one = ANY(%(rows)s::uuid[]) THEN one::text ELSE '' END
    FROM (
        SELECT now_is.{person} AS person, ARRAY[now_is.pgh_obj_id, was.id] AS ids, CASE
            WHEN now_is.pgh_label = 'delete' THEN 'corrected'
            WHEN was.id IS NULL
                THEN CASE WHEN {is_news} OR NOT {is_past} THEN 'new' ELSE 'late' END
            WHEN was.recorded_at <= %(since)s AND {was_past} AND ({is_corrected}) THEN 'corrected'
            WHEN {is_changed}
                THEN CASE WHEN {is_news} OR NOT ({has_ended}) AND now_is.pgh_created_at
                    BETWEEN %(morning_after)s AND %(last_night)s THEN 'new' ELSE 'late' END
        END AS kind
        FROM {events} AS now_is LEFT JOIN LATERAL (
            SELECT * FROM {events} AS earlier
            WHERE earlier.pgh_id < now_is.pgh_id AND earlier.pgh_obj_id =
                CASE now_is.pgh_label WHEN 'insert' THEN {amended} ELSE now_is.pgh_obj_id END
            ORDER BY earlier.pgh_id DESC LIMIT 1
        ) AS was ON TRUE
        WHERE now_is.service_id = %(service)s AND now_is.{person} = ANY(%(people)s)
            AND now_is.pgh_created_at > %(since)s AND now_is.pgh_created_at <= %(until)s
    ) AS found, unnest(ids) AS one
    WHERE kind IS NOT NULL AND one IS NOT NULL
"""
_HAPPENED = """
    SELECT now_is.{person}, 'new', CASE WHEN id = ANY(%(rows)s::uuid[]) THEN id::text ELSE '' END
    FROM {table} AS now_is
    WHERE service_id = %(service)s AND recorded_at <= %(until)s
        AND now_is.{person} = ANY(%(people)s) AND ({is_news})
"""
_IS_NEWS = "coalesce(now_is.{column} BETWEEN %(on)s::date + 1 AND %(last)s, FALSE)"
_HAS_ENDED = "coalesce(was.{column} IS NULL AND now_is.{column} <= %(on)s, FALSE)"
_IS_OTHER = "was.{column} IS DISTINCT FROM now_is.{column}"
# It said something, and says something else now.
_IS_CORRECTED = """was.{column} IS DISTINCT FROM now_is.{column}
    AND coalesce(to_jsonb(was.{column}), 'null') NOT IN ('null', '""', '[]', '{{}}', '"not_asked"')
"""


def written_between(
    before: Audit, after: Audit, *, people: Collection[UUID], rows: Collection[str]
) -> dict[UUID, frozenset[Written]]:
    """What the later run could see of each of these people and the earlier could not. `rows`: ids
    of those that are to be named."""
    since, until = sorted((before.known_at, after.known_at))
    on, last = sorted((before.on, after.on))
    given: dict[str, Any] = {
        "service": after.service_id,
        "since": since,
        "until": until,
        "people": list(people),
        "rows": list(rows),
        "on": on,
        "last": last,
        "morning_after": _over(on),
        "last_night": _over(last),
    }
    parts = [
        _written_in(model, event)
        for model, event in tracked_models().items()
        if is_about_somebody(model)
    ]
    found: dict[UUID, set[Written]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ").join(parts), given)
        for patient_id, kind, row in cursor.fetchall():
            found[patient_id].add(Written(Kind(kind), row))
    return {patient_id: frozenset(kinds) for patient_id, kinds in found.items()}


def _over(day: date) -> datetime:
    return make_aware(datetime.combine(day + ONE_DAY, time(0)))


def _written_in(model: Model, event: Model) -> sql.Composed:
    days = _days(model)
    news = [day for place, day in enumerate(days) if place == 0 or day in _NEWS]
    return sql.SQL(_WRITTEN + (f" UNION {_HAPPENED}" if news else "")).format(
        person=sql.Identifier("id" if model is Patient else "patient_id"),
        amended=sql.SQL("now_is.amends_id" if issubclass(model, Fact) else "NULL"),
        is_news=_any(_IS_NEWS, news),
        has_ended=_any(_HAS_ENDED, sorted(_ENDS.intersection(days))),
        is_past=_is_past("now_is", days),
        was_past=_is_past("was", days),
        is_corrected=_any(_IS_CORRECTED, _known(model)),
        is_changed=_any(_IS_OTHER, _said(model)),
        events=sql.Identifier(event._meta.db_table),
        table=sql.Identifier(model._meta.db_table),
    )


def _said(model: Model) -> list[str]:
    """The columns of what a row says."""
    fields = model._meta.concrete_fields
    return [str(field.column) for field in fields if field.name not in _ABOUT_THE_ROW]


def _known(model: Model) -> list[str]:
    """Those of them in which another value is a correction."""
    if issubclass(model, Fact):
        course = _COURSE.get(str(model._meta.model_name), set())
        return [column for column in _said(model) if column not in course]
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if field.name in _STAYS or field.name in set(_days(model)) - _MOVES
    ]


def _days(model: Model) -> list[str]:
    """In the order of the table, without those that lie ahead."""
    fields = model._meta.concrete_fields
    days = [field.name for field in fields if type(field) is models.DateField]
    return [day for day in days if day not in _AHEAD]


def _any(statement: LiteralString, columns: Iterable[str]) -> sql.Composable:
    """Whether it holds of one of the columns."""
    parts = [sql.SQL(statement).format(column=sql.Identifier(column)) for column in columns]
    return sql.SQL(" OR ").join(parts) if parts else sql.SQL("FALSE")


def _is_past(row: str, days: Sequence[str]) -> sql.Composed:
    """Whether the row is about a day that the earlier run looked at; without one, was written by
    its end."""
    named = sql.SQL(", ").join([*(sql.Identifier(row, day) for day in days), sql.SQL("NULL::date")])
    return sql.SQL("coalesce(coalesce({}) <= %(on)s, {} < %(morning_after)s)").format(
        named, sql.Identifier(row, "pgh_created_at")
    )
