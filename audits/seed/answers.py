"""Answers on the review forms of the last two years: by question, as `reviews.asks` puts them."""

from datetime import date
from typing import Any

from audits.seed import figures
from audits.seed.course import Course, Meeting
from audits.seed.draws import Chance
from reviews import questions
from reviews.questions import Question
from reviews.review_types import milestone_key
from reviews.strategic import RECORDED
from rodt.dates import add_days

NEEDED = {
    "care_plan": questions.CARE_PLAN_NEEDS,
    "medical": questions.MEDICAL_NEEDS,
    "risk": questions.RISK_NEEDS,
    "first12": questions.FIRST12_NEEDS,
}
LIKELY: dict[Question, tuple[tuple[float, str], ...]] = {
    Question.PROBLEM_DRUG_USE: ((0.4, "none"), (0.3, "less"), (0.24, "same"), (0.06, "more")),
    Question.RISK_CHANGED: ((0.93, "no"), (0.07, "yes")),
    Question.NALOXONE: ((0.7, "yes"), (0.22, "no"), (0.08, "offer_declined")),
    Question.DOSE_STABLE: ((0.78, "yes"), (0.22, "no")),
    Question.DOSE_HOLDS: ((0.8, "yes"), (0.16, "wears_off"), (0.04, "too_strong")),
    Question.RX_CONFIRMED: ((0.97, "yes"), (0.03, "no")),
    Question.ON_TOP_USE: ((0.52, "none"), (0.36, "some"), (0.12, "most_days")),
    Question.MISSED_DOSES: ((0.7, "none"), (0.3, "some")),
    Question.SUPERVISION: ((0.88, "right"), (0.12, "change")),
    Question.TESTS: ((0.85, "fine"), (0.15, "to_do")),
    Question.ECG: ((0.93, "fine"), (0.07, "to_do")),
    Question.INTERACTIONS: ((0.9, "fine"), (0.1, "to_do")),
    Question.PREGNANCY: ((0.28, "no"), (0.72, "not_applicable")),
    Question.DRIVING: ((0.75, "yes"), (0.25, "no")),
    Question.STORAGE: ((0.8, "yes"), (0.08, "no"), (0.12, "not_at_home")),
    Question.ALCOHOL: ((0.8, "none"), (0.2, "concern")),
    Question.DECISION: ((0.86, "continue"), (0.08, "increase"), (0.06, "reduce")),
    Question.RISK_OVERDOSE: ((0.82, "none"), (0.18, "concern")),
    Question.RISK_SUICIDE: ((0.93, "none"), (0.07, "concern")),
    Question.RISK_SAFEGUARDING: ((0.94, "none"), (0.06, "concern")),
    Question.RISK_CHILDREN: ((0.95, "none"), (0.05, "concern")),
}
STATES = (
    (0.50, "asked"),
    (0.28, "confirmed"),
    (0.10, "changed"),
    (0.06, "carried"),
    (0.05, "not_asked"),
    (0.01, "declined"),
)
LATELY_DAYS = 84
WEEK_12 = milestone_key(84)
FROM_LAST_TIME = frozenset({"carried", "confirmed", "changed"})
"""States that need an answer of last time."""
ASKED_AFRESH = frozenset(
    {Question.PROBLEM_DRUG_USE, Question.RX_CONFIRMED, Question.MISSED_DOSES, Question.DECISION}
)


def answers_of(course: Course, meeting: Meeting, on: date) -> dict[str, Any]:
    """None of a case discussion, none of what lies long back. What the record says is answered so;
    the rest by chance."""
    if meeting.seen == "not_seen" or (on - meeting.on).days > 365 * figures.YEARS_OF_CONTACTS:
        return {}
    chance = Chance(f"{course.number}/{meeting.on.toordinal()}/{meeting.by}")
    answers: dict[str, Any] = {}
    if meeting.words:
        answers[Question.OWN_WORDS.value] = _row(meeting.words, "asked")
    for kind, milestone in meeting.counts:
        last = questions.WEEK_12_NEEDS if milestone == WEEK_12 else ()
        for question in (*NEEDED.get(kind, ()), *last):
            if question in LIKELY and question.value not in answers:
                answers[question.value] = _answer(chance, question, course, meeting.on)
    if meeting.strategic and meeting.strategic.decision:
        answers[Question.DECISION.value] = _row(RECORDED, "asked")
    if meeting.strategic and meeting.strategic.awaits_prescriber:
        answers[Question.OPTIONS_DISCUSSED.value] = _row(RECORDED, "asked")
        if meeting.next_on:
            answers[Question.NEXT_REVIEW_ON.value] = _row(meeting.next_on.isoformat(), "asked")
    return answers


def _answer(chance: Chance, question: Question, course: Course, day: date) -> dict[str, str]:
    state = chance.share(STATES)
    if question in ASKED_AFRESH and state in FROM_LAST_TIME:
        state = "asked"
    is_known = state not in ("not_asked", "declined")
    drawn = chance.share(LIKELY[question])
    return _row((_on_record(question, course, day) or drawn) if is_known else "", state)


def _on_record(question: Question, course: Course, day: date) -> str:
    """The answer that the record gives; "" where it gives none."""
    if question is Question.NALOXONE:
        given = [known for known in course.health if known.kind == "naloxone" and known.on <= day]
        if not given:
            return "no"
        last = max(given, key=lambda known: known.on).values
        if last.get("is_declined"):
            return "offer_declined"
        return "yes" if last["expires_on"] >= day else "no"
    if question is Question.PREGNANCY:
        return "no" if course.sex == "2" else "not_applicable"
    if question is Question.MISSED_DOSES:
        since = add_days(day, -LATELY_DAYS)
        runs = [run for script in course.treatment.scripts for run in script.missed]
        return "some" if any(since <= run.to_on <= day for run in runs) else "none"
    return ""


def _row(value: str, state: str) -> dict[str, str]:
    return {"value": value, "state": state, "note": ""}
