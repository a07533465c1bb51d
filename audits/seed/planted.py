"""People planted with known answers: one table. `Case.answers` says what the product must answer
about each of them on the day, and tests ask it. The first are on the demo keyworker's list."""

from audits.seed.case import Case
from audits.seed.planted_record import RECORD_CASES
from audits.seed.planted_reviews import REVIEW_CASES
from audits.seed.planted_stories import STORIES
from audits.seed.planted_treatment import TREATMENT_CASES


def planted_cases() -> tuple[Case, ...]:
    """In the order of their numbers: the first is SYN-00001."""
    return (*STORIES, *RECORD_CASES, *REVIEW_CASES, *TREATMENT_CASES)


def planted_in(people: int) -> tuple[Case, ...]:
    """Those that a service of so many people holds: at most half of it is planted."""
    return planted_cases()[: people // 2]
