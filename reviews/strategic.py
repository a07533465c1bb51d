"""A strategic review as plain values: what each question of it counts as. Pure.

Source: domain/reviews.md §4 and §5. A rating of "unknown" is an answer; a blank is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reviews.benefit_domains import DOMAINS, DomainKey, Rating
from reviews.credits import Said
from reviews.questions import Question

# The review's own answer where the strategic part holds what was said.
RECORDED = "recorded"
PLAN_TRIGGER = "Strategic review: "
"""How a plan says that a strategic review brought it; the conclusion follows."""
IN_DOUBT = ("partial", "not_evident")
DECISIONS = (
    ("continue", "Continue"),
    ("increase", "Increase"),
    ("reduce", "Reduce"),
    ("switch", "Change medicine"),
    ("stop", "Stop"),
)


@dataclass(frozen=True, slots=True)
class StrategicPart:
    """What one member of staff recorded. `ratings` by domain, `ladder` by rung number."""

    ratings: Mapping[str, str] = field(default_factory=dict)
    ladder: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    judgement: int | None = None
    judgement_words: str = ""
    without_it_patient: str = ""
    without_it_clinician: str = ""
    options: tuple[str, ...] = ()
    decision: str = ""
    suggested: str = ""
    conclusion: str = ""
    conclusion_why: str = ""
    plan: str = ""
    follow_up_on: date | None = None
    no_plan_because: str = ""

    def said(self) -> dict[str, str]:
        """How each needed answer stands, as `reviews.credits` takes it. Their own judgement rated
        as unknown, without a word of theirs, was not asked: that is an answer, and unknown."""
        is_asked = {
            Question.BENEFIT_GRID: all(
                self.ratings.get(domain.key) in set(Rating) for domain in DOMAINS
            ),
            Question.PATIENT_VIEW: self.judgement is not None or bool(self.judgement_words),
            Question.CONCLUSION: bool(self.conclusion),
            Question.OPTIONS_DISCUSSED: bool(self.options),
            Question.DECISION: bool(self.decision),
            Question.WITHOUT_IT: bool(self.without_it_patient or self.without_it_clinician),
        }
        found = {key.value: Said.ASKED.value for key, asked in is_asked.items() if asked}
        if self.ratings.get(DomainKey.OWN_JUDGEMENT) == Rating.UNKNOWN:
            found.setdefault(Question.PATIENT_VIEW.value, Said.NOT_ASKED.value)
        return found

    @property
    def is_in_doubt(self) -> bool:
        return self.conclusion in IN_DOUBT

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a `StrategicReview` row."""
        return {
            "ratings": dict(self.ratings),
            "ladder": {key: dict(rung) for key, rung in self.ladder.items()},
            "judgement": self.judgement,
            "judgement_words": self.judgement_words,
            "without_it_patient": self.without_it_patient,
            "without_it_clinician": self.without_it_clinician,
            "options": list(self.options),
            "decision": self.decision,
            "suggested": self.suggested,
            "conclusion": self.conclusion,
            "conclusion_why": self.conclusion_why,
            "no_plan_because": self.no_plan_because,
        }
