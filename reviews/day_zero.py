"""The first day: what starts somebody well, and what of it is still to do. Worked out, not stored.

Source: domain/personas-and-journeys.md J10. An answer of "no" or "declined" is an answer: nothing
is asked for twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rodt.statements import STANDS, ask_all

# Ours: on My people during the first 12 weeks; after them the reviews ask for the same.
LISTED_FOR_DAYS = 84


@dataclass(frozen=True, slots=True)
class Item:
    """`code` names the field on the page; `words` complete "still to do: …"."""

    code: str
    title: str
    words: str


ITEMS = (
    Item("consent", "Consent to treatment and to this record", "consent"),
    Item("top", "The start TOP", "start TOP"),
    Item("vision", "What a good ending would be", "a good ending"),
    Item("naloxone", "Naloxone to take home", "naloxone"),
    Item("storage", "Children at home, and safe storage", "children and storage"),
    Item("driving", "Driving, and telling DVLA", "driving"),
)

# One row a person: what is there since treatment started, in the order of ITEMS. Consent and a good
# ending are the person's, so an earlier treatment's stand.
_WHAT_IS_THERE = """
    SELECT person.id,
        EXISTS (SELECT FROM patients_consent WHERE patient_id = person.id AND {stands}
            AND about = 'treatment' AND answer <> 'not_asked'),
        EXISTS (SELECT FROM reviews_toprecord WHERE patient_id = person.id AND {stands}
            AND stage = 'start' AND is_complete AND "on" >= begun.started_on),
        EXISTS (SELECT FROM careplans_exitvision WHERE patient_id = person.id AND {stands}),
        EXISTS (SELECT FROM prescribing_naloxonesupply WHERE patient_id = person.id AND {stands}
            AND "on" >= begun.started_on)
            OR EXISTS (SELECT FROM reviews_review WHERE patient_id = person.id AND {stands}
            AND held_on >= begun.started_on
            AND answers -> 'naloxone' ->> 'state' IN ('asked', 'confirmed', 'changed')),
        person.children_at_home <> 'not_asked' AND (
            person.children_at_home <> 'yes' OR person.locked_box_given_on IS NOT NULL
            OR EXISTS (SELECT FROM prescribing_advice WHERE patient_id = person.id AND {stands}
            AND 'storage' = ANY(topics) AND "on" >= begun.started_on)),
        EXISTS (SELECT FROM prescribing_advice WHERE patient_id = person.id AND {stands}
            AND 'driving' = ANY(topics) AND "on" >= begun.started_on)
            OR EXISTS (SELECT FROM reviews_review WHERE patient_id = person.id AND {stands}
            AND held_on >= begun.started_on
            AND answers -> 'driving' ->> 'state' IN ('asked', 'confirmed', 'changed'))
    FROM unnest(%(people)s::uuid[], %(days)s::date[]) AS begun(patient_id, started_on)
    JOIN patients_patient AS person ON person.id = begun.patient_id
"""


def left(there: Iterable[bool]) -> tuple[Item, ...]:
    """What is still to do, given what is there in the order of ITEMS."""
    return tuple(item for item, is_there in zip(ITEMS, there, strict=True) if not is_there)


def left_for(started: Mapping[UUID, date]) -> dict[UUID, tuple[Item, ...]]:
    """For people by the day their treatment started. One query, for nobody too."""
    given = {"people": list(started), "days": list(started.values())}
    rows = ask_all([_WHAT_IS_THERE.format(stands=STANDS)], given)[0]
    return {row[0]: left(row[1:]) for row in rows}
