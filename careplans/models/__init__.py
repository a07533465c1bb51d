"""The recovery care plan: goals in the person's own words, next steps, what a good ending is."""

from careplans.models.plan import (
    CarePlan,
    Goal,
    GoalContact,
    GoalProgress,
    Layer,
    Phase,
    PlanAgreement,
    PlanMove,
    Supporter,
    Tag,
)
from careplans.models.talks import (
    ExitVision,
    InstrumentAnswers,
    OptionsTalk,
    RecoveryCapital,
)

__all__ = [
    "CarePlan",
    "ExitVision",
    "Goal",
    "GoalContact",
    "GoalProgress",
    "InstrumentAnswers",
    "Layer",
    "OptionsTalk",
    "Phase",
    "PlanAgreement",
    "PlanMove",
    "RecoveryCapital",
    "Supporter",
    "Tag",
]
