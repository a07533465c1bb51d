"""What the demo keyworker was typing when the day ended: a draft that waits to be finished."""

from datetime import timedelta

from accounts.models import User
from audits.seed.case import Case
from audits.seed.moments import Moments
from patients import drafts
from patients.models import Patient
from reviews.actions import LOG_FORM
from rodt.dates import add_days

TYPED: dict[str, dict[str, list[str]]] = {
    "Callum Isherwood": {
        "seen": ["phone"],
        "own_words": ["Busy with work. The evenings are better than they were."],
        "problem_drug_use": ["less"],
        "risk_changed": ["no"],
        "naloxone": ["yes"],
        "options": ["stay", "mutual_aid"],
        "preference": ["To stay as it is until the new year"],
    }
}
OF_QUESTIONS = 11
FIVE_PAST_FOUR = 16 * 60 + 5


def write_drafts(
    cases: tuple[Case, ...], service_id: str, author_id: str, moments: Moments
) -> None:
    """Once the people are written. Drafts are sealed afresh each time, so no two runs are alike."""
    for number, case in enumerate(cases, start=1):
        typed = TYPED.get(case.name)
        if typed:
            saved_on = add_days(moments.on, -2)
            drafts.save(
                patient=Patient.objects.get(service_id=service_id, reference=f"SYN-{number:05}"),
                form=LOG_FORM,
                by=User.objects.get(pk=author_id),
                typed=typed,
                at=moments.start_of(saved_on) + timedelta(minutes=FIVE_PAST_FOUR),
                answered=len(typed),
                of_questions=OF_QUESTIONS,
            )
