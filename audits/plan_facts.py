"""The care plans of a person, as the indicators of step 7 see them. Pure but for the statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from careplans.models import Layer, Phase

# `{stands}` as in `audits.facts_sql`. Agreement: what was said last by the day; else what was
# written with the plan. Phase and layer: the last move by the day; else where it began.
PLANS = """
    SELECT plan.episode_id, plan.id, plan.started_on, plan.strengths <> '',
        coalesce(said.answer, plan.patient_agreed),
        coalesce(plan.copy_given_on, plan.copy_not_wanted_on) <= %(on)s,
        coalesce(move.phase, plan.phase), coalesce(move.layer, plan.layer), move."on"
    FROM careplans_careplan AS plan
    LEFT JOIN (
        SELECT DISTINCT ON (plan_id) plan_id, answer FROM careplans_planagreement
        WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        ORDER BY plan_id, "on" DESC, recorded_at DESC, id DESC
    ) AS said ON said.plan_id = plan.id
    LEFT JOIN (
        SELECT DISTINCT ON (plan_id) plan_id, phase, layer, "on" FROM careplans_planmove
        WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        ORDER BY plan_id, "on" DESC, recorded_at DESC, id DESC
    ) AS move ON move.plan_id = plan.id
    WHERE plan.service_id = %(service)s AND plan.started_on <= %(on)s
"""


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A plan as it stood on the day. `episode_on`: the first day of the treatment it belongs to;
    `has_copy`: they hold one, or did not want one. `moved_on`: since when it stands in
    its phase and layer, None where it never moved."""

    started_on: date
    episode_on: date
    has_strengths: bool = False
    agreed: str = "not_asked"
    has_copy: bool = False
    id: UUID | None = None
    phase: str = Phase.STABILISATION.value
    layer: str = Layer.STANDARD.value
    moved_on: date | None = None


Row = tuple[Any, ...]


def by_episode(rows: Iterable[Row]) -> dict[UUID, Row]:
    return {episode_id: tuple(rest) for episode_id, *rest in rows}


def plans_of(episodes: Iterable[Row], plans: dict[UUID, Row]) -> tuple[PlanFact, ...]:
    """`episodes`: their id and first day to begin with, the oldest first."""
    return tuple(
        PlanFact(started_on, episode_on, has_strengths, agreed, bool(has_copy), plan_id, *stands)
        for episode_id, episode_on, *_ in episodes
        if episode_id in plans
        for plan_id, started_on, has_strengths, agreed, has_copy, *stands in [plans[episode_id]]
    )
