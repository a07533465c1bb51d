"""What is due for many people on a day: as it was worked out before, where nothing changed since.

Working it out takes 0.4 ms a person, which is too long for a list of hundreds and a check of
hundreds of thousands. Triggers note whose record changed (`ChangedRecord`); whoever is noted, or
was kept by other rules or for other days, is worked out when asked. So what is kept makes a list
quicker and never another one. docs/decisions/0016 says why.
"""

import json
from collections.abc import Collection
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

from reviews import facts_reader
from reviews.intervals import Schedule
from reviews.review_types import ReviewType
from reviews.worked_out import WorkedOut, from_values, work_out
from rodt.statements import as_array, ask_all

# Where the rules are written that decide what is due, and how a record is read for them: when one
# of these files is another, nothing that was kept by the old one is read.
RULES = (
    "prescribing.doses",
    "reviews.anchors",
    "reviews.due_days",
    "reviews.dues",
    "reviews.fact_rows",
    "reviews.facts_reader",
    "reviews.facts_sql",
    "reviews.intervals",
    "reviews.milestones",
    "reviews.review_facts",
    "reviews.review_types",
    "reviews.rule_values",
    "reviews.rules",
    "reviews.schedule",
    "reviews.worked_out",
    "rodt.dates",
)


@cache
def rules_digest() -> str:
    found = sha256()
    for name in RULES:
        spec = find_spec(name)
        assert spec is not None and spec.origin is not None
        found.update(Path(spec.origin).read_bytes())
    return found.hexdigest()[:16]


def rules_of(schedule: Schedule) -> str:
    return f"{rules_digest()} {schedule.version}"


# What is kept of a person may be read for a day.
HOLDS = """
    kept.rules = %(rules)s AND kept.from_on <= %(on)s AND kept.to_on >= %(on)s
    AND NOT EXISTS (SELECT FROM reviews_changedrecord AS changed
        WHERE changed.patient_id = kept.patient_id)
"""

# Of one kind of review only, where one is asked for, and without tries to reach somebody: most of
# the time goes into the others.
_KEPT = f"""
    SELECT kept.patient_id, CASE WHEN %(kind)s = '' THEN kept.known ELSE kept.known
        || jsonb_build_object('attempts', jsonb_build_array(), 'dues', jsonb_path_query_array(
            kept.known->'dues', 'strict $[*] ? (@[0] == $kind)',
            jsonb_build_object('kind', %(kind)s::text)
        ))
    END
    FROM reviews_duedays AS kept
    WHERE kept.patient_id = ANY(%(people)s::uuid[]) AND {HOLDS}
"""  # noqa: S608


def read(
    service_id: UUID,
    on: date,
    patient_ids: Collection[UUID],
    schedule: Schedule,
    *,
    kind: ReviewType | None = None,
) -> dict[UUID, WorkedOut]:
    """Of these people of a service, everybody who is asked about on that day. One statement for
    those who are kept, and the statements of `facts_reader` where anybody is not. `schedule`: the
    one in force on the day. `kind`: only what is due of it need be said, and no tries."""
    given = {
        "on": on,
        "rules": rules_of(schedule),
        "people": as_array(patient_ids),
        "kind": kind or "",
    }
    rows = ask_all([_KEPT], given)[0]
    found = {
        patient_id: from_values(json.loads(known), on, schedule)
        for patient_id, known in rows
        if known is not None
    }
    missing = set(patient_ids) - {patient_id for patient_id, _ in rows}
    return found | afresh(service_id, on, missing, schedule)


def afresh(
    service_id: UUID, on: date, patient_ids: Collection[UUID], schedule: Schedule
) -> dict[UUID, WorkedOut]:
    """The same of people of whom nothing that holds is kept."""
    if not patient_ids:
        return {}
    facts = facts_reader.read(on=on, service_id=service_id, patient_ids=patient_ids)
    return {one: work_out(known, on, schedule) for one, known in facts.items()}
