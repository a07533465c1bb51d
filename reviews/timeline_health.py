"""Health facts as lines of the timeline: the words are those of the page of health."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from prescribing.health.kinds import KINDS, Kind
from reviews.timeline_words import Entry, Written, corrected_words, entered_late_words
from rodt.statements import STANDS
from rodt.words import nhs_date

# Drug tests have their own line there.
SOURCES = tuple(code for code in KINDS if code != "test")
_TITLES = {
    "ecg": "ECG.",
    "liver": "Liver test.",
    "virus": "Virus test.",
    "vaccination": "Vaccination.",
    "naloxone": "Naloxone.",
    "advice": "Advice given.",
    "pregnancy": "Pregnancy.",
    "risk": "Other medicine or condition.",
}


def _table(kind: Kind) -> str:
    return kind.model._meta.db_table


# Each stands in the list of everything, as in `timeline_sql.ENTRIES`.
ENTRIES = " UNION ALL ".join(
    f"""
    SELECT '{code}', id, "{KINDS[code].day}", recorded_at FROM {_table(KINDS[code])}
    WHERE patient_id = %(patient)s AND {STANDS}
    """  # noqa: S608 -- put together from our own constants
    for code in SOURCES
)
ROWS = " UNION ALL ".join(
    f"""
    SELECT fact.id, to_jsonb(fact), CASE WHEN before.id IS NOT NULL THEN to_jsonb(before) END,
        fact.amends_id, fact.recorded_at, writer.full_name, fact.amend_reason
    FROM {_table(KINDS[code])} AS fact
    LEFT JOIN {_table(KINDS[code])} AS before ON before.id = fact.amends_id
    LEFT JOIN accounts_user AS writer ON writer.id = fact.recorded_by_id
    WHERE fact.patient_id = %(patient)s AND fact.id = ANY(%(ids)s)
    """  # noqa: S608
    for code in SOURCES
)


def entry(source: str, row_id: UUID, day: date, rows: dict[UUID, tuple[Any, ...]]) -> Entry:
    """One line; a correction says what was first recorded."""
    kind = KINDS[source]
    now, before, amends_id, recorded_at, by, reason = rows[row_id]
    fact = _read(kind, now)
    words = kind.words(fact)
    correction = ""
    if before is not None:
        was = _read(kind, before)
        first = f"{nhs_date(kind.day_of(was))}, {kind.words(was)}"
        if first != f"{nhs_date(day)}, {words}":
            written = Written(row_id, amends_id, recorded_at, by, reason)
            correction = corrected_words(first, written)
    is_alarm = source == "pregnancy" and fact.found in ("pregnant", "may_be")
    return Entry(
        source,
        row_id,
        day,
        "safety" if is_alarm else "test",
        _TITLES[source],
        words,
        entered="" if amends_id or source == "risk" else entered_late_words(recorded_at, day),
        correction=correction,
    )


def _read(kind: Kind, values: str | dict[str, Any]) -> Any:
    """The row as its model reads it, from the columns of the table."""
    given = json.loads(values) if isinstance(values, str) else values
    fields = {field.column: field for field in kind.model._meta.concrete_fields}
    row = kind.model()
    for column, value in given.items():
        if column in fields and not fields[column].is_relation:
            setattr(row, fields[column].attname, fields[column].to_python(value))
    return row
