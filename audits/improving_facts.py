"""What an audit knows of how treatment is improved: ways that were looked at with the person, and
the first weeks. Plain values, and the statements behind them. Pure but for that."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from audits.rows import Ask, by_person

SUPERVISION_REVIEWED, TOP_DONE, BY_STAFF = "reviewed", "top", "depot"
OTHER_MEDICINE = ("depot", "other_medicine")
"""Options of a talk that are about another medicine or form."""


class Talked(NamedTuple):
    """Ways to improve treatment that somebody looked at on a day: rungs of `reviews.ladder`.
    `of_medicine`: another medicine or form was among the options talked about."""

    on: date
    rungs: frozenset[int] = frozenset()
    of_medicine: bool = False
    id: UUID | None = None


class Early(NamedTuple):
    """Of the first weeks: how doses are collected from a day, that a review looked at it with the
    person (SUPERVISION_REVIEWED), or a whole TOP (TOP_DONE)."""

    on: date
    what: str


_RUNGS = """ARRAY(
        SELECT rung.number::int FROM jsonb_each({column}) AS rung (number, said)
        WHERE coalesce(said ->> 'status', '') <> '' OR coalesce(said ->> 'note', '') <> ''
    )"""
_OPTIONS = f"options && ARRAY{list(OTHER_MEDICINE)}::varchar[]"

_TALKED = f"""
    SELECT patient_id, "on" AS day, {_RUNGS.format(column="checks")}, false, id
    FROM reviews_optimisation
    WHERE service_id = %(service)s AND {{stands}} AND "on" BETWEEN %(from)s AND %(on)s
    UNION ALL
    SELECT part.patient_id, review.held_on, {_RUNGS.format(column="part.ladder")},
        part.{_OPTIONS}, review.id
    FROM (
        SELECT * FROM reviews_strategicreview WHERE service_id = %(service)s AND {{stands}}
    ) AS part
    JOIN reviews_review AS review ON review.id = part.review_id AND NOT review.is_withdrawn
    WHERE review.held_on BETWEEN %(from)s AND %(on)s
    UNION ALL
    SELECT patient_id, "on", ARRAY[]::int[], true, id FROM careplans_optionstalk
    WHERE service_id = %(service)s AND {{stands}} AND {_OPTIONS}
        AND "on" BETWEEN %(from)s AND %(on)s
    ORDER BY 1, 2, 5
"""  # noqa: S608

_EARLY = """
    SELECT patient_id, from_on AS day, supervision AS what FROM prescribing_supervisionstep
    WHERE service_id = %(service)s AND {stands} AND from_on BETWEEN %(from)s AND %(on)s
    UNION
    SELECT patient_id, held_on, 'reviewed' FROM reviews_review
    WHERE service_id = %(service)s AND {stands} AND held_on BETWEEN %(from)s AND %(on)s
        AND seen <> 'not_seen'
        AND answers #>> '{{supervision,state}}' IN ('asked', 'confirmed', 'changed')
    UNION
    SELECT patient_id, "on", 'top' FROM reviews_toprecord
    WHERE service_id = %(service)s AND {stands} AND is_complete AND stage <> 'start'
        AND "on" BETWEEN %(from)s AND %(on)s
    ORDER BY 1, 2, 3
"""


def read_talked(ask: Ask) -> dict[UUID, tuple[Talked, ...]]:
    return {
        who: tuple(Talked(on, frozenset(rungs), *rest) for on, rungs, *rest in rows)
        for who, rows in by_person(ask(_TALKED)).items()
    }


def read_early(ask: Ask) -> dict[UUID, tuple[Early, ...]]:
    return {who: tuple(Early(*row) for row in rows) for who, rows in by_person(ask(_EARLY)).items()}
