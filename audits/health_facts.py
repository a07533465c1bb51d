"""What was done against harm: naloxone, tests for viruses, hepatitis B vaccination, advice."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

NALOXONE, VIRUSES, HEPATITIS_B = "naloxone", "viruses", "hepatitis_b"
OVERDOSE, STORAGE = "overdose", "storage"

# The last time each was done, and the last time it was offered and declined.
_DONE = """
    SELECT patient_id, 'naloxone', max("on") FILTER (WHERE NOT is_declined),
        max("on") FILTER (WHERE is_declined), max(expires_on) FILTER (WHERE NOT is_declined)
    FROM prescribing_naloxonesupply
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s GROUP BY patient_id
    UNION ALL
    SELECT patient_id, 'viruses', max("on") FILTER (WHERE result <> 'declined'),
        max("on") FILTER (WHERE result = 'declined'), NULL
    FROM prescribing_virustest
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s GROUP BY patient_id
    UNION ALL
    SELECT patient_id, 'hepatitis_b', max("on") FILTER (WHERE NOT is_declined),
        max("on") FILTER (WHERE is_declined), NULL
    FROM prescribing_vaccination
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        AND vaccine IN ('hbv', 'hav_hbv') GROUP BY patient_id
    UNION ALL
    SELECT patient_id, topic, max("on"), NULL, NULL
    FROM prescribing_advice, unnest(topics) AS topic
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        AND topic IN ('overdose', 'storage') GROUP BY patient_id, topic
"""


@dataclass(frozen=True, slots=True)
class Done:
    """The last time it was done and the last time it was declined. `good_to`: the last day of the
    kit that lasts longest, where that is recorded."""

    on: date | None = None
    declined_on: date | None = None
    good_to: date | None = None


def read(ask: Callable[[str], list[tuple[Any, ...]]]) -> dict[UUID, dict[str, Done]]:
    """By the person and what was done, in one query whatever the caseload."""
    found: dict[UUID, dict[str, Done]] = defaultdict(dict)
    for patient_id, what, on, declined_on, good_to in ask(_DONE):
        found[patient_id][what] = Done(on, declined_on, good_to)
    return found
