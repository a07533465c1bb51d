"""What the columns of an entry are called on the page; one that is not here has its own name."""

from typing import Any

from rodt.words import sentence

# By the column's name, whatever the kind of entry: one thing is called the same everywhere.
LABELS = {
    "on": "Day",
    "held_on": "Day",
    "given_on": "Day given",
    "from_on": "From",
    "to_on": "To",
    "started_on": "From",
    "ended_on": "Ended on",
    "expected_end_on": "Expected to end on",
    "covers_to_on": "Covers to",
    "review_on": "To be looked at again on",
    "expires_on": "Good to",
    "with_role": "With whom",
    "content": "What it was about",
    "summary": "What was talked about and agreed",
    "their_words": "In their words",
    "reason_missed": "Why it was missed",
    "agreed_by": "Who agreed",
    "told_by": "Who told us",
    "daily_dose_mg": "Daily dose, mg",
    "dose_mg": "Dose, mg",
    "total_mg": "In all, mg",
    "instalment_mg": "Each instalment, mg",
    "interval_days": "Days from one instalment to the next",
    "phrases": "Wordings, by number",
    "collection_days": "Collected on",
    "patient_agreed": "Did the person agree?",
    "has_risk_plan": "Is there a plan for the risk?",
    "stop_reason": "Why it was stopped",
    "to_service": "To which service",
    "benefit_then": "Benefit at the time",
    "is_declined": "Was it declined?",
    "is_confirmed": "Is it still true?",
    "given_name": "First name",
    "family_name": "Last name",
    "shared_works": "Used shared works",
    "topics": "What was talked about",
}


def label_of(field: Any) -> str:
    return LABELS.get(field.name) or sentence(str(field.verbose_name))
