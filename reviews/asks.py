"""The questions of a review as they are put: words, choices, and the section of the talk they
belong to. Which reviews need them stands in `reviews.questions`. No rule lives here.

Source: domain/reviews.md §4. The wording is the product's own [P].
"""

from dataclasses import dataclass
from enum import StrEnum

from reviews.questions import Question


class Kind(StrEnum):
    CHOICE = "choice"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `note_label` asks for words beside a choice, as in "Yes: what has changed?".

    `is_carried`: last time's answer is shown and can be confirmed as still true; without it the
    question is asked afresh each time, and last time's answer only stands beside it.
    """

    question: Question
    label: str
    kind: Kind = Kind.CHOICE
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    note_label: str = ""
    is_carried: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    asks: tuple[Ask, ...]


NOT_ASKED = ("not_asked", "Not asked")
RATHER_NOT = ("declined", "Would rather not say")
UNKNOWN = (NOT_ASKED, RATHER_NOT)
"""Of a question that is put to the person. What only the clinician can answer is asked or not."""
AS_TOP = "as_top"
"""Offered only where there is a TOP that it can point to."""
YES_NO = (("yes", "Yes"), ("no", "No"), NOT_ASKED)
LOOKED_AT = (("fine", "Looked at, nothing to do"), ("to_do", "Something to do"), NOT_ASKED)
CONCERN = (("none", "No concern"), ("concern", "A concern"), *UNKNOWN)

HOW_THINGS_ARE = Section(
    "how",
    "How things are",
    (
        Ask(
            Question.OWN_WORDS,
            "In their own words",
            Kind.WORDS,
            hint="A line is enough.",
            is_carried=False,
        ),
        Ask(
            Question.WHAT_HAPPENED,
            "What happened, and what helps now?",
            Kind.WORDS,
            is_carried=False,
        ),
        Ask(
            Question.RETAINED,
            "Are they still with us, and coming to meetings?",
            choices=(
                ("yes", "Yes"),
                ("misses_some", "Yes, but missing some"),
                ("no", "No"),
                NOT_ASKED,
            ),
            is_carried=False,
        ),
        Ask(
            Question.DOSE_HOLDS,
            "Does the dose hold for the whole day?",
            choices=(
                ("yes", "Yes"),
                ("wears_off", "Wears off"),
                ("too_strong", "Too strong"),
                *UNKNOWN,
            ),
            hint="No withdrawal or cravings they cannot manage, and not sleepy in the day.",
        ),
        Ask(
            Question.DOSE_STABLE,
            "Has the dose been stable for the last 4 weeks?",
            choices=YES_NO,
        ),
        Ask(
            Question.TREATMENT_STABLE,
            "Is treatment stable, in your judgement?",
            choices=YES_NO,
            hint="Said at one medical review after the other, it may make them rarer, where your"
            " service allows that.",
        ),
        Ask(
            Question.PROBLEM_DRUG_USE,
            "Drug use since last time",
            choices=(
                ("none", "None"),
                ("less", "Less"),
                ("same", "About the same"),
                ("more", "More"),
                (AS_TOP, "Unchanged since the last TOP"),
                *UNKNOWN,
            ),
            hint="A TOP on this form answers this too.",
            is_carried=False,
        ),
    ),
)

SAFETY = Section(
    "safety",
    "Safety",
    (
        Ask(
            Question.RISK_CHANGED,
            "Has anything changed that could put them or a child at risk?",
            choices=(("no", "No"), ("yes", "Yes"), *UNKNOWN),
            note_label="If yes, what has changed?",
        ),
        Ask(
            Question.NALOXONE,
            "Do they have naloxone at home, in date?",
            choices=(("yes", "Yes"), ("no", "No"), ("offer_declined", "Offer declined"), *UNKNOWN),
        ),
        Ask(Question.BBV, "Blood-borne viruses: tested and vaccinated?", choices=LOOKED_AT),
        Ask(Question.RISK_OVERDOSE, "Risk of overdose", choices=CONCERN, note_label="What helps?"),
        Ask(Question.RISK_SUICIDE, "Risk of suicide", choices=CONCERN, note_label="What helps?"),
        Ask(
            Question.RISK_SAFEGUARDING,
            "Safety from others",
            choices=CONCERN,
            note_label="What helps?",
        ),
        Ask(Question.RISK_CHILDREN, "Children", choices=CONCERN, note_label="What helps?"),
        Ask(Question.DRIVING, "Driving: talked about?", choices=YES_NO),
        Ask(
            Question.STORAGE,
            "Children and safe storage: talked about?",
            choices=(*YES_NO[:2], ("not_at_home", "No doses at home"), NOT_ASKED),
        ),
    ),
)

MEDICAL = Section(
    "medical",
    "The prescription",
    (
        Ask(
            Question.RX_CONFIRMED,
            "Is the prescription as recorded?",
            choices=(("yes", "Yes"), ("no", "No, it differs"), NOT_ASKED),
            note_label="If it differs, how?",
            is_carried=False,
        ),
        Ask(
            Question.ON_TOP_USE,
            "Use on top of the prescription",
            choices=(("none", "None"), ("some", "Some"), ("most_days", "Most days"), *UNKNOWN),
        ),
        Ask(
            Question.MISSED_DOSES,
            "Missed doses since last time",
            choices=(("none", "None"), ("some", "Some"), *UNKNOWN),
            note_label="If some, why?",
            is_carried=False,
        ),
        Ask(
            Question.SUPERVISION,
            "Supervision and collection",
            choices=(("right", "Right as it is"), ("change", "To change"), NOT_ASKED),
            note_label="Why?",
        ),
        Ask(Question.TESTS, "Drug tests", choices=LOOKED_AT, is_carried=False),
        Ask(Question.ECG, "Need for an ECG", choices=LOOKED_AT),
        Ask(
            Question.INTERACTIONS,
            "Other medicines and sedatives",
            choices=LOOKED_AT,
            note_label="Which?",
        ),
        Ask(
            Question.PREGNANCY,
            "Could they be pregnant?",
            choices=(("no", "No"), ("yes", "Yes"), ("not_applicable", "Does not apply"), *UNKNOWN),
        ),
        Ask(
            Question.ALCOHOL,
            "Alcohol",
            choices=CONCERN,
            note_label="What helps?",
        ),
        Ask(Question.LIVER, "Liver tests, if indicated", choices=LOOKED_AT),
        Ask(
            Question.OTHER_ILLNESS,
            "Other illness alongside (comorbidity)?",
            choices=YES_NO,
            hint="From an age that your service sets, benefit is then reviewed more often.",
            note_label="Which?",
        ),
        Ask(
            Question.DECISION,
            "What was decided?",
            choices=(
                ("continue", "Continue"),
                ("increase", "Increase"),
                ("reduce", "Reduce"),
                ("switch", "Change medicine"),
                ("stop", "Stop"),
                NOT_ASKED,
            ),
            hint="A change of dose is recorded on the prescription's own page.",
            note_label="Why, and do they agree?",
            is_carried=False,
        ),
    ),
)

ENDING = Section(
    "ending",
    "A good ending",
    (
        Ask(
            Question.EXIT_VISION,
            "What would a good ending look like?",
            Kind.WORDS,
            hint="“I want to stay on this” is a full answer. No date is asked for.",
        ),
    ),
)

SECTIONS = (HOW_THINGS_ARE, SAFETY, MEDICAL, ENDING)
