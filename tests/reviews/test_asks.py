"""What can be answered to each question of a review."""

import pytest

from reviews.asks import NOT_ASKED, RATHER_NOT, SECTIONS, Ask, Kind
from reviews.questions import Question

CHOICES = [ask for section in SECTIONS for ask in section.asks if ask.kind is Kind.CHOICE]
ONLY_THE_CLINICIAN_ANSWERS = {
    Question.RETAINED,
    Question.DOSE_STABLE,
    Question.BBV,
    Question.DRIVING,
    Question.STORAGE,
    Question.RX_CONFIRMED,
    Question.SUPERVISION,
    Question.TESTS,
    Question.ECG,
    Question.INTERACTIONS,
    Question.LIVER,
    Question.TREATMENT_STABLE,
    Question.OTHER_ILLNESS,
    Question.DECISION,
}


@pytest.mark.parametrize("ask", CHOICES, ids=lambda ask: str(ask.question))
def test_not_asked_is_always_offered_and_rather_not_say_to_what_is_put_to_the_person(
    ask: Ask,
) -> None:
    assert NOT_ASKED in ask.choices
    is_put_to_them = ask.question not in ONLY_THE_CLINICIAN_ANSWERS
    assert (RATHER_NOT in ask.choices) is is_put_to_them
