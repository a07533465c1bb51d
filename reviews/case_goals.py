"""Goals, next steps and a good ending, as the page about a person shows them.

From the rows of the page; the care plan's own page reads more (`careplans.sheet`).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from careplans.models import CarePlan, ExitVision, Goal, GoalProgress
from careplans.sheet import GoalRow, goal_row
from reviews.case_rows import CaseRows


@dataclass(frozen=True, slots=True)
class GoalsNow:
    plan: CarePlan | None
    open_goals: tuple[GoalRow, ...]
    vision: ExitVision | None


def goals_of(read: CaseRows, on: date) -> GoalsNow:
    progress: dict[UUID, list[GoalProgress]] = defaultdict(list)
    for one in read.of(GoalProgress):
        progress[one.goal_id].append(one)
    rows = []
    goals: list[Any] = read.of(Goal)
    for goal in goals:
        goal.all_progress = progress[goal.pk]
        rows.append(goal_row(goal, on))
    return GoalsNow(
        plan=read.first(CarePlan),
        open_goals=tuple(rows),
        vision=read.first(ExitVision),
    )
