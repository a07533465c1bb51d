"""What a service is asked beside the twelve steps: "Key to success", and what commissioners ask.

Words and marks as in domain/twelve-steps.md §14. `see`: steps that tell more of it. Pure.
"""

from dataclasses import dataclass
from datetime import date

from audits.step import Source
from audits.steps.sources import SLIDES


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    words: str
    see: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Questions of one audience."""

    key: str
    title: str
    asks: str
    source: Source
    questions: tuple[Question, ...]


KEY_TO_SUCCESS = Part(
    "success",
    "Key to success",
    "Does the service have this?",
    SLIDES,
    (
        Question("vision", "Vision and leadership"),
        Question("belief", "Staff who believe in the treatment"),
        Question("programme", "A structured programme", (7,)),
        Question("medicines", "A range of substitution medicines", (9,)),
        Question("psychosocial", "Range and quality of psychosocial interventions", (9, 12)),
        Question("mutual_aid", "Active referral to mutual aid", (10,)),
        Question("recovery_links", "Links to recovery organisations", (10, 11)),
    ),
)
COMMISSIONER = Part(
    "commissioner",
    "What commissioners ask",
    "How is it commissioned here?",
    SLIDES,
    (
        Question(
            "full_range",
            "Integrated recovery-orientated systems are needed: is a full range commissioned,"
            " including residential rehabilitation?",
        ),
        Question(
            "no_time_limits",
            "Do contracts avoid arbitrary time limits on treatment or prescribing?",
            (5,),
        ),
        Question(
            "integrated",
            "Is treatment integrated with mental health, employment, housing, mutual aid and"
            " recovery communities?",
            (8, 10, 11),
        ),
        Question(
            "ambitious_goals",
            "Are services expected to set clear, ambitious goals with planned timescales for each"
            " person, and general improvement targets (more psychosocial interventions, 12-step"
            " meetings, aftercare, peers)?",
            (1, 6, 9, 10),
        ),
    ),
)
PARTS = (KEY_TO_SUCCESS, COMMISSIONER)
QUESTIONS = tuple(question for part in PARTS for question in part.questions)

ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No"}
NOT_YET = "Not yet answered"


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """One question with its answer, as it is printed."""

    question: Question
    answer: str = ""
    note: str = ""
    on: date | None = None
    by: str = ""

    @property
    def words(self) -> str:
        return ANSWERS.get(self.answer, NOT_YET)


@dataclass(frozen=True, slots=True)
class PartReport:
    part: Part
    answers: tuple[AnswerReport, ...]

    @property
    def answered(self) -> int:
        return sum(1 for one in self.answers if one.answer)
