"""What people say of their plans, counted over a service: how many agree, how many do not.

A count and no more: disagreement is something to listen to, and nobody's fault.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from patients.models import Answer

# Of each plan of a treatment that goes on, the last answer; the plan's own where none is dated.
_COUNTED = """
    SELECT coalesce(said.answer, plan.patient_agreed), count(*)
    FROM careplans_careplan AS plan JOIN patients_episode AS episode ON episode.id = plan.episode_id
    LEFT JOIN LATERAL (
        SELECT answer FROM careplans_planagreement
        WHERE plan_id = plan.id AND superseded_at IS NULL AND NOT is_withdrawn AND "on" <= %(on)s
        ORDER BY "on" DESC, recorded_at DESC, id DESC LIMIT 1
    ) AS said ON true
    WHERE plan.service_id = %(service)s AND plan.started_on <= %(on)s
        AND episode.started_on <= %(on)s
        AND (episode.ended_on IS NULL OR episode.ended_on > %(on)s)
    GROUP BY 1
"""
# What was ever said of these plans: somebody may have disagreed, and agree now.
_EVER = """
    SELECT count(DISTINCT plan.id) FROM careplans_careplan AS plan
    JOIN patients_episode AS episode ON episode.id = plan.episode_id
    JOIN careplans_planagreement AS said ON said.plan_id = plan.id
    WHERE plan.service_id = %(service)s AND said.answer = 'no' AND said.superseded_at IS NULL
        AND NOT said.is_withdrawn AND said."on" <= %(on)s AND episode.started_on <= %(on)s
        AND (episode.ended_on IS NULL OR episode.ended_on > %(on)s)
"""
WORDS = {
    Answer.YES: "They agree with it",
    Answer.NO: "They do not agree with it",
    Answer.NOT_ASKED: "Not asked",
    Answer.RATHER_NOT_SAY: "Would rather not say",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """`rows`: how many plans by what stands now, in words; `ever`: how many had a disagreement."""

    rows: tuple[tuple[str, int], ...]
    total: int
    disagree: int
    ever: int


def counted(service_id: UUID, on: date) -> Counted:
    """Two queries, however many plans there are."""
    asked: dict[str, UUID | date] = {"service": service_id, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        by_answer: dict[str, int] = dict(cursor.fetchall())
        cursor.execute(_EVER, asked)
        ((ever,),) = cursor.fetchall()
    rows = tuple((words, by_answer.get(answer.value, 0)) for answer, words in WORDS.items())
    return Counted(rows, sum(by_answer.values()), by_answer.get(Answer.NO.value, 0), ever)
