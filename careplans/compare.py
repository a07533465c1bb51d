"""How a plan stood on two days, side by side: strengths, goals, phase, support, agreement, copy.

What is dated (goals, moves, agreement) is read by its day, as it now stands; strengths and the copy
are read from the history of the plan, by when they were written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.timezone import localtime

from careplans.models import CarePlan, Goal, Layer, Phase
from careplans.sheet import copy_held, goals_of
from careplans.trail_of_plan import place_now
from patients.models import Answer
from rodt.words import nhs_date, quoted

ABSENT = "Not in the plan"
NOT_SAID = "Not asked"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the plan on both days."""

    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is read of a plan, in a fixed number of queries, the oldest first."""

    plan: CarePlan
    wrote: Sequence[Any]
    moves: Sequence[Any]
    agreements: Sequence[Any]
    goals: Sequence[Any]


def read(plan: CarePlan) -> Facts:
    events: Any = apps.get_model("careplans", "CarePlanEvent")
    return Facts(
        plan,
        list(events.objects.filter(pgh_obj_id=plan.pk).order_by("pgh_id")),
        list(plan.moves.current().order_by("on", "recorded_at", "id")),
        list(plan.agreements.current().order_by("on", "recorded_at", "id")),
        list(goals_of(plan.patient).filter(plan=plan)),
    )


def days(known: Facts) -> list[date]:
    """The days on which something of the plan changed, the newest first."""
    found = {known.plan.started_on}
    found |= {_written_on(event) for event in known.wrote}
    found |= {row.on for row in [*known.moves, *known.agreements]}
    for goal in known.goals:
        found |= {goal.opened_on, *(entry.on for entry in goal.all_progress)}
    return sorted((day for day in found if day >= known.plan.started_on), reverse=True)


def side_by_side(known: Facts, before_on: date, after_on: date) -> list[Line]:
    """Every line of the plan, then every goal that stood on either day."""
    before, after = _lines(known, before_on), _lines(known, after_on)
    lines = [Line(name, said, after[name]) for name, said in before.items()]
    for goal in known.goals:
        line = Line(quoted(goal.words), _goal_on(goal, before_on), _goal_on(goal, after_on))
        if (line.before, line.after) != (ABSENT, ABSENT):
            lines.append(line)
    return lines


def _lines(known: Facts, on: date) -> dict[str, str]:
    phase, layer = place_now(known.plan, _until(known.moves, on))
    said = [row.answer for row in _until(known.agreements, on)]
    agreed = Answer(said[-1] if said else known.plan.patient_agreed).label
    wrote = [event for event in known.wrote if _written_on(event) <= on]
    last = wrote[-1] if wrote else None
    return {
        "Strengths": (last.strengths if last else "") or NOT_SAID,
        "Phase": str(Phase(phase).label),
        "Support": str(Layer(layer).label),
        "Do they agree?": str(agreed),
        "Their own copy": copy_held(last),
    }


def _goal_on(goal: Goal, on: date) -> str:
    if goal.opened_on > on:
        return ABSENT
    stood = [entry for entry in goal.all_progress if entry.on <= on]  # type: ignore[attr-defined]
    if not stood:
        return "New"
    entry = stood[0]
    step = f". Next: {entry.next_step}" if entry.next_step else ""
    who = f", {entry.next_step_by}" if step and entry.next_step_by else ""
    by_when = f", by {nhs_date(entry.next_step_on)}" if step and entry.next_step_on else ""
    return f"{entry.get_state_display()}{step}{who}{by_when}"


def _until(rows: Iterable[Any], on: date) -> list[Any]:
    return [row for row in rows if row.on <= on]


def _written_on(event: Any) -> date:
    return localtime(event.pgh_created_at).date()
