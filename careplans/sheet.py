"""A care plan as its page shows it, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from careplans.capital import KINDS
from careplans.models import (
    CarePlan,
    ExitVision,
    Goal,
    GoalProgress,
    OptionsTalk,
    PlanAgreement,
    RecoveryCapital,
    Supporter,
)
from careplans.quality import Quality, Written, quality
from careplans.trail_of_plan import GridRow, Stop, grid, stops
from patients.models import Patient
from rodt.words import count, nhs_date


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with how it stands. `is_past`: the day agreed for the next step has gone by."""

    goal: Any
    last: Any
    is_past: bool

    @property
    def has_whole_step(self) -> bool:
        last = self.last
        return bool(last and last.next_step and last.next_step_by and last.next_step_on)

    @property
    def status(self) -> str:
        return self.last.state if self.last else "new"

    @property
    def status_words(self) -> str:
        return self.last.get_state_display() if self.last else "New"


@dataclass(frozen=True, slots=True)
class Sheet:
    plan: CarePlan | None
    open_goals: tuple[GoalRow, ...]
    closed_goals: tuple[GoalRow, ...]
    vision: ExitVision | None
    options: OptionsTalk | None
    capital: RecoveryCapital | None
    trail: tuple[Stop, ...] = ()
    agreements: tuple[Any, ...] = ()
    supporters: tuple[Any, ...] = ()

    @property
    def grid(self) -> list[GridRow]:
        return grid(self.trail)

    @property
    def opening(self) -> str:
        """The first sentence: how many goals are open, and what has gone by."""
        if not self.plan:
            return "No care plan is recorded for this treatment yet."
        past = sum(1 for row in self.open_goals if row.is_past)
        said = f"{count(len(self.open_goals), 'open goal')}."
        if past:
            said += f" The day of {count(past, 'next step')} has gone by."
        return said

    @property
    def quality(self) -> Quality | None:
        """None without a plan."""
        if self.plan is None:
            return None
        agreed = self.agreements[0].answer if self.agreements else self.plan.patient_agreed
        return quality(
            Written(
                has_own_words=self.vision is not None,
                agreed=agreed,
                has_strengths=bool(self.plan.strengths),
                tags=tuple(frozenset(row.goal.tags) for row in self.open_goals),
                whole_steps=tuple(row.has_whole_step for row in self.open_goals),
                has_copy=bool(self.plan.copy_given_on or self.plan.copy_not_wanted_on),
            )
        )

    @property
    def copy_words(self) -> str:
        return copy_held(self.plan)

    @property
    def option_words(self) -> list[str]:
        labels = dict(OptionsTalk.Option.choices)
        return [labels.get(code, code) for code in self.options.options] if self.options else []

    @property
    def capital_rows(self) -> list[tuple[str, int | None]]:
        """The four ratings, each by itself: they are never added up."""
        if not self.capital:
            return []
        return [(kind.label, getattr(self.capital, kind.key)) for kind in KINDS]


def read(patient: Patient, on: date) -> Sheet:
    plan = plan_of(patient)
    goals = goals_of(patient).filter(plan=plan) if plan else Goal.objects.none()
    rows = [goal_row(goal, on) for goal in goals]
    return Sheet(
        plan=plan,
        open_goals=tuple(row for row in rows if row.goal.closed_on is None),
        closed_goals=tuple(row for row in rows if row.goal.closed_on is not None),
        vision=_latest(ExitVision, patient),
        options=_latest(OptionsTalk, patient),
        capital=_latest(RecoveryCapital, patient),
        trail=tuple(stops(plan, plan.moves.current())) if plan else (),
        agreements=tuple(_newest_first(PlanAgreement, patient).filter(plan=plan)) if plan else (),
        supporters=tuple(_newest_first(Supporter, patient)),
    )


def plan_of(patient: Patient) -> CarePlan | None:
    """The plan of their last treatment that has one."""
    return (
        CarePlan.objects.filter(patient=patient)
        .select_related("episode", "patient")
        .order_by("-started_on", "-recorded_at")
        .first()
    )


def goals_of(patient: Patient) -> Any:
    """Goals with `all_progress`, newest first."""
    progress = (
        GoalProgress.objects.current()
        .select_related("recorded_by")
        .order_by("-on", "-recorded_at", "-id")
    )
    return (
        Goal.objects.filter(patient=patient)
        .prefetch_related(Prefetch("progress", progress, to_attr="all_progress"))
        .order_by("opened_on", "id")
    )


def goal_row(goal: Any, on: date) -> GoalRow:
    last = goal.all_progress[0] if goal.all_progress else None
    is_past = bool(last and last.next_step_on and last.next_step_on < on and goal.closed_on is None)
    return GoalRow(goal, last, is_past)


def copy_held(plan: Any) -> str:
    """Whether they hold a copy, in words. `plan`: as it is or stood; None where there was none."""
    if plan is not None and plan.copy_given_on:
        return f"Taken on {nhs_date(plan.copy_given_on)}"
    if plan is not None and plan.copy_not_wanted_on:
        return f"Not wanted, {nhs_date(plan.copy_not_wanted_on)}"
    return "Not recorded"


def _latest(model: Any, patient: Patient) -> Any:
    return _newest_first(model, patient).first()


def _newest_first(model: Any, patient: Patient) -> Any:
    return (
        model.objects.current()
        .filter(patient=patient)
        .select_related("recorded_by")
        .order_by("-on", "-recorded_at", "-id")
    )
