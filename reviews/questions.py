"""The answers a review form may ask for, by key, and which of them each review needs.

Source: domain/reviews.md §4 and §5. Which are needed is the product's own choice [P]: a service
can change it with the schedule. The wording here completes "not asked yet: …".
"""

from enum import StrEnum


class Question(StrEnum):
    OWN_WORDS = "own_words"
    PROBLEM_DRUG_USE = "problem_drug_use"
    GOALS = "goals"
    RECOVERY_CAPITAL = "recovery_capital"
    RISK_CHANGED = "risk_changed"
    NALOXONE = "naloxone"
    OPTIONS_DISCUSSED = "options_discussed"
    PREFERENCE = "preference"
    NEXT_REVIEW_ON = "next_review_on"
    RX_CONFIRMED = "rx_confirmed"
    DOSE_HOLDS = "dose_holds"
    ON_TOP_USE = "on_top_use"
    MISSED_DOSES = "missed_doses"
    SUPERVISION = "supervision"
    TESTS = "tests"
    ECG = "ecg"
    INTERACTIONS = "interactions"
    PREGNANCY = "pregnancy"
    DRIVING = "driving"
    STORAGE = "storage"
    ALCOHOL = "alcohol"
    LIVER = "liver"
    TREATMENT_STABLE = "treatment_stable"
    OTHER_ILLNESS = "other_illness"
    DECISION = "decision"
    DOSE_STABLE = "dose_stable"
    EXIT_VISION = "exit_vision"
    BBV = "bbv"
    BENEFIT_GRID = "benefit_grid"
    PATIENT_VIEW = "patient_view"
    CONCLUSION = "conclusion"
    WITHOUT_IT = "without_it"
    RETAINED = "retained"
    RISK_OVERDOSE = "risk_overdose"
    RISK_SUICIDE = "risk_suicide"
    RISK_SAFEGUARDING = "risk_safeguarding"
    RISK_CHILDREN = "risk_children"
    WHAT_HAPPENED = "what_happened"
    TOP = "top"


QUESTION_WORDS = {
    Question.OWN_WORDS: "how things are, in their own words",
    Question.PROBLEM_DRUG_USE: "drug use since last time",
    Question.GOALS: "goals and next steps",
    Question.RECOVERY_CAPITAL: "recovery capital",
    Question.RISK_CHANGED: "risk",
    Question.NALOXONE: "naloxone",
    Question.OPTIONS_DISCUSSED: "options you talked about",
    Question.PREFERENCE: "what they would like",
    Question.NEXT_REVIEW_ON: "next review",
    Question.RX_CONFIRMED: "the prescription as it is",
    Question.DOSE_HOLDS: "whether the dose holds",
    Question.ON_TOP_USE: "use on top",
    Question.MISSED_DOSES: "missed doses",
    Question.SUPERVISION: "supervision and collection",
    Question.TESTS: "tests",
    Question.ECG: "need for an ECG",
    Question.INTERACTIONS: "other medicines",
    Question.PREGNANCY: "pregnancy",
    Question.DRIVING: "driving",
    Question.STORAGE: "children and safe storage",
    Question.ALCOHOL: "alcohol",
    Question.LIVER: "liver tests",
    Question.TREATMENT_STABLE: "whether treatment is stable",
    Question.OTHER_ILLNESS: "other illness",
    Question.DECISION: "what was decided, and whether they agree",
    Question.DOSE_STABLE: "since when the dose is stable",
    Question.EXIT_VISION: "a good ending",
    Question.BBV: "blood-borne viruses",
    Question.BENEFIT_GRID: "the benefit domains",
    Question.PATIENT_VIEW: "their own judgement",
    Question.CONCLUSION: "the conclusion",
    Question.WITHOUT_IT: "what would happen without it",
    Question.RETAINED: "whether they come to meetings",
    Question.RISK_OVERDOSE: "risk of overdose",
    Question.RISK_SUICIDE: "risk of suicide",
    Question.RISK_SAFEGUARDING: "safeguarding",
    Question.RISK_CHILDREN: "children",
    Question.WHAT_HAPPENED: "what happened",
    Question.TOP: "TOP",
}

CARE_PLAN_NEEDS = (
    Question.OWN_WORDS,
    Question.PROBLEM_DRUG_USE,
    Question.GOALS,
    Question.RECOVERY_CAPITAL,
    Question.RISK_CHANGED,
    Question.NALOXONE,
    Question.OPTIONS_DISCUSSED,
    Question.PREFERENCE,
    Question.NEXT_REVIEW_ON,
)
MEDICAL_NEEDS = (
    Question.RX_CONFIRMED,
    Question.DOSE_HOLDS,
    Question.ON_TOP_USE,
    Question.MISSED_DOSES,
    Question.SUPERVISION,
    Question.TESTS,
    Question.ECG,
    Question.INTERACTIONS,
    Question.PREGNANCY,
    Question.DRIVING,
    Question.STORAGE,
    Question.ALCOHOL,
    Question.DECISION,
)
STRATEGIC_NEEDS = (
    Question.BENEFIT_GRID,
    Question.PATIENT_VIEW,
    Question.CONCLUSION,
    Question.OPTIONS_DISCUSSED,
    Question.DECISION,
    Question.NEXT_REVIEW_ON,
)
FIRST12_NEEDS = (Question.OWN_WORDS, Question.DOSE_HOLDS)
WEEK_12_NEEDS = (
    Question.DOSE_STABLE,
    Question.SUPERVISION,
    Question.TOP,
    Question.GOALS,
    Question.EXIT_VISION,
    Question.BBV,
    Question.NALOXONE,
)
# Asked on the form, and waited for by no review: liver tests are "if indicated" in the source, who
# comes to meetings stands in the record as well, and the other two only move an interval.
MEDICAL_ALSO = (Question.TREATMENT_STABLE, Question.LIVER, Question.OTHER_ILLNESS)
WEEK_12_ALSO = (Question.RETAINED,)
RISK_NEEDS = (
    Question.RISK_OVERDOSE,
    Question.RISK_SUICIDE,
    Question.RISK_SAFEGUARDING,
    Question.RISK_CHILDREN,
    Question.DRIVING,
)
