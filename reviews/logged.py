"""One filled-in review form as plain values: what the form hands over and the action takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from reviews import top as top_rules
from reviews.answers import Answered
from reviews.credits import ReviewAnswers, TopState, Wanted
from reviews.questions import Question
from reviews.review_types import ReviewType
from reviews.strategic import StrategicPart


@dataclass(frozen=True, slots=True)
class GoalAnswer:
    """How an open goal stands today. A blank state was not asked, and nothing is recorded."""

    goal_id: UUID
    state: str
    next_step: str = ""
    next_step_by: str = ""
    next_step_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewGoal:
    words: str
    tags: tuple[str, ...]
    next_step: str = ""
    next_step_by: str = ""
    next_step_on: date | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """Everything one form holds, cleaned. `wanted`: the reviews it was opened for. `part`: what is
    answered of a strategic review; None where nobody has begun one.

    `external_reviewer`: a prescriber elsewhere who held it, by the letter of `evidence_letter_on`.
    """

    held_on: date
    seen: str
    wanted: tuple[Wanted, ...]
    answers: Mapping[Question, Answered] = field(default_factory=dict)
    with_others: str = ""
    next_review_on: date | None = None
    top: top_rules.TopAnswers | None = None
    goals: tuple[GoalAnswer, ...] = ()
    new_goal: NewGoal | None = None
    capital: Mapping[str, int | None] = field(default_factory=dict)
    capital_strengths: str = ""
    capital_build: str = ""
    options: tuple[str, ...] = ()
    preference: str = ""
    external_reviewer: str = ""
    evidence_letter_on: date | None = None
    part: StrategicPart | None = None

    @property
    def top_state(self) -> TopState:
        return top_rules.state_of(self.top) if self.top else TopState.NONE

    def given(self, signed: frozenset[str]) -> ReviewAnswers:
        """As the rule of credits takes it."""
        said: dict[str, str] = dict(self.part.said()) if self.part else {}
        said |= {key.value: answer.said for key, answer in self.answers.items() if answer.said}
        return ReviewAnswers(
            held_on=self.held_on,
            seen=self.seen,
            wanted=self.wanted,
            answers=said,
            signed=signed,
            top=self.top_state,
            stops_prescription=self.part is not None and self.part.decision == "stop",
        )

    def begun(self) -> tuple[Wanted, ...]:
        """Of the reviews it was opened for, those that a save writes down. A strategic review of
        which nothing is answered would wait for a signature that signs nothing."""
        return tuple(
            wanted
            for wanted in self.wanted
            if self.part is not None or wanted.type is not ReviewType.STRATEGIC
        )
